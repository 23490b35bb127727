import { loadCoursePackage } from '#course/package/load.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { cohortWorld, meetingEnd, type World } from './world.ts';

/** A running cohort with the whole course that ships with the product. */
export async function courseWorld(learners: number): Promise<World> {
	return cohortWorld({ learners, content: await loadCoursePackage('content/course/community-manager') });
}

const names = ['Linde', 'Esche', 'Ulme', 'Kastanie', 'Ahorn', 'Buche'];

/** Learning groups of a unit, formed at the end of the meeting before; returns their ids. */
export async function formed(world: World, unitNumber: number, groups: readonly (readonly Viewer[])[]) {
	const ids: string[] = [];
	const at = meetingEnd(unitNumber - 1);
	for (const [position, people] of groups.entries()) {
		const { id } = await database
			.insertInto('learningGroup')
			.values({
				cohortId: world.cohortId,
				unitNumber,
				position,
				name: names[position] ?? `Gruppe ${position + 1}`,
				formedAt: at,
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await database
			.insertInto('learningGroupMember')
			.values(people.map(({ userId }) => ({ learningGroupId: id, userId, joinedAt: at })))
			.execute();
		ids.push(id);
	}
	return ids;
}

/** Hours after the end of meeting n (0 is the kick-off). */
export const after = (meeting: number, hours: number): Date =>
	new Date(meetingEnd(meeting).getTime() + hours * 3_600_000);

/** The learner of that place in the world, from 0. */
export function learnerOf(world: World, index: number): Viewer {
	const learner = world.learners[index];
	if (!learner) throw new Error(`no learner ${index}`);
	return learner;
}
