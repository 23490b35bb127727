import { expect, test } from 'vitest';
import { completionFile } from '#course/completion-file.ts';

const units = [
	{ number: 1, title: 'Grundlagen' },
	{ number: 2, title: 'Strategie' },
];

test('each learner has a line, each unit a column with the instant of its completion', () => {
	const at = new Date('2026-10-01T08:30:00Z');
	const ann = { name: 'Ann', email: 'ann@example.org', completed: [{ unit: 2, at }], eligible: false };
	expect(completionFile(units, [ann])).toBe(
		'name,email,unit_1,unit_2,completed,eligible\r\nAnn,ann@example.org,,2026-10-01T08:30:00.000Z,1,no\r\n',
	);
});

test('no name breaks the table or becomes a formula', () => {
	const person = (name: string) => ({ name, email: 'x@example.org', completed: [], eligible: true });
	const [, first, second] = completionFile(units, [person('Ann "Anna", Erste'), person('=HYPERLINK()')]).split('\r\n');
	expect(first).toBe('"Ann ""Anna"", Erste",x@example.org,,,0,yes');
	expect(second).toBe("'=HYPERLINK(),x@example.org,,,0,yes");
});
