import * as z from 'zod';
import { ground } from '#community/server/standing.ts';
import { knownTo } from '#identity/server/grounds.ts';
import { notFound } from '#platform/refusal.ts';
import { announce } from '#platform/server/live.ts';
import { here } from '#platform/server/here.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import type { Values } from '#notifications/server/happening.ts';
import { sentenceOf } from '#notifications/words.ts';

/** Belongs to whoever is told. */
const notificationGround = ground('notificationId', async (db, id) => {
	const found = await db.selectFrom('notification').select('userId').where('id', '=', id).executeTakeFirst();
	return found && { organisationId: null, communityId: null, owners: [found.userId] };
});

const perPage = 30;

/** Newest first; `before` is the id of the last one seen, for the next page. */
export const newsPage = verb({
	name: 'newsPage',
	method: 'get',
	path: '/news',
	summary: 'What has happened that concerns oneself',
	scope: 'notifications:read',
	who: ['person'],
	at: here,
	input: z.object({ before: z.uuid().optional() }),
	paged: 'before',
	async run(scene, { before }) {
		const { userId, timeZone } = signedIn(scene);
		const { trx, locale } = scene;
		let query = trx
			.selectFrom('notification as n')
			.leftJoin('activity as a', 'a.id', 'n.activityId')
			.leftJoin('user as u', 'u.id', 'a.actorId')
			.leftJoin('community as c', 'c.id', 'n.communityId')
			.select(['n.id', 'n.kind', 'n.href', 'n.values', 'n.at', 'n.readAt', 'c.name as community'])
			.select(['u.id as actorId', 'u.name as actor', 'u.pictureFileId'])
			.where('n.userId', '=', userId);
		if (before) {
			const last = await trx
				.selectFrom('notification')
				.select(['at', 'id'])
				.where('id', '=', before)
				.where('userId', '=', userId)
				.executeTakeFirst();
			if (!last) throw notFound();
			query = query.where((e) => e(e.refTuple('n.at', 'n.id'), '<', e.tuple(last.at, last.id)));
		}
		const rows = await query
			.orderBy('n.at', 'desc')
			.orderBy('n.id', 'desc')
			.limit(perPage + 1)
			.execute();
		const reader = { locale, timeZone };
		const shown = rows.slice(0, perPage);
		const { unread } = await trx
			.selectFrom('notification')
			.select((e) => e.fn.countAll<number>().as('unread'))
			.where('userId', '=', userId)
			.where('readAt', 'is', null)
			.executeTakeFirstOrThrow();
		const known = await knownTo(trx, userId, [...new Set(shown.flatMap(({ actorId }) => actorId ?? []))]);
		return {
			unread,
			next: rows.length > perPage ? (shown.at(-1)?.id ?? null) : null,
			news: shown.map(({ values, actorId, actor, pictureFileId, ...row }) => ({
				...row,
				sentence: sentenceOf(row.kind, valuesOf(values), reader),
				person:
					actorId && actorId !== userId
						? { name: actor ?? '', picture: pictureFileId && known.has(actorId) ? `/files/${pictureFileId}` : null }
						: null,
			})),
		};
	},
});

function valuesOf(stored: unknown): Values {
	return typeof stored === 'object' && stored !== null ? { ...stored } : {};
}

/** Opening a piece of news marks it read and says where it leads. */
export const openNews = verb({
	name: 'openNews',
	method: 'post',
	path: '/news/{notificationId}/read',
	summary: 'Mark a piece of news as read and learn where it leads',
	scope: 'notifications:write',
	who: ['owner'],
	at: notificationGround,
	input: z.object({ notificationId: z.uuid() }),
	output: z.object({ href: z.string() }),
	async run(scene, { notificationId }) {
		const { trx } = scene;
		const { userId } = signedIn(scene);
		const { href } = await trx
			.selectFrom('notification')
			.select('href')
			.where('id', '=', notificationId)
			.executeTakeFirstOrThrow();
		await trx
			.updateTable('notification')
			.set({ readAt: scene.now })
			.where('id', '=', notificationId)
			.where('readAt', 'is', null)
			.execute();
		await announce(trx, `user:${userId}`);
		return { href };
	},
});

export const markNewsRead = verb({
	name: 'markNewsRead',
	method: 'post',
	path: '/news/read',
	summary: 'Mark all news as read',
	scope: 'notifications:write',
	who: ['person'],
	at: here,
	input: z.object({ upTo: z.coerce.date().optional().describe('What came later stays unread') }),
	output: z.object({ read: z.int() }),
	async run(scene, { upTo }) {
		const { userId } = signedIn(scene);
		const marked = await scene.trx
			.updateTable('notification')
			.set({ readAt: scene.now })
			.where('userId', '=', userId)
			.where('readAt', 'is', null)
			.$if(upTo !== undefined, (q) => q.where('at', '<=', upTo ?? scene.now))
			.executeTakeFirst();
		await announce(scene.trx, `user:${userId}`);
		return { read: Number(marked.numUpdatedRows) };
	},
});
