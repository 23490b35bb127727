import { createHmac } from 'node:crypto';
import { sql, type Kysely, type Transaction } from 'kysely';
import * as z from 'zod';
import { tokenDigest } from '#identity/server/viewers.ts';
import { markdownToHtml } from '#platform/markdown.ts';
import { audit } from '#platform/server/audit.ts';
import { config } from '#platform/server/config.ts';
import { here } from '#platform/server/here.ts';
import { limit } from '#platform/server/rate-limit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { addDays } from '#platform/time.ts';
import { lockCommunity, refuseCourse } from '#community/server/community-row.ts';
import { comeIn, houseRulesField, wasRemoved } from '#community/server/entering.ts';
import { currentRules } from '#community/server/house-rules.ts';
import { belongs, writeInvitation } from '#community/server/inviting.ts';
import { communityGround } from '#community/server/standing.ts';

/** It follows from the row and the instance's key, so that it can be shown again while only its digest is stored. */
const secretOf = (joinLinkId: string): string =>
	createHmac('sha256', config.secret).update(`join ${joinLinkId}`).digest('base64url');

/** The community's link, while it leads in; `address` is null when the instance got a new key since. */
export async function linkOf(trx: Kysely<DB>, communityId: string, now: Date) {
	const link = await trx
		.selectFrom('joinLink')
		.select(['id', 'digest', 'expiresAt'])
		.where('communityId', '=', communityId)
		.where('endedAt', 'is', null)
		.where('expiresAt', '>', now)
		.executeTakeFirst();
	if (!link) return null;
	const secret = secretOf(link.id);
	const known = tokenDigest(secret).equals(link.digest);
	return { address: known ? `${config.publicUrl}/join/${secret}` : null, expiresAt: link.expiresAt };
}

/** Also the way to a new link: the one before ends at once. */
export const makeJoinLink = verb({
	name: 'makeJoinLink',
	method: 'post',
	path: '/communities/{communityId}/link',
	summary: 'Make a link by which several people may join; an earlier one ends',
	scope: 'community:write',
	who: ['manager'],
	at: communityGround,
	status: 201,
	// a kept answer would hold the secret; a second link ends the first
	traceless: true,
	input: z.object({ communityId: z.uuid(), days: z.coerce.number().int().min(1).max(90).default(30) }),
	output: z.object({ address: z.string() }),
	async run(scene, { communityId, days }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		refuseCourse(scene.place);
		const { timeZone } = await lockCommunity(trx, communityId);
		await endLinks(trx, communityId, now);
		const { id } = await trx.selectNoFrom(sql<string>`uuidv7()`.as('id')).executeTakeFirstOrThrow();
		const secret = secretOf(id);
		await trx
			.insertInto('joinLink')
			.values({
				id,
				communityId,
				digest: tokenDigest(secret),
				madeBy: userId,
				createdAt: now,
				expiresAt: addDays(now, days, timeZone),
			})
			.execute();
		await audit(trx, { action: 'join_link_made', actorId: userId, subjectId: id, detail: { communityId } });
		return { address: `${config.publicUrl}/join/${secret}` };
	},
});

export const endJoinLink = verb({
	name: 'endJoinLink',
	method: 'delete',
	path: '/communities/{communityId}/link',
	summary: 'End the link by which people join',
	scope: 'community:write',
	who: ['manager'],
	at: communityGround,
	input: z.object({ communityId: z.uuid() }),
	output: z.object({ ended: z.literal(true) }),
	async run({ trx, now, viewer }, { communityId }) {
		await endLinks(trx, communityId, now);
		await audit(trx, { action: 'join_link_ended', actorId: viewer?.userId ?? null, subjectId: communityId });
		return { ended: true as const };
	},
});

const endLinks = (trx: Transaction<DB>, communityId: string, at: Date) =>
	trx
		.updateTable('joinLink')
		.set({ endedAt: at })
		.where('communityId', '=', communityId)
		.where('endedAt', 'is', null)
		.execute();

const secret = z.string().min(1).max(200);

/** What the link leads to, for whoever has it. */
export const joinLinkPage = verb({
	name: 'joinLinkPage',
	method: 'get',
	path: '/join-links/{secret}',
	summary: 'The community that a link leads into',
	scope: 'community:read',
	who: ['anyone'],
	at: here,
	rate: { most: 60, seconds: 60 },
	input: z.object({ secret }),
	async run({ trx, now, viewer }, input) {
		const link = await linkWith(trx, input.secret, now);
		const rules = await currentRules(trx, link.communityId);
		return {
			secret: input.secret,
			over: link.over,
			community: { id: link.communityId, name: link.name, purpose: link.purpose },
			by: link.by,
			inside: viewer ? await belongs(trx, link.communityId, viewer.email) : false,
			rules:
				rules && !link.over ? { version: rules.version, html: markdownToHtml(rules.body, { headingsBelow: 2 }) } : null,
		};
	},
});

async function linkWith(trx: Transaction<DB>, secret: string, now: Date) {
	const link = await trx
		.selectFrom('joinLink as l')
		.innerJoin('community as c', 'c.id', 'l.communityId')
		.innerJoin('user as u', 'u.id', 'l.madeBy')
		.select(['l.communityId', 'l.madeBy', 'l.expiresAt', 'l.endedAt', 'c.name', 'c.purpose', 'c.archivedAt'])
		.select(['u.name as by'])
		.where('l.digest', '=', tokenDigest(secret))
		.executeTakeFirst();
	if (!link) throw notFound();
	return { ...link, over: link.endedAt !== null || link.expiresAt <= now || link.archivedAt !== null };
}

export const followJoinLink = verb({
	name: 'followJoinLink',
	method: 'post',
	path: '/join-links/{secret}/membership',
	summary: 'Join the community that a link leads into',
	scope: 'community:write',
	who: ['person'],
	at: here,
	status: 201,
	input: z.object({ secret, houseRules: houseRulesField }),
	output: z.object({ communityId: z.uuid() }),
	async run(scene, input) {
		const { userId } = signedIn(scene);
		const { communityId, over } = await linkWith(scene.trx, input.secret, scene.now);
		if (over) refuse('join_link_over');
		await lockCommunity(scene.trx, communityId);
		if (await wasRemoved(scene, communityId, userId)) refuse('joining_after_removal', { status: 403 });
		await comeIn(scene, { communityId, userId, houseRules: input.houseRules });
		return { communityId };
	},
});

/**
 * Whoever has no account yet proves the address by an invitation that is mailed to it. The answer is the same whether
 * or not the address belongs to somebody.
 */
export const askByJoinLink = verb({
	name: 'askByJoinLink',
	method: 'post',
	path: '/join-links/{secret}/invitations',
	summary: 'Have an invitation mailed to one’s address',
	scope: 'community:write',
	who: ['anyone'],
	at: here,
	status: 202,
	rate: { most: 20, seconds: 600 },
	input: z.object({ secret, email: z.email().trim().toLowerCase().max(200) }),
	output: z.object({ sent: z.literal(true) }),
	async run(scene, input) {
		const link = await linkWith(scene.trx, input.secret, scene.now);
		if (link.over) refuse('join_link_over');
		await limit(`join-link:${input.email}`, 3, 3600);
		const { communityId } = link;
		if (!(await belongs(scene.trx, communityId, input.email)))
			await writeInvitation(
				scene,
				{ email: input.email, locale: scene.locale, words: '', communityId, role: 'member' },
				{ userId: link.madeBy, name: link.by },
			);
		return { sent: true as const };
	},
});
