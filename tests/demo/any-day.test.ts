import { expect, test } from 'vitest';
import { fillDemo } from '#demo/fill.ts';
import { database } from '#platform/server/database.ts';

// Every act goes through a verb, and one that is refused ends the filling.
async function filledAt(now: Date): Promise<void> {
	const lines: string[] = [];
	await fillDemo((line) => lines.push(line), now);
	expect(lines).toContain('Cohort 1: the exam is over, the certificates are issued');
	expect(lines).toContain('Cohort 2: 405 of 405 posts');
	const late = await database.selectFrom('activity').select(['kind', 'at']).where('at', '>', now).execute();
	expect(late).toEqual([]);
	const cohorts = await database
		.selectFrom('cohort')
		.select(['name', 'unitsOpened', 'closedAt'])
		.orderBy('number')
		.execute();
	expect(cohorts.map(({ name, unitsOpened, closedAt }) => [name, unitsOpened, closedAt !== null])).toEqual([
		['Kohorte 1', 10, true],
		['Kohorte 2', 5, false],
		['Kohorte 3', 0, false],
	]);
}

test('the demo can be made for the first time on the day on which the clocks go forward', { timeout: 600_000 }, () =>
	filledAt(new Date('2027-03-28T01:30:00Z')),
);
