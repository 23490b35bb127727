import type { Transaction } from 'kysely';
import * as z from 'zod';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { assertMayManage } from '#community/server/certification.ts';
import { lockCommunity, refuseCourse } from '#community/server/community-row.ts';
import { becomes, endMembership, refuseLastManager, rolesIn } from '#community/server/memberships.ts';
import { communityGround } from '#community/server/standing.ts';

export const memberRoles = ['member', 'manager', 'companion', 'observer'] as const;

export const changeMemberRole = verb({
	name: 'changeMemberRole',
	method: 'put',
	path: '/communities/{communityId}/people/{userId}/role',
	summary: 'Make somebody a member, manager, companion or observer; the role before is ended',
	scope: 'community:write',
	who: ['manager'],
	at: communityGround,
	input: z.object({ communityId: z.uuid(), userId: z.uuid(), role: z.enum(memberRoles) }),
	output: z.object({ role: z.enum(memberRoles) }),
	async run(scene, { communityId, userId, role }) {
		const { trx, now } = scene;
		const by = signedIn(scene).userId;
		refuseCourse(scene.place);
		const community = await lockCommunity(trx, communityId);
		const { name, roles } = await personOf(trx, communityId, userId);
		if (roles.length === 1 && roles[0] === role) return { role };
		if (roles.includes('manager') && userId !== by) refuse('managers_by_executives', { status: 403 });
		if (role === 'manager') await assertMayManage(trx, community, { userId, name }, { at: now, field: 'role' });
		else await refuseLastManager(trx, communityId, userId);
		await becomes(trx, { communityId, userId, role, by, at: now });
		await noteRole(trx, { communityId, userId, from: roles.includes('manager') ? 'manager' : null, role, by, at: now });
		return { role };
	},
});

type NewRole = {
	communityId: string;
	userId: string;
	/** What they led as before; null where they did not. */
	from: 'manager' | null;
	role: string;
	by: string;
	at: Date;
};

/** Puts a new role on record: in the log, and for the person. */
export async function noteRole(
	trx: Transaction<DB>,
	{ communityId, userId, from, role, by, at }: NewRole,
): Promise<void> {
	await audit(trx, { action: 'role_given', actorId: by, subjectId: userId, detail: { communityId, role } });
	const change = { actorId: by, communityId, subjectId: userId, data: { role }, at };
	if (role === 'manager') await record(trx, { kind: 'manager_named', ...change });
	else if (from === 'manager') await record(trx, { kind: 'manager_ended', ...change });
	else await record(trx, { kind: 'role_changed', ...change });
}

async function personOf(trx: Transaction<DB>, communityId: string, userId: string) {
	const person = await trx.selectFrom('user').select('name').where('id', '=', userId).executeTakeFirst();
	const roles = await rolesIn(trx, communityId, userId);
	if (!person || roles.length === 0) throw notFound();
	return { name: person.name, roles };
}

export const removeMember = verb({
	name: 'removeMember',
	method: 'post',
	path: '/communities/{communityId}/people/{userId}/removal',
	summary: 'Remove somebody from a community for a reason, which they are told',
	scope: 'community:write',
	who: ['manager'],
	at: communityGround,
	input: z.object({ communityId: z.uuid(), userId: z.uuid(), reason: z.string().trim().min(10).max(1000) }),
	output: z.object({ removed: z.literal(true) }),
	async run(scene, { communityId, userId, reason }) {
		const { trx, now } = scene;
		const by = signedIn(scene).userId;
		refuseCourse(scene.place);
		await lockCommunity(trx, communityId);
		const { roles } = await personOf(trx, communityId, userId);
		if (userId === by) refuse('removing_oneself');
		if (roles.includes('manager')) refuse('managers_by_executives', { status: 403 });
		await endMembership(trx, { communityId, userId, by, reason, at: now });
		await audit(trx, { action: 'member_removed', actorId: by, subjectId: userId, detail: { communityId, reason } });
		await record(trx, {
			kind: 'member_removed',
			actorId: by,
			communityId,
			subjectId: userId,
			at: now,
		});
		return { removed: true as const };
	},
});

/** What a manager sees of one person before giving a role or removing them. */
export const memberRecord = verb({
	name: 'memberRecord',
	method: 'get',
	path: '/communities/{communityId}/people/{userId}',
	summary: 'What somebody is and was in a community',
	scope: 'community:read',
	who: ['manager'],
	at: communityGround,
	input: z.object({ communityId: z.uuid(), userId: z.uuid() }),
	async run({ trx, viewer, place }, { communityId, userId }) {
		const person = await trx
			.selectFrom('user')
			.select(['id as userId', 'name', 'employer', 'pictureFileId'])
			.where('id', '=', userId)
			.executeTakeFirst();
		const history = await trx
			.selectFrom('membership as m')
			.leftJoin('user as g', 'g.id', 'm.givenBy')
			.leftJoin('user as e', 'e.id', 'm.endedBy')
			.select(['m.id', 'm.role', 'm.startedAt', 'm.endedAt', 'm.endReason', 'g.name as givenBy', 'e.name as endedBy'])
			.where('m.communityId', '=', communityId)
			.where('m.userId', '=', userId)
			.orderBy('m.startedAt', 'desc')
			.execute();
		if (!person || history.length === 0) throw notFound();
		const { pictureFileId, ...rest } = person;
		const open = history.filter(({ endedAt }) => endedAt === null);
		const manager = open.some(({ role }) => role === 'manager');
		return {
			person: { ...rest, picture: pictureFileId ? `/files/${pictureFileId}` : null },
			history,
			role: memberRoles.find((role) => open.some((held) => held.role === role)) ?? null,
			own: userId === viewer?.userId,
			/** Other managers are named and ended by those who answer for the community. */
			mayChange: place.cohortId === null && open.length > 0 && (!manager || userId === viewer?.userId),
		};
	},
});
