import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { assignStaff, endStaffAssignment } from '#course/server/staff.ts';
import { does, person } from '../../../tests/cast.ts';
import { openedCohort } from '../../../tests/seats.ts';

const [spring, summer] = [new Date('2026-08-10T08:00:00Z'), new Date('2026-09-10T08:00:00Z')];

const membershipsOf = (communityId: string, userId: string) =>
	database
		.selectFrom('membership')
		.select(['role', 'startedAt', 'endedAt'])
		.where('communityId', '=', communityId)
		.where('userId', '=', userId)
		.orderBy('startedAt')
		.execute();

test('a companion belongs to the community while the post lasts, an examiner never does', async () => {
	const { cohortId, communityId, olga } = await openedCohort();
	const [clara, edda] = [await person('clara'), await person('edda')];
	const { assignmentId } = await does(olga, spring, assignStaff, { cohortId, email: clara.email, role: 'companion' });
	await does(olga, spring, assignStaff, { cohortId, email: edda.email, role: 'examiner' });
	await does(olga, summer, endStaffAssignment, { cohortId, assignmentId });
	expect(await membershipsOf(communityId, clara.userId)).toEqual([
		{ role: 'companion', startedAt: spring, endedAt: summer },
	]);
	expect(await membershipsOf(communityId, edda.userId)).toEqual([]);
});

test('a post is ended and begun anew, never overwritten', async () => {
	const { cohortId, olga } = await openedCohort();
	const cosima = await person('cosima');
	const assign = (at: Date) => does(olga, at, assignStaff, { cohortId, email: cosima.email, role: 'companion' });
	const { assignmentId } = await assign(spring);
	await expect(assign(spring)).rejects.toMatchObject({ code: 'staff_held' });
	await does(olga, summer, endStaffAssignment, { cohortId, assignmentId });
	await assign(summer);
	const held = await database
		.selectFrom('staffAssignment')
		.select(['startedAt', 'endedAt'])
		.where('userId', '=', cosima.userId)
		.orderBy('startedAt')
		.execute();
	expect(held).toEqual([
		{ startedAt: spring, endedAt: summer },
		{ startedAt: summer, endedAt: null },
	]);
});

test('whoever accompanied a cohort examines it only as an exception with a reason, which is kept', async () => {
	const { cohortId, olga } = await openedCohort();
	const carl = await person('carl');
	const post = { cohortId, email: carl.email };
	await does(olga, spring, assignStaff, { ...post, role: 'companion' });
	await expect(does(olga, spring, assignStaff, { ...post, role: 'examiner' })).rejects.toMatchObject({
		code: 'staff_accompanied',
	});
	const exceptionReason = 'Zwei Prüfende sind erkrankt.';
	const { assignmentId } = await does(olga, spring, assignStaff, { ...post, role: 'examiner', exceptionReason });
	const kept = await database
		.selectFrom('staffAssignment')
		.select('exceptionReason')
		.where('id', '=', assignmentId)
		.executeTakeFirstOrThrow();
	expect(kept).toEqual({ exceptionReason });
});

test('staff need an account, and nobody is staff and learner of the same cohort', async () => {
	const { cohortId, olga } = await openedCohort();
	await expect(
		does(olga, spring, assignStaff, { cohortId, email: 'niemand@example.org', role: 'companion' }),
	).rejects.toMatchObject({ code: 'no_person_with_address', field: 'email' });
	const lea = await person('lea');
	await database.insertInto('enrolment').values({ cohortId, userId: lea.userId, startedAt: spring }).execute();
	await expect(
		does(olga, spring, assignStaff, { cohortId, email: lea.email, role: 'companion' }),
	).rejects.toMatchObject({ code: 'staff_is_learner' });
});
