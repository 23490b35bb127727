import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { acceptApplication } from '#course/server/deciding.ts';
import { assignStaff } from '#course/server/staff.ts';
import { does, person } from './cast.ts';
import { applies, enrols, openedCohort } from './seats.ts';
import { cohortWorld } from './world.ts';

const summer = new Date('2026-08-01T08:00:00Z');

/** What other tests rely on in a cohort, without ids and names of people. */
async function skeleton(cohortId: string, communityId: string) {
	const [cohort, meetings, spaces, staff, memberships, enrolments, accepted] = await Promise.all([
		database
			.selectFrom('cohort')
			.select(['startDate', 'kickOffTime', 'meetingTime', 'timeZone', 'stateCode', 'language', 'seats'])
			.select(['deliveryFormat', 'unitsOpened', 'publishedAt'])
			.where('id', '=', cohortId)
			.executeTakeFirstOrThrow(),
		database
			.selectFrom('meeting')
			.select(['kind', 'number', 'startsAt', 'endsAt', 'movedFrom', 'cancelledAt'])
			.where('communityId', '=', communityId)
			.orderBy('number')
			.execute(),
		database
			.selectFrom('space')
			.select(['slug', 'name', 'position'])
			.where('communityId', '=', communityId)
			.orderBy('position')
			.execute(),
		database
			.selectFrom('staffAssignment')
			.select('role')
			.where('cohortId', '=', cohortId)
			.where('endedAt', 'is', null)
			.orderBy('role')
			.execute(),
		database
			.selectFrom('membership')
			.select('role')
			.where('communityId', '=', communityId)
			.where('endedAt', 'is', null)
			.orderBy('role')
			.execute(),
		database.selectFrom('enrolment').select('endedAt').where('cohortId', '=', cohortId).execute(),
		database
			.selectFrom('houseRules as r')
			.innerJoin('houseRulesAcceptance as a', 'a.houseRulesId', 'r.id')
			.innerJoin('enrolment as e', (on) => on.onRef('e.userId', '=', 'a.userId').on('e.cohortId', '=', cohortId))
			.select('r.version')
			.where('r.communityId', '=', communityId)
			.execute(),
	]);
	return { cohort, meetings, spaces, staff, memberships, enrolments, accepted };
}

test('the world that tests begin with is what the verbs of the course leave', async () => {
	const world = await cohortWorld({ learners: 2 });
	const { cohortId, communityId, olga } = await openedCohort({ slug: 'durch-verben' });
	for (const [key, role] of [
		['cosma', 'companion'],
		['caspar', 'companion'],
		['eike', 'examiner'],
		['enno', 'examiner'],
		['erna', 'examiner'],
	] as const)
		await does(olga, summer, assignStaff, { cohortId, email: (await person(key)).email, role });
	for (const name of ['Lotta', 'Levin']) {
		await does(olga, summer, acceptApplication, { applicationId: await applies(cohortId, name, summer) });
		await enrols(name, summer);
	}
	expect(await skeleton(world.cohortId, world.communityId)).toEqual(await skeleton(cohortId, communityId));
});
