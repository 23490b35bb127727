import { loadCoursePackage } from '#course/package/load.ts';
import { database } from '#platform/server/database.ts';
import type { Role, Viewer } from '#platform/viewer.ts';
import { person } from '../cast.ts';
import { cohortWorld, meetingEnd, type World } from '../world.ts';

export type Persona = { name: string; viewer: Viewer | null; roles: readonly Role[] };

/** In the middle of unit 3. */
export const now = new Date('2026-09-24T10:00:00Z');

/** One person for each way of standing in the first world, none of them anything in the second. */
export async function personas(): Promise<{ world: World; other: World; people: Persona[] }> {
	const content = await loadCoursePackage('content/course/community-manager');
	const world = await cohortWorld({ learners: 4, content });
	const other = await cohortWorld({ learners: 4, content });
	const [lea, acting] = world.learners;
	if (!lea || !acting) throw new Error('too few learners');
	await database
		.insertInto('shift')
		.values({
			communityId: world.communityId,
			userId: acting.userId,
			unitNumber: 3,
			startsAt: meetingEnd(2),
			endsAt: meetingEnd(3),
			createdAt: meetingEnd(0),
		})
		.execute();
	const manager = await person('manfred');
	const observer = await person('otto');
	for (const [viewer, role] of [
		[manager, 'manager'],
		[observer, 'observer'],
	] as const)
		await database
			.insertInto('membership')
			.values({ communityId: world.communityId, userId: viewer.userId, role, startedAt: meetingEnd(0) })
			.execute();
	const executive = await person('elfriede');
	await database
		.insertInto('organisationRole')
		.values({
			organisationId: world.organisationId,
			userId: executive.userId,
			role: 'executive',
			startedAt: meetingEnd(0),
		})
		.execute();
	const people: Persona[] = [
		{ name: 'signed out', viewer: null, roles: ['anyone'] },
		{ name: 'a stranger', viewer: await person('stranger'), roles: ['anyone', 'person'] },
		{
			name: 'the administrator',
			viewer: await person('ada', { administrator: true }),
			roles: ['anyone', 'person', 'administrator'],
		},
		{ name: 'the organiser', viewer: world.olga, roles: ['anyone', 'person', 'organiser', 'observer'] },
		{ name: 'a companion', viewer: world.clara, roles: ['anyone', 'person', 'companion', 'member'] },
		{ name: 'an examiner', viewer: world.edda, roles: ['anyone', 'person', 'examiner'] },
		{ name: 'a learner', viewer: lea, roles: ['anyone', 'person', 'learner', 'member'] },
		{ name: 'the acting manager', viewer: acting, roles: ['anyone', 'person', 'learner', 'member', 'acting'] },
		{ name: 'a manager', viewer: manager, roles: ['anyone', 'person', 'manager', 'member'] },
		{ name: 'an executive', viewer: executive, roles: ['anyone', 'person', 'executive'] },
		{ name: 'an observer', viewer: observer, roles: ['anyone', 'person', 'observer'] },
	];
	return { world, other, people };
}
