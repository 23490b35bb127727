import { expect, test } from 'vitest';
import { planOf } from './plan.ts';

const at = (day: number) => new Date(Date.UTC(2026, 8, day, 16, 30));
const shift = (name: string, unitNumber: number, from: number, to: number) => ({
	id: `${name} ${unitNumber}`,
	unitNumber,
	startsAt: at(from),
	endsAt: at(to),
	userId: name,
	name,
	picture: null,
	mine: false,
});

test('a unit stands once with all who lead in it, from its beginning to its end, whoever handed on', () => {
	const plan = planOf([
		shift('Jana', 2, 14, 21),
		shift('Erik', 1, 7, 10),
		shift('Mai', 1, 7, 14),
		shift('Okan', 1, 10, 14),
	]);
	expect(
		plan.map(({ number, startsAt, endsAt, people }) => [number, startsAt, endsAt, people.map(({ name }) => name)]),
	).toEqual([
		[1, at(7), at(14), ['Erik', 'Mai', 'Okan']],
		[2, at(14), at(21), ['Jana']],
	]);
});
