import { sql, type Transaction } from 'kysely';
import * as z from 'zod';
import { here } from '#platform/server/here.ts';
import type { DB } from '#platform/server/schema.ts';
import { verb } from '#platform/server/verb.ts';
import { linkOf } from '#community/server/join-links.ts';
import { communityGround } from '#community/server/standing.ts';

type Open = {
	id: string;
	email: string;
	role: string;
	locale: string;
	by: string;
	createdAt: Date;
	expiresAt: Date;
	expired: boolean;
};

/** The most that a page shows at once; those who invite more wait for answers first. */
const most = 200;

/** What was neither taken up nor withdrawn, the newest first. */
async function openAt(trx: Transaction<DB>, communityId: string | null, now: Date): Promise<Open[]> {
	const { rows } = await sql<Open>`
		select i.id, i.email, i.role, i.locale, coalesce(u.name, '') as by, i.created_at as "createdAt",
			i.expires_at as "expiresAt", i.expires_at <= ${now} as expired
		from invitation i left join "user" u on u.id = i.invited_by
		where i.application_id is null and i.used_at is null and i.revoked_at is null
			and i.community_id is not distinct from ${communityId}::uuid
		order by i.created_at desc, i.id desc limit ${most}`.execute(trx);
	return rows;
}

export const instanceInvitations = verb({
	name: 'instanceInvitations',
	method: 'get',
	path: '/admin/invitations',
	summary: 'Invitations to the instance that are still open',
	scope: 'administration:read',
	who: ['administrator'],
	at: here,
	input: z.object({}),
	async run({ trx, now }) {
		return { invitations: await openAt(trx, null, now) };
	},
});

export const communityInvitations = verb({
	name: 'communityInvitations',
	method: 'get',
	path: '/communities/{communityId}/invitations',
	summary: 'Invitations to a community that are still open, and whom one may invite',
	scope: 'community:read',
	who: ['manager', 'companion', 'organiser'],
	at: communityGround,
	input: z.object({ communityId: z.uuid() }),
	async run({ trx, now, roles }, { communityId }) {
		const community = await trx
			.selectFrom('community')
			.select(['kind', 'language', 'archivedAt'])
			.where('id', '=', communityId)
			.executeTakeFirstOrThrow();
		const mayMakeManagers = roles.has('manager') || roles.has('organiser');
		return {
			invitations: await openAt(trx, communityId, now),
			language: community.language === 'en' ? ('en' as const) : ('de' as const),
			/** Into a cohort nobody comes but by application. */
			roles:
				community.kind === 'cohort'
					? (['observer'] as const)
					: mayMakeManagers
						? (['member', 'manager', 'observer'] as const)
						: (['member', 'observer'] as const),
			archived: community.archivedAt !== null,
			/** For several people at once; managers hand it out. */
			link: roles.has('manager') && community.kind !== 'cohort' ? await linkOf(trx, communityId, now) : null,
			mayLink: roles.has('manager') && community.kind !== 'cohort',
		};
	},
});
