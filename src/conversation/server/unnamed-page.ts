import { sql, type Kysely } from 'kysely';
import * as z from 'zod';
import { markdownToHtml } from '#platform/markdown.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { communityGround } from '#community/server/standing.ts';
import { questionMarks } from '#conversation/server/marks.ts';

/** One's own questions are found by marks that only the own person's id leads to; no other query asks for them. */
export const ownUnnamed = verb({
	name: 'ownUnnamed',
	method: 'get',
	path: '/communities/{communityId}/unnamed-questions/mine',
	summary: 'One’s own questions without a name, and what became of them',
	scope: 'community:read',
	who: ['member', 'former'],
	at: communityGround,
	input: z.object({ communityId: z.uuid() }),
	async run(scene, { communityId }) {
		const { trx, roles } = scene;
		const [companions, rows, people] = await Promise.all([
			companionsOf(trx, communityId),
			unnamedOf(trx, communityId, signedIn(scene).userId),
			peopleWhoMayAsk(trx, communityId),
		]);
		const questions = rows.map(({ body, answer, ...row }) => ({
			...row,
			html: markdownToHtml(body),
			answer: answer === null ? null : markdownToHtml(answer),
			fresh: !row.seen && (answer !== null || row.closedAt !== null),
		}));
		return {
			companions,
			/** How many could have asked, for whoever weighs whether they would be guessed. */
			people,
			mayAsk: roles.has('member') && !roles.has('companion') && companions.length > 0,
			questions,
			fresh: questions.filter(({ fresh }) => fresh).length,
		};
	},
});

/** Somebody's own questions in a community, the newest first. */
async function unnamedOf(db: Kysely<DB>, communityId: string, userId: string) {
	return db
		.selectFrom('unnamedQuestion as q')
		.leftJoin('user as a', 'a.id', 'q.answeredBy')
		.select([
			'q.id',
			'q.body',
			'q.mayPublish',
			'q.askedAt',
			'q.answer',
			'a.name as answeredByName',
			'q.answeredAt',
			'q.closedAt',
			'q.closeReason',
			'q.seen',
			'q.threadId',
		])
		.where('q.mark', 'in', questionMarks(communityId, userId))
		.where('q.withdrawnAt', 'is', null)
		.orderBy('q.askedAt', 'desc')
		.orderBy('q.id')
		.execute();
}

/** The names of those whom a question reaches. */
export async function companionsOf(db: Kysely<DB>, communityId: string): Promise<string[]> {
	const rows = await db
		.selectFrom('membership as m')
		.innerJoin('user as u', 'u.id', 'm.userId')
		.select('u.name')
		.where('m.communityId', '=', communityId)
		.where('m.role', '=', 'companion')
		.where('m.endedAt', 'is', null)
		.orderBy('u.name')
		.execute();
	return rows.map(({ name }) => name);
}

async function peopleWhoMayAsk(db: Kysely<DB>, communityId: string): Promise<number> {
	const { rows } = await sql<{ people: number }>`
		select count(distinct user_id)::int as people from membership m
		where community_id = ${communityId} and ended_at is null and role in ('member', 'manager') and not exists(
			select from membership c where c.community_id = m.community_id and c.user_id = m.user_id
				and c.role = 'companion' and c.ended_at is null)`.execute(db);
	return rows[0]?.people ?? 0;
}
