import { sql, type Kysely, type RawBuilder } from 'kysely';
import { meanwhile } from '#platform/server/transaction.ts';
import type { Scene } from '#platform/server/verb.ts';
import { countWords } from '#platform/markdown.ts';
import { refuse } from '#platform/refusal.ts';
import { signedIn } from '#platform/server/verb.ts';
import type { DB } from '#platform/server/schema.ts';
import { keepMentions, resolveMentions } from '#conversation/server/mentions.ts';
import { resolveQuotes } from '#conversation/server/quotes.ts';

/** Whether the current version of the house rules still waits for being accepted by whoever writes; part of a query. */
export function houseRulesWait(scene: Pick<Scene, 'viewer' | 'place'>): RawBuilder<boolean> {
	return sql`exists(
		select from house_rules h
		where h.community_id = ${scene.place.communityId}
			and h.version = (select max(version) from house_rules where community_id = ${scene.place.communityId})
			and not exists(select from house_rules_acceptance a
				where a.house_rules_id = h.id and a.user_id = ${signedIn(scene).userId}))`;
}

/** Whoever writes has accepted the house rules in their current version. */
export async function assertHouseRulesAccepted(scene: Scene): Promise<void> {
	const { rows } = await sql<{ wait: boolean }>`select ${houseRulesWait(scene)} as wait`.execute(scene.trx);
	if (rows[0]?.wait) refuseUntilAccepted();
}

export const refuseUntilAccepted = (): never => refuse('house_rules_first', { status: 403 });

export type NewPost = {
	threadId: string;
	parentId?: string | null;
	/** The post it answers, where that is not the one it hangs below. */
	answersId?: string;
	opening?: boolean;
	body: string;
	fileIds?: readonly string[];
	/** Where the draft was kept that has now been written. */
	draft?: string;
};

/** What a post is known by, and where it stands among all. */
export type Drawn = { postId: string; sequence: number };

/** The columns that draw it; with the thread locked, so that its posts come in the order of their numbers. */
export const drawing = sql`uuidv7() as "postId", nextval('post_sequence') as sequence`;

async function drawPost(trx: Kysely<DB>): Promise<Drawn> {
	const { rows } = await sql<Drawn>`select ${drawing}`.execute(trx);
	const [drawn] = rows;
	if (!drawn) throw new Error('nothing was drawn');
	return drawn;
}

/** A text as it is kept: with its quotes and mentions, and how many words of the author's own it has. */
export type Worded = { body: string; words: number };

export async function worded(
	{ trx, place }: Pick<Scene, 'trx' | 'place'>,
	threadId: string,
	text: string,
): Promise<Worded> {
	const communityId = communityOf(place);
	const quoting = await resolveQuotes(trx, { communityId, threadId }, text);
	const body = await resolveMentions(trx, communityId, quoting);
	return meanwhile(() => ({ body, words: countWords(body) }));
}

const communityOf = ({ communityId }: Scene['place']): string => communityId ?? refuse('not_found', { status: 404 });

/** Writes a post with its mentions and attachments, moves the thread's counters on and drops the draft, in one query. */
export async function writePost(
	scene: Scene,
	post: NewPost,
	ahead?: Drawn & Worded,
): Promise<Drawn & { mentioned: string[] }> {
	const { trx, now, place, along } = scene;
	const { userId } = signedIn(scene);
	const communityId = communityOf(place);
	const { body, words } = ahead ?? (await worded(scene, post.threadId, post.body));
	const { postId, sequence } = ahead ?? (await drawPost(trx));
	along(
		sql`
			with written as (
				insert into post (id, sequence, community_id, thread_id, parent_id, answers_id, opening, author_id, body, words, created_at)
				values (${postId}, ${sequence}, ${communityId}, ${post.threadId}, ${post.parentId ?? null}, ${post.answersId ?? null},
					${post.opening ?? false}, ${userId}, ${body}, ${words}, ${now})
			), dropped as (
				delete from draft where user_id = ${userId} and place = ${post.draft ?? ''}
			)
			update thread set post_count = post_count + 1, last_sequence = ${sequence}, last_post_at = ${now}
			where id = ${post.threadId}`,
	);
	const mentioned = body.includes('@') ? await keepMentions(trx, communityId, postId, body) : [];
	await attach(scene, postId, post.fileIds ?? []);
	return { postId, sequence, mentioned: mentioned.filter((id) => id !== userId) };
}

/** Hangs one's own files at a post, in this order. @throws Refusal `file_unknown` at the field `fileIds` */
export async function attach(scene: Scene, postId: string, fileIds: readonly string[], from = 0): Promise<void> {
	const ids = [...new Set(fileIds)];
	if (ids.length === 0) return;
	const { userId } = signedIn(scene);
	const own = await scene.trx
		.updateTable('file')
		.set({ communityId: scene.place.communityId })
		.where('id', 'in', ids)
		.where('ownerId', '=', userId)
		.where('removedAt', 'is', null)
		.returning('id')
		.execute();
	if (own.length !== ids.length) refuse('file_unknown', { status: 422, field: 'fileIds' });
	await scene.trx
		.insertInto('postFile')
		.values(ids.map((fileId, index) => ({ postId, fileId, position: from + index })))
		.execute();
}

/**
 * Makes a post carry exactly these files: new ones are hung on, those left out are taken away and, where nothing else
 * carries them, removed. Answers whether anything changed.
 */
export async function reattach(scene: Scene, postId: string, fileIds: readonly string[]): Promise<boolean> {
	const { trx } = scene;
	const carried = await trx
		.selectFrom('postFile')
		.select(['fileId', 'position'])
		.where('postId', '=', postId)
		.orderBy('position')
		.execute();
	const gone = carried.map(({ fileId }) => fileId).filter((id) => !fileIds.includes(id));
	const fresh = fileIds.filter((id) => !carried.some(({ fileId }) => fileId === id));
	if (gone.length > 0) {
		await trx.deleteFrom('postFile').where('postId', '=', postId).where('fileId', 'in', gone).execute();
		await trx
			.updateTable('file as f')
			.set({ removedAt: new Date() })
			.where('f.id', 'in', gone)
			.where((e) => e.not(e.exists(e.selectFrom('postFile as p').select('p.postId').whereRef('p.fileId', '=', 'f.id'))))
			.execute();
	}
	await attach(scene, postId, fresh, (carried.at(-1)?.position ?? -1) + 1);
	return gone.length + fresh.length > 0;
}
