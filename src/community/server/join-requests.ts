import { sql } from 'kysely';
import * as z from 'zod';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import { packed, packedKey, pageOf } from '#platform/server/list-pages.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { lockCommunity } from '#community/server/community-row.ts';
import { assertFindable, houseRulesField, wasRemoved } from '#community/server/entering.ts';
import { acceptRules, enter, rolesIn, rulesOnEntry } from '#community/server/memberships.ts';
import { communityGround } from '#community/server/standing.ts';

/** Days for which a declined request stands before one may ask again. */
const restDays = 7;

export const askToJoin = verb({
	name: 'askToJoin',
	method: 'post',
	path: '/communities/{communityId}/requests',
	summary: 'Ask to be taken into a community; its managers decide',
	scope: 'community:write',
	who: ['person'],
	at: communityGround,
	status: 201,
	input: z.object({
		communityId: z.uuid(),
		words: z.string().trim().max(1000).default('').describe('What the managers should know'),
		houseRules: houseRulesField,
	}),
	output: z.object({ requestId: z.uuid() }),
	async run(scene, { communityId, words, houseRules }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const { entry } = await assertFindable(scene, communityId);
		if ((await rolesIn(trx, communityId, userId)).length > 0) refuse('joined_already');
		if (entry === 'open' && !(await wasRemoved(scene, communityId, userId))) refuse('joining_is_open');
		const declined = await trx
			.selectFrom('joinRequest')
			.select('id')
			.where('communityId', '=', communityId)
			.where('userId', '=', userId)
			.where('granted', '=', false)
			.where('decidedAt', '>', new Date(now.getTime() - restDays * 86_400_000))
			.executeTakeFirst();
		if (declined) refuse('request_declined_lately', { values: { days: restDays } });
		const houseRulesId = await rulesOnEntry(trx, communityId, houseRules);
		const asked = await trx
			.insertInto('joinRequest')
			.values({ communityId, userId, words, houseRulesId, askedAt: now })
			.onConflict((c) => c.doNothing())
			.returning('id')
			.executeTakeFirst();
		if (!asked) return refuse('request_open_already');
		await record(trx, { kind: 'joining_asked', actorId: userId, communityId, subjectId: asked.id, at: now });
		return { requestId: asked.id };
	},
});

export const withdrawJoinRequest = verb({
	name: 'withdrawJoinRequest',
	method: 'delete',
	path: '/communities/{communityId}/requests',
	summary: 'Take back one’s own request to join',
	scope: 'community:write',
	who: ['person'],
	at: communityGround,
	input: z.object({ communityId: z.uuid() }),
	output: z.object({ withdrawn: z.literal(true) }),
	async run(scene, { communityId }) {
		const { userId } = signedIn(scene);
		const withdrawn = await scene.trx
			.updateTable('joinRequest')
			.set({ withdrawnAt: scene.now })
			.where('communityId', '=', communityId)
			.where('userId', '=', userId)
			.where('decidedAt', 'is', null)
			.where('withdrawnAt', 'is', null)
			.returning('id')
			.executeTakeFirst();
		if (!withdrawn) throw notFound();
		return { withdrawn: true as const };
	},
});

const pageSize = 40;

export const joinRequests = verb({
	name: 'joinRequests',
	method: 'get',
	path: '/communities/{communityId}/requests',
	summary: 'Who asks to be taken in, the first who asked first',
	scope: 'community:read',
	who: ['manager'],
	at: communityGround,
	input: z.object({
		communityId: z.uuid(),
		after: packedKey(z.tuple([z.iso.datetime(), z.uuid()]))
			.optional()
			.describe('Key of the last request of the page before'),
	}),
	paged: 'after',
	async run({ trx }, { communityId, after }) {
		const askedAt = sql<Date>`date_trunc('milliseconds', q.asked_at)`;
		const open = trx
			.selectFrom('joinRequest as q')
			.where('q.communityId', '=', communityId)
			.where('q.decidedAt', 'is', null)
			.where('q.withdrawnAt', 'is', null);
		const { count } = await open.select((e) => e.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
		const found = await open
			.innerJoin('user as u', 'u.id', 'q.userId')
			.select([
				'q.id as requestId',
				'q.words',
				'q.askedAt',
				'u.id as userId',
				'u.name',
				'u.employer',
				'u.pictureFileId',
			])
			.select((e) =>
				e
					.exists(
						e
							.selectFrom('membership as m')
							.select('m.id')
							.whereRef('m.communityId', '=', 'q.communityId')
							.whereRef('m.userId', '=', 'q.userId')
							.where('m.endReason', 'is not', null),
					)
					.as('removedOnce'),
			)
			.$if(after !== undefined, (q) =>
				q.where(sql<boolean>`(${askedAt}, q.id) > (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
			)
			.orderBy(askedAt)
			.orderBy('q.id')
			.limit(pageSize + 1)
			.execute();
		const { page: requests, next } = pageOf(found, pageSize, (last) => packed(last.askedAt, last.requestId));
		return {
			count: Number(count),
			next,
			requests: requests.map(({ pictureFileId, removedOnce, ...row }) => ({
				...row,
				picture: pictureFileId ? `/files/${pictureFileId}` : null,
				removedOnce: Boolean(removedOnce),
			})),
		};
	},
});

export const decideJoinRequest = verb({
	name: 'decideJoinRequest',
	method: 'post',
	path: '/communities/{communityId}/requests/{requestId}/decision',
	summary: 'Take somebody in who asked, or decline with a reason',
	scope: 'community:write',
	who: ['manager'],
	at: communityGround,
	input: z.object({
		communityId: z.uuid(),
		requestId: z.uuid(),
		granted: z.union([z.boolean(), z.stringbool()]),
		reason: z.string().trim().max(1000).default(''),
	}),
	output: z.object({ granted: z.boolean() }),
	async run(scene, { communityId, requestId, granted, reason }) {
		const { trx, now } = scene;
		const by = signedIn(scene).userId;
		await lockCommunity(trx, communityId);
		const request = await trx
			.selectFrom('joinRequest')
			.selectAll()
			.where('id', '=', requestId)
			.where('communityId', '=', communityId)
			.forUpdate()
			.executeTakeFirst();
		if (!request) throw notFound();
		if (request.decidedAt || request.withdrawnAt) refuse('request_settled');
		if (!granted && reason.length < 10) refuse('request_reason', { status: 422, field: 'reason' });
		await trx
			.updateTable('joinRequest')
			.set({ decidedAt: now, decidedBy: by, granted, reason })
			.where('id', '=', requestId)
			.execute();
		const { userId } = request;
		if (granted) {
			await acceptRules(trx, request.houseRulesId, { userId, at: request.askedAt });
			await enter(trx, { communityId, userId, role: 'member', by, at: now });
		}
		const detail = { communityId, granted };
		await audit(trx, { action: 'join_request_decided', actorId: by, subjectId: userId, detail });
		const data = { userId, granted };
		await record(trx, { kind: 'joining_decided', actorId: by, communityId, subjectId: requestId, data, at: now });
		return { granted };
	},
});
