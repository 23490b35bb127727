import * as z from 'zod';
import { record } from '#platform/server/activity.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { mayFind } from '#community/server/belonging.ts';
import { lockCommunity, refuseCourse } from '#community/server/community-row.ts';
import { acceptRules, endMembership, enter, refuseLastManager, rulesOnEntry } from '#community/server/memberships.ts';
import { communityGround } from '#community/server/standing.ts';

/** The house rules that one has read and accepts; a form's empty field stands for none. */
export const houseRulesField = z
	.union([z.literal('').transform(() => undefined), z.coerce.number().int().min(1)])
	.optional()
	.describe('The version of the house rules that one accepts');

export const joinCommunity = verb({
	name: 'joinCommunity',
	method: 'post',
	path: '/communities/{communityId}/membership',
	summary: 'Join a community that is open to one',
	scope: 'community:write',
	who: ['person'],
	at: communityGround,
	status: 201,
	input: z.object({ communityId: z.uuid(), houseRules: houseRulesField }),
	output: z.object({ communityId: z.uuid() }),
	async run(scene, { communityId, houseRules }) {
		const { userId } = signedIn(scene);
		const community = await assertFindable(scene, communityId);
		if (community.entry !== 'open') refuse('joining_by_request', { status: 403 });
		if (await wasRemoved(scene, communityId, userId)) refuse('joining_after_removal', { status: 403 });
		await comeIn(scene, { communityId, userId, houseRules });
		return { communityId };
	},
});

/** Takes somebody in as a member on their own account, with the house rules accepted, and puts it on record once. */
export async function comeIn(
	{ trx, now }: Pick<Scene, 'trx' | 'now'>,
	{ communityId, userId, houseRules }: { communityId: string; userId: string; houseRules: number | undefined },
): Promise<void> {
	await acceptRules(trx, await rulesOnEntry(trx, communityId, houseRules), { userId, at: now });
	if (!(await enter(trx, { communityId, userId, role: 'member', by: userId, at: now }))) return;
	await trx
		.updateTable('joinRequest')
		.set({ withdrawnAt: now })
		.where('communityId', '=', communityId)
		.where('userId', '=', userId)
		.where('decidedAt', 'is', null)
		.where('withdrawnAt', 'is', null)
		.execute();
	await record(trx, { kind: 'member_joined', actorId: userId, communityId, subjectId: userId, at: now });
}

/** Whoever cannot find a community is told that it does not exist. */
export async function assertFindable(scene: Scene, communityId: string) {
	const { userId } = signedIn(scene);
	if (!(await mayFind(scene.trx, userId, communityId))) throw notFound();
	return lockCommunity(scene.trx, communityId);
}

/** Whether the last that somebody was in the community was ended by another. */
export async function wasRemoved({ trx }: Pick<Scene, 'trx'>, communityId: string, userId: string): Promise<boolean> {
	const last = await trx
		.selectFrom('membership')
		.select(['endedBy', 'endedAt'])
		.where('communityId', '=', communityId)
		.where('userId', '=', userId)
		.orderBy('endedAt', (order) => order.desc().nullsFirst())
		.limit(1)
		.executeTakeFirst();
	return last !== undefined && last.endedAt !== null && last.endedBy !== null && last.endedBy !== userId;
}

export const leaveCommunity = verb({
	name: 'leaveCommunity',
	method: 'post',
	path: '/communities/{communityId}/leave',
	summary: 'Leave a community; what one wrote stays',
	scope: 'community:write',
	who: ['member', 'observer'],
	at: communityGround,
	input: z.object({ communityId: z.uuid() }),
	output: z.object({ left: z.literal(true) }),
	async run(scene, { communityId }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		refuseCourse(scene.place);
		await lockCommunity(trx, communityId);
		await refuseLastManager(trx, communityId, userId);
		if (await endMembership(trx, { communityId, userId, by: userId, reason: null, at: now }))
			await record(trx, { kind: 'member_left', actorId: userId, communityId, subjectId: userId, at: now });
		return { left: true as const };
	},
});
