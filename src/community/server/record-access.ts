import type { Scene } from '#platform/server/verb.ts';
import { signedIn } from '#platform/server/verb.ts';
import { dateIn } from '#platform/time.ts';

/** Why staff look at what is recorded about others. */
export type AccessPurpose =
	| 'requirements'
	| 'course_record'
	| 'silence'
	| 'learning_time'
	| 'attendance'
	| 'absences'
	| 'results'
	| 'exam'
	| 'evidence';

/**
 * Notes that the viewer looks at what is recorded about these people: once per viewer, purpose and day, and visible to
 * them. Looking at one's own is not noted. The day is that of the zone, by default the viewer's.
 */
export async function noteAccess(
	scene: Scene,
	people: readonly string[],
	purpose: AccessPurpose,
	zone?: string,
): Promise<void> {
	const viewer = signedIn(scene);
	const others = [...new Set(people)].filter((person) => person !== viewer.userId);
	if (others.length === 0) return;
	await scene.trx
		.insertInto('recordAccess')
		.values(
			others.map((userId) => ({
				userId,
				viewerId: viewer.userId,
				purpose,
				day: dateIn(zone ?? viewer.timeZone, scene.now),
				cohortId: scene.place.cohortId,
				firstAt: scene.now,
			})),
		)
		.onConflict((c) => c.doNothing())
		.execute();
}
