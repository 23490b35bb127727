import { randomBytes } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import * as z from 'zod';
import { tokenDigest } from '#identity/server/viewers.ts';
import { audit } from '#platform/server/audit.ts';
import { here } from '#platform/server/here.ts';
import { limit } from '#platform/server/rate-limit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { addDays } from '#platform/time.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import type { Locale } from '#platform/viewer.ts';
import { assertMayManage } from '#community/server/certification.ts';
import { mailInvitation } from '#community/server/invitation-mails.ts';
import { communityGround, ground } from '#community/server/standing.ts';

/** Days for which an invitation holds (house rule). */
const invitationDays = 14;
/** Invitations that one person may send in an hour. */
const mostInAnHour = 60;

const email = z.email().trim().toLowerCase().max(200);
const letter = {
	email,
	locale: z.enum(['de', 'en']).default('de').describe('The language of the mail'),
	words: z.string().trim().max(1000).default('').describe('Own words, above the link'),
};

/** What one may become by an invitation; offices of a cohort are given by its organisers. */
export const invitedRoles = ['member', 'manager', 'observer'] as const;

/** An administrator invites somebody who has no account yet. */
export const inviteToInstance = verb({
	name: 'inviteToInstance',
	method: 'post',
	path: '/admin/invitations',
	summary: 'Invite somebody to the instance by address',
	scope: 'administration:write',
	who: ['administrator'],
	at: here,
	status: 201,
	input: z.object(letter),
	output: z.object({ invitationId: z.uuid() }),
	async run(scene, input) {
		const known = await personWith(scene.trx, input.email);
		if (known) refuse('invitation_has_account', { field: 'email' });
		return { invitationId: await invite(scene, { ...input, communityId: null, role: 'member' }) };
	},
});

/**
 * Whoever looks after a community invites by address. Into a cohort nobody comes but by application, so that an
 * invitation there is to listen only; managers are made by managers and organisers.
 */
export const inviteToCommunity = verb({
	name: 'inviteToCommunity',
	method: 'post',
	path: '/communities/{communityId}/invitations',
	summary: 'Invite somebody to a community by address',
	scope: 'community:write',
	who: ['manager', 'companion', 'organiser'],
	at: communityGround,
	status: 201,
	input: z.object({ communityId: z.uuid(), ...letter, role: z.enum(invitedRoles).default('member') }),
	output: z.object({ invitationId: z.uuid() }),
	async run(scene, input) {
		const { trx, roles } = scene;
		const community = await openCommunity(trx, input.communityId);
		if (community.kind === 'cohort' && input.role !== 'observer')
			refuse('invitation_cohort_by_application', { field: 'role' });
		if (input.role === 'manager' && !roles.has('manager') && !roles.has('organiser'))
			refuse('forbidden', { status: 403, field: 'role' });
		if (await belongs(trx, input.communityId, input.email)) refuse('invitation_belongs', { field: 'email' });
		if (input.role === 'manager') await refuseUncertified(scene, community, input.email);
		return { invitationId: await invite(scene, input) };
	},
});

const invitationGround = ground('invitationId', (db, id) =>
	db
		.selectFrom('invitation as i')
		.leftJoin('community as c', 'c.id', 'i.communityId')
		.leftJoin('cohort as k', 'k.communityId', 'c.id')
		.select(['c.organisationId', 'i.communityId', 'k.id as cohortId'])
		.where('i.id', '=', id)
		.where('i.applicationId', 'is', null)
		.executeTakeFirst(),
);
const inviters = ['manager', 'companion', 'organiser', 'administrator'] as const;

/** The link in the mail leads nowhere from then on. */
export const withdrawInvitation = verb({
	name: 'withdrawInvitation',
	method: 'delete',
	path: '/invitations/{invitationId}',
	summary: 'Withdraw an invitation that was not taken up',
	scope: 'community:write',
	who: inviters,
	at: invitationGround,
	input: z.object({ invitationId: z.uuid() }),
	output: z.object({ withdrawn: z.literal(true) }),
	async run(scene, { invitationId }) {
		const invitation = await lockOpen(scene, invitationId);
		await scene.trx.updateTable('invitation').set({ revokedAt: scene.now }).where('id', '=', invitation.id).execute();
		await audit(scene.trx, {
			action: 'invitation_withdrawn',
			actorId: signedIn(scene).userId,
			subjectId: invitationId,
			cohortId: scene.place.cohortId,
		});
		return { withdrawn: true as const };
	},
});

/** A new link for another 14 days; the one sent before ends. */
export const sendInvitationAgain = verb({
	name: 'sendInvitationAgain',
	method: 'post',
	path: '/invitations/{invitationId}/send',
	summary: 'Send an invitation again, with a new link',
	scope: 'community:write',
	who: inviters,
	at: invitationGround,
	status: 202,
	input: z.object({ invitationId: z.uuid() }),
	output: z.object({ sent: z.literal(true) }),
	async run(scene, { invitationId }) {
		const { trx, now } = scene;
		const viewer = signedIn(scene);
		await limit(`invite:${viewer.userId}`, mostInAnHour, 3600);
		const invitation = await lockOpen(scene, invitationId);
		const community = invitation.communityId ? await openCommunity(trx, invitation.communityId) : null;
		const token = newToken();
		const until = addDays(now, invitationDays, 'Europe/Berlin');
		await trx
			.updateTable('invitation')
			.set({ digest: tokenDigest(token), expiresAt: until, invitedBy: viewer.userId })
			.where('id', '=', invitationId)
			.execute();
		await mailInvitation(trx, {
			email: invitation.email,
			locale: invitation.locale === 'en' ? 'en' : 'de',
			words: invitation.words,
			by: viewer.name,
			community: community?.name ?? null,
			token,
			until,
			userId: (await personWith(trx, invitation.email)) ?? null,
			at: now,
		});
		return { sent: true as const };
	},
});

/** Whoever has no account has no certificate either. */
export async function refuseUncertified(
	{ trx, now }: Pick<Scene, 'trx' | 'now'>,
	community: { certificateRequiredAt: Date | null },
	address: string,
): Promise<void> {
	if (!community.certificateRequiredAt) return;
	const userId = await personWith(trx, address);
	if (!userId) return refuse('manager_not_certified', { field: 'email', values: { name: address } });
	await assertMayManage(trx, community, { userId, name: address }, { at: now, field: 'email' });
}

/** A secret for a link: 192 random bits; only its digest is stored. */
const newToken = (): string => randomBytes(24).toString('base64url');

export type Asked = { email: string; locale: Locale; words: string; communityId: string | null; role: string };

export async function invite(scene: Scene, asked: Asked): Promise<string> {
	const viewer = signedIn(scene);
	await limit(`invite:${viewer.userId}`, mostInAnHour, 3600);
	const invitationId = await writeInvitation(scene, asked, viewer);
	return invitationId ?? refuse('invitation_open_already', { field: 'email' });
}

/** Writes the invitation and mails its link; null where one is on its way already. */
export async function writeInvitation(
	{ trx, now, place }: Pick<Scene, 'trx' | 'now' | 'place'>,
	asked: Asked,
	by: { userId: string; name: string },
): Promise<string | null> {
	await endExpired(trx, asked, now);
	const token = newToken();
	const until = addDays(now, invitationDays, 'Europe/Berlin');
	const made = await trx
		.insertInto('invitation')
		.values({ ...asked, digest: tokenDigest(token), invitedBy: by.userId, createdAt: now, expiresAt: until })
		.onConflict((c) => c.doNothing())
		.returning('id')
		.executeTakeFirst();
	if (!made) return null;
	const community = asked.communityId ? await openCommunity(trx, asked.communityId) : null;
	const userId = (await personWith(trx, asked.email)) ?? null;
	await mailInvitation(trx, {
		...asked,
		by: by.name,
		community: community?.name ?? null,
		token,
		until,
		userId,
		at: now,
	});
	await audit(trx, {
		action: 'invited',
		actorId: by.userId,
		subjectId: made.id,
		cohortId: place.cohortId,
		detail: { communityId: asked.communityId, role: asked.role },
	});
	return made.id;
}

/** One that was never taken up does not stand in the way of the next. */
async function endExpired(trx: Transaction<DB>, asked: Asked, now: Date): Promise<void> {
	await trx
		.updateTable('invitation')
		.set({ revokedAt: now })
		.where('email', '=', asked.email)
		.where(sql<boolean>`community_id is not distinct from ${asked.communityId}`)
		.where('applicationId', 'is', null)
		.where('usedAt', 'is', null)
		.where('revokedAt', 'is', null)
		.where('expiresAt', '<=', now)
		.execute();
}

async function lockOpen({ trx }: Scene, invitationId: string) {
	const invitation = await trx
		.selectFrom('invitation')
		.selectAll()
		.where('id', '=', invitationId)
		.forUpdate()
		.executeTakeFirst();
	if (!invitation) throw notFound();
	if (invitation.usedAt || invitation.revokedAt) refuse('invitation_settled');
	return invitation;
}

async function openCommunity(trx: Transaction<DB>, communityId: string) {
	const community = await trx
		.selectFrom('community')
		.select(['name', 'kind', 'archivedAt', 'certificateRequiredAt'])
		.where('id', '=', communityId)
		.executeTakeFirstOrThrow();
	if (community.archivedAt) refuse('invitation_community_archived');
	return community;
}

export async function personWith(trx: Transaction<DB>, address: string): Promise<string | undefined> {
	const person = await trx
		.selectFrom('user')
		.select('id')
		.where('email', '=', address)
		.where('erasedAt', 'is', null)
		.executeTakeFirst();
	return person?.id;
}

export async function belongs(trx: Transaction<DB>, communityId: string, address: string): Promise<boolean> {
	const membership = await trx
		.selectFrom('membership as m')
		.innerJoin('user as u', 'u.id', 'm.userId')
		.select('m.id')
		.where('m.communityId', '=', communityId)
		.where('m.endedAt', 'is', null)
		.where('u.email', '=', address)
		.executeTakeFirst();
	return membership !== undefined;
}
