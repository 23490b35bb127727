import type { Kysely } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import { ballotMark, questionMarks } from '#conversation/server/marks.ts';

/**
 * For the erasure of a person: what was asked without the name goes, wherever the person belonged; votes in secret polls
 * that are still open stay counted, and from now on belong to nobody.
 */
export async function forgetMarks(db: Kysely<DB>, userId: string): Promise<void> {
	for (const communityId of await communitiesEver(db, userId))
		await db.deleteFrom('unnamedQuestion').where('mark', 'in', questionMarks(communityId, userId)).execute();
	const polls = await db
		.selectFrom('ballot as b')
		.innerJoin('membership as m', 'm.communityId', 'b.communityId')
		.select('b.threadId')
		.distinct()
		.where('m.userId', '=', userId)
		.where('b.mark', 'is not', null)
		.execute();
	for (const { threadId } of polls)
		await db
			.updateTable('ballot')
			.set({ mark: null })
			.where('threadId', '=', threadId)
			.where('mark', '=', ballotMark(threadId, userId))
			.execute();
}

/** Ids of the communities in which somebody is or was. */
async function communitiesEver(db: Kysely<DB>, userId: string): Promise<string[]> {
	const rows = await db
		.selectFrom('membership')
		.select('communityId')
		.distinct()
		.where('userId', '=', userId)
		.execute();
	return rows.map(({ communityId }) => communityId);
}
