import { sql, type Transaction } from 'kysely';
import * as z from 'zod';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { dateIn } from '#platform/time.ts';
import { assertMayManage } from '#community/server/certification.ts';
import { governed, governors } from '#community/server/governing.ts';
import { invite, personWith, refuseUncertified } from '#community/server/inviting.ts';
import { noteRole } from '#community/server/members.ts';
import { becomes, refuseLastManager, rolesIn } from '#community/server/memberships.ts';
import { enterPhase } from '#community/server/phases.ts';
import { organisationGround } from '#community/server/standing.ts';

const here = { organisationId: z.uuid(), communityId: z.uuid() };

/** Somebody with an account leads at once; anybody else when they take up the invitation. */
export const nameManager = verb({
	name: 'nameManager',
	method: 'post',
	path: '/organisations/{organisationId}/communities/{communityId}/managers',
	summary: 'Name a manager of a community, by address',
	scope: 'community:write',
	who: governors,
	at: organisationGround,
	status: 201,
	input: z.object({ ...here, email: z.email().trim().toLowerCase().max(200) }),
	output: z.object({ leads: z.boolean() }),
	async run(scene, input) {
		const { trx, now } = scene;
		const by = signedIn(scene).userId;
		const community = await governed(trx, input);
		const { communityId } = input;
		if (community.archivedAt) refuse('invitation_community_archived');
		await refuseUncertified(scene, community, input.email);
		const userId = await personWith(trx, input.email);
		if (!userId) {
			const locale = community.language === 'en' ? 'en' : 'de';
			await invite(scene, { communityId, email: input.email, locale, words: '', role: 'manager' });
			return { leads: false };
		}
		if ((await rolesIn(trx, communityId, userId)).includes('manager')) refuse('manager_already', { field: 'email' });
		await becomes(trx, { communityId, userId, role: 'manager', by, at: now });
		await endDeputy(trx, { communityId, userId, by, at: now });
		await noteRole(trx, { communityId, userId, from: null, role: 'manager', by, at: now });
		return { leads: true };
	},
});

/** Whoever led stays in the community as a member. */
export const endManager = verb({
	name: 'endManager',
	method: 'post',
	path: '/organisations/{organisationId}/communities/{communityId}/managers/{userId}/end',
	summary: 'End that somebody leads a community',
	scope: 'community:write',
	who: governors,
	at: organisationGround,
	input: z.object({ ...here, userId: z.uuid() }),
	output: z.object({ ended: z.literal(true) }),
	async run(scene, input) {
		const { trx, now } = scene;
		const by = signedIn(scene).userId;
		await governed(trx, input);
		const { communityId, userId } = input;
		if (!(await rolesIn(trx, communityId, userId)).includes('manager')) throw notFound();
		await refuseLastManager(trx, communityId, userId);
		await becomes(trx, { communityId, userId, role: 'member', by, at: now });
		await noteRole(trx, { communityId, userId, from: 'manager', role: 'member', by, at: now });
		return { ended: true as const };
	},
});

/** One deputy at a time; nobody where `userId` is empty. */
export const nameDeputy = verb({
	name: 'nameDeputy',
	method: 'put',
	path: '/organisations/{organisationId}/communities/{communityId}/deputy',
	summary: 'Name who takes over when a manager is no longer certified',
	scope: 'community:write',
	who: governors,
	at: organisationGround,
	input: z.object({ ...here, userId: z.union([z.literal('').transform(() => null), z.uuid(), z.null()]) }),
	output: z.object({ userId: z.uuid().nullable() }),
	async run(scene, input) {
		const { trx, now } = scene;
		const by = signedIn(scene).userId;
		await governed(trx, input);
		const { communityId, userId } = input;
		if (userId) {
			const roles = await rolesIn(trx, communityId, userId);
			if (!roles.some((role) => role === 'member' || role === 'companion'))
				refuse('deputy_from_inside', { status: 422, field: 'userId' });
		}
		await endDeputy(trx, { communityId, by, at: now });
		if (!userId) return { userId };
		await trx.insertInto('deputy').values({ communityId, userId, namedBy: by, startedAt: now }).execute();
		await audit(trx, { action: 'deputy_named', actorId: by, subjectId: userId, detail: { communityId } });
		await record(trx, { kind: 'deputy_named', actorId: by, communityId, subjectId: userId, at: now });
		return { userId };
	},
});

async function endDeputy(
	trx: Transaction<DB>,
	{ communityId, userId, by, at }: { communityId: string; userId?: string; by: string; at: Date },
): Promise<void> {
	let ending = trx
		.updateTable('deputy')
		.set({ endedAt: at, endedBy: by })
		.where('communityId', '=', communityId)
		.where('endedAt', 'is', null);
	if (userId) ending = ending.where('userId', '=', userId);
	const ended = await ending.returning('userId').executeTakeFirst();
	if (!ended) return;
	await audit(trx, { action: 'deputy_ended', actorId: by, subjectId: ended.userId, detail: { communityId } });
	await record(trx, { kind: 'deputy_ended', actorId: by, communityId, subjectId: ended.userId, at });
}

/** From now on, or no longer. It begins only when everybody who leads fulfils it. */
export const requireCertificate = verb({
	name: 'requireCertificate',
	method: 'put',
	path: '/organisations/{organisationId}/communities/{communityId}/certificate',
	summary: 'Ask for a valid certificate of those who lead a community, or no longer',
	scope: 'community:write',
	who: governors,
	at: organisationGround,
	input: z.object({ ...here, required: z.union([z.boolean(), z.stringbool()]) }),
	output: z.object({ required: z.boolean() }),
	async run(scene, input) {
		const { trx, now } = scene;
		const by = signedIn(scene).userId;
		const community = await governed(trx, input);
		const { communityId, required } = input;
		if (required === (community.certificateRequiredAt !== null)) return { required };
		if (required) {
			const { rows: managers } = await sql<{ userId: string; name: string }>`
				select u.id as "userId", u.name from membership m join "user" u on u.id = m.user_id
				where m.community_id = ${communityId} and m.role = 'manager' and m.ended_at is null order by u.name`.execute(trx);
			for (const manager of managers)
				await assertMayManage(trx, { certificateRequiredAt: now }, manager, { at: now, field: 'required' });
		}
		await trx
			.updateTable('community')
			.set({ certificateRequiredAt: required ? now : null })
			.where('id', '=', communityId)
			.execute();
		const action = required ? 'certificate_required' : 'certificate_no_longer_required';
		await audit(trx, { action, actorId: by, subjectId: communityId, detail: { communityId } });
		await record(trx, {
			kind: required ? 'certificate_required' : 'certificate_no_longer_required',
			actorId: by,
			communityId,
			subjectId: communityId,
			at: now,
		});
		return { required };
	},
});

/** Its people read it on; nothing is written any more. */
export const archiveCommunity = verb({
	name: 'archiveCommunity',
	method: 'post',
	path: '/organisations/{organisationId}/communities/{communityId}/archive',
	summary: 'Close a community; it becomes read-only',
	scope: 'community:write',
	who: governors,
	at: organisationGround,
	input: z.object({ ...here, reason: z.string().trim().min(10).max(2000) }),
	output: z.object({ archived: z.literal(true) }),
	async run(scene, input) {
		const { trx, now } = scene;
		const by = signedIn(scene).userId;
		const { archivedAt, timeZone } = await governed(trx, input);
		const { communityId, reason } = input;
		if (archivedAt) return { archived: true as const };
		await trx.updateTable('community').set({ archivedAt: now }).where('id', '=', communityId).execute();
		await enterPhase(trx, { communityId, phase: 'archived', since: dateIn(timeZone, now), reason, by, at: now });
		await audit(trx, { action: 'community_archived', actorId: by, subjectId: communityId, detail: { communityId } });
		await record(trx, { kind: 'community_archived', actorId: by, communityId, subjectId: communityId, at: now });
		return { archived: true as const };
	},
});

export const reopenCommunity = verb({
	name: 'reopenCommunity',
	method: 'post',
	path: '/organisations/{organisationId}/communities/{communityId}/reopening',
	summary: 'Open a closed community again; it is being renewed',
	scope: 'community:write',
	who: governors,
	at: organisationGround,
	input: z.object({ ...here, reason: z.string().trim().min(10).max(2000) }),
	output: z.object({ archived: z.literal(false) }),
	async run(scene, input) {
		const { trx, now } = scene;
		const by = signedIn(scene).userId;
		const { archivedAt, timeZone } = await governed(trx, input);
		const { communityId, reason } = input;
		if (!archivedAt) return { archived: false as const };
		await trx.updateTable('community').set({ archivedAt: null }).where('id', '=', communityId).execute();
		await enterPhase(trx, { communityId, phase: 'renewal', since: dateIn(timeZone, now), reason, by, at: now });
		await audit(trx, { action: 'community_reopened', actorId: by, subjectId: communityId, detail: { communityId } });
		await record(trx, {
			kind: 'phase_changed',
			actorId: by,
			communityId,
			subjectId: communityId,
			data: { phase: 'renewal' },
			at: now,
		});
		return { archived: false as const };
	},
});
