import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { settleCohort } from '#course/server/settle.ts';
import { insertPause } from '#course/server/timetable.ts';
import { does } from '../../../tests/cast.ts';
import { openedCohort } from '../../../tests/seats.ts';
import { meetingEnd } from '../../../tests/world.ts';
import { settleAll } from '#settle.ts';

const openings = async (cohortId: string) => {
	const rows = await database
		.selectFrom('activity')
		.select(['data', 'at'])
		.where('cohortId', '=', cohortId)
		.where('kind', '=', 'unit_opened')
		.orderBy('id')
		.execute();
	return rows.map(({ at }) => at);
};
const phase = async (communityId: string) => {
	const row = await database
		.selectFrom('community')
		.select('phase')
		.where('id', '=', communityId)
		.executeTakeFirstOrThrow();
	return row.phase;
};

test('units open with the scheduled ends of the meetings, each once, however late anyone looks', async () => {
	const { cohortId, communityId } = await openedCohort();
	await Promise.all([1, 2, 3].map(() => settleCohort(cohortId, meetingEnd(4))));
	expect(await openings(cohortId)).toEqual([0, 1, 2, 3, 4].map(meetingEnd));
	expect(await phase(communityId)).toBe('growth');
	await settleAll(new Date('2027-03-01T00:00:00Z'));
	expect(await openings(cohortId)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(meetingEnd));
	expect(await phase(communityId)).toBe('closing');
});

test('a unit opens to the second, not before', async () => {
	const { cohortId, communityId } = await openedCohort();
	await settleCohort(cohortId, new Date(meetingEnd(3).getTime() - 1));
	expect(await phase(communityId)).toBe('planning');
	await settleCohort(cohortId, meetingEnd(3));
	expect(await phase(communityId)).toBe('launch');
});

test('with a pause the unit after it keeps its opening, and the next opens later', async () => {
	const { cohortId, olga } = await openedCohort();
	await settleCohort(cohortId, meetingEnd(2));
	await does(olga, meetingEnd(2), insertPause, { cohortId, afterMeeting: 2, weeks: 1 });
	await settleCohort(cohortId, meetingEnd(4));
	expect(await openings(cohortId)).toEqual([0, 1, 2, 4].map(meetingEnd));
});
