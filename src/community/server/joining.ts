import type { Selectable, Transaction } from 'kysely';
import * as z from 'zod';
import { password } from '#identity/server/account.ts';
import { createPerson } from '#identity/server/people.ts';
import { tokenDigest } from '#identity/server/viewers.ts';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import { markdownToHtml } from '#platform/markdown.ts';
import { here } from '#platform/server/here.ts';
import type { DB, Invitation } from '#platform/server/schema.ts';
import { verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { assertMayManage } from '#community/server/certification.ts';
import { houseRulesField } from '#community/server/entering.ts';
import { currentRules } from '#community/server/house-rules.ts';
import { acceptRules, enter, rulesOnEntry } from '#community/server/memberships.ts';

const token = z.string().min(1).max(200);
type Row = Selectable<Invitation>;

/** What an invitation is to, for whoever holds its link. */
export const invitationPage = verb({
	name: 'invitationPage',
	method: 'get',
	path: '/invitations/by-token',
	summary: 'The invitation that a mailed link leads to',
	scope: 'community:read',
	who: ['anyone'],
	at: here,
	input: z.object({ token }),
	async run({ trx, now, viewer }, input) {
		const invitation = await withToken(trx, input.token);
		const community = await communityOf(trx, invitation);
		const account = await trx.selectFrom('user').select('id').where('email', '=', invitation.email).executeTakeFirst();
		const inviter = invitation.invitedBy
			? await trx.selectFrom('user').select('name').where('id', '=', invitation.invitedBy).executeTakeFirst()
			: undefined;
		const rules = community ? await currentRules(trx, community.id) : undefined;
		return {
			token: input.token,
			rules: rules ? { version: rules.version, html: markdownToHtml(rules.body, { headingsBelow: 2 }) } : null,
			state: invitation.usedAt
				? ('used' as const)
				: isOver(invitation, community, now)
					? ('over' as const)
					: ('open' as const),
			email: invitation.email,
			role: invitation.role,
			words: invitation.words,
			expiresAt: invitation.expiresAt,
			by: inviter?.name ?? '',
			community: community && { id: community.id, name: community.name, purpose: community.purpose },
			hasAccount: account !== undefined,
			/** Signed in as the one who is invited, as somebody else, or not at all. */
			viewer: !viewer
				? null
				: viewer.email.toLowerCase() === invitation.email
					? ('invited' as const)
					: ('other' as const),
		};
	},
});

/**
 * With a new account and its password, or signed in with the invited address: the link proves the address, and nobody
 * else can come by it. Whoever accepts twice in a hurry is in once.
 */
export const acceptInvitation = verb({
	name: 'acceptInvitation',
	method: 'post',
	path: '/invitations/acceptance',
	summary: 'Take up an invitation',
	scope: 'community:write',
	who: ['anyone'],
	at: here,
	status: 201,
	input: z.object({
		token,
		name: z.string().trim().min(2).max(120).optional(),
		password: password.optional(),
		houseRules: houseRulesField,
	}),
	output: z.object({ userId: z.uuid(), communityId: z.uuid().nullable() }),
	async run(scene, input) {
		const { trx, now, viewer } = scene;
		const invitation = await withToken(trx, input.token, 'lock');
		const community = await communityOf(trx, invitation);
		if (invitation.usedAt && viewer?.userId === invitation.usedBy)
			return { userId: viewer.userId, communityId: invitation.communityId };
		if (invitation.usedAt) refuse('invitation_taken_up');
		if (isOver(invitation, community, now)) refuse('invitation_over');
		const houseRulesId = community ? await rulesOnEntry(trx, community.id, input.houseRules) : null;
		const userId = await personFor(scene, invitation, input);
		await acceptRules(trx, houseRulesId, { userId, at: now });
		await trx.updateTable('invitation').set({ usedAt: now, usedBy: userId }).where('id', '=', invitation.id).execute();
		if (community) await join(trx, community, invitation, { userId, at: now });
		await audit(trx, { action: 'invitation_taken_up', actorId: userId, subjectId: invitation.id });
		return { userId, communityId: community?.id ?? null };
	},
});

async function withToken(trx: Transaction<DB>, secret: string, lock?: 'lock'): Promise<Row> {
	let found = trx
		.selectFrom('invitation')
		.selectAll()
		.where('digest', '=', tokenDigest(secret))
		.where('applicationId', 'is', null);
	if (lock) found = found.forUpdate();
	const invitation = await found.executeTakeFirst();
	if (!invitation) throw notFound();
	return invitation;
}

type Community = {
	id: string;
	name: string;
	purpose: string;
	archivedAt: Date | null;
	certificateRequiredAt: Date | null;
};

async function communityOf(trx: Transaction<DB>, { communityId }: Row): Promise<Community | null> {
	if (!communityId) return null;
	return trx
		.selectFrom('community')
		.select(['id', 'name', 'purpose', 'archivedAt', 'certificateRequiredAt'])
		.where('id', '=', communityId)
		.executeTakeFirstOrThrow();
}

const isOver = (invitation: Row, community: Community | null, now: Date): boolean =>
	invitation.revokedAt !== null || invitation.expiresAt <= now || (community !== null && community.archivedAt !== null);

async function personFor(
	{ trx, viewer }: Scene,
	{ email, locale }: Row,
	input: { name?: string | undefined; password?: string | undefined },
): Promise<string> {
	if (viewer && viewer.email.toLowerCase() !== email)
		refuse('invitation_other_address', { status: 403, values: { email } });
	if (viewer) return viewer.userId;
	const existing = await trx.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst();
	if (existing) refuse('invitation_sign_in', { status: 401, field: 'password' });
	if (input.name === undefined) return refuse('invitation_name', { status: 422, field: 'name' });
	if (input.password === undefined) return refuse('invitation_password', { status: 422, field: 'password' });
	return createPerson(trx, {
		name: input.name,
		email,
		locale: locale === 'en' ? 'en' : 'de',
		password: input.password,
	});
}

async function join(
	trx: Transaction<DB>,
	community: Community,
	{ role, invitedBy, email }: Row,
	{ userId, at }: { userId: string; at: Date },
): Promise<void> {
	if (role === 'manager') await assertMayManage(trx, community, { userId, name: email }, { at, field: 'token' });
	await enter(trx, { communityId: community.id, userId, role, by: invitedBy, at });
	await record(trx, {
		kind: 'joined_by_invitation',
		actorId: userId,
		communityId: community.id,
		subjectId: userId,
		data: { invitedBy },
		at,
	});
}
