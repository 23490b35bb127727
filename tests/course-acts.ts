import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { World } from './world.ts';
import { meetingEnd, meetingStart } from './world.ts';

export const longPost =
	'Ich habe das in unserer Spedition ausprobiert und gemerkt, dass eine Frage am Morgen mehr bringt als drei Hinweise am Abend.';

/** A thread of one person with posts of others below it, without what hangs on writing. */
export async function conversation(
	world: World,
	author: Viewer,
	at: Date,
	replies: readonly (readonly [Viewer, string])[],
) {
	const thread = await database
		.insertInto('thread')
		.values({
			communityId: world.communityId,
			spaceId: world.spaces['marktplatz'] ?? '',
			kind: 'discussion',
			title: 'Was bei uns hilft',
			authorId: author.userId,
			createdAt: at,
			lastPostAt: at,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const posts: string[] = [];
	for (const [index, [viewer, body]] of [[author, longPost] as const, ...replies].entries()) {
		const { id } = await database
			.insertInto('post')
			.values({
				communityId: world.communityId,
				threadId: thread.id,
				opening: index === 0,
				authorId: viewer.userId,
				body,
				words: body.split(/\s+/).length,
				createdAt: new Date(at.getTime() + index * 60_000),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		posts.push(id);
	}
	return { threadId: thread.id, posts };
}

/** Was at meeting n for so many minutes from its beginning. */
export async function attended(world: World, viewer: Viewer, meeting: number, minutes: number): Promise<void> {
	const from = meetingStart(meeting);
	await database
		.insertInto('attendance')
		.values({
			meetingId: world.meetings[meeting] ?? '',
			userId: viewer.userId,
			checkedInAt: from,
			checkedOutAt: new Date(from.getTime() + minutes * 60_000),
		})
		.execute();
}

/** Led unit n, for its first `share`, and wrote a note or not. */
export async function led(world: World, viewer: Viewer, unit: number, share = 1, note = 'Bitte Mai begrüßen.') {
	const [from, until] = [meetingEnd(unit - 1), meetingEnd(unit)];
	await database
		.insertInto('shift')
		.values({
			communityId: world.communityId,
			userId: viewer.userId,
			unitNumber: unit,
			startsAt: from,
			endsAt: new Date(from.getTime() + share * (until.getTime() - from.getTime())),
			createdAt: from,
			handoverNote: note || null,
			handoverAt: note ? until : null,
		})
		.execute();
}

/** The result of that group of unit n was handed in, credited to these people. */
export async function creditedFor(
	world: World,
	learningGroupId: string,
	unitNumber: number,
	people: readonly Viewer[],
	at: Date,
): Promise<string> {
	const { id } = await database
		.insertInto('submission')
		.values({
			cohortId: world.cohortId,
			communityId: world.communityId,
			courseVersionId: world.courseVersionId,
			unitNumber,
			kind: 'group',
			learningGroupId,
			version: 1,
			handedInAt: at,
			createdAt: at,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const [first] = people;
	if (!first) return id;
	await database
		.insertInto('submissionVersion')
		.values({ submissionId: id, version: 1, sections: '[]', handedInAt: at, handedInBy: first.userId, late: false })
		.execute();
	await database
		.insertInto('submissionMember')
		.values(people.map(({ userId }) => ({ submissionId: id, userId, creditedAt: at })))
		.execute();
	return id;
}
