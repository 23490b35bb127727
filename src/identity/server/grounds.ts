import { sql, type Kysely } from 'kysely';
import { baseRoles } from '#platform/server/here.ts';
import type { DB } from '#platform/server/schema.ts';
import type { Ground, Place } from '#platform/server/verb.ts';
import type { Role, Viewer } from '#platform/viewer.ts';

const place = (owner: string | null): Place => ({
	organisationId: null,
	communityId: null,
	cohortId: null,
	owners: owner ? [owner] : [],
});

/** What belongs to one person and concerns nobody else. */
export const ownGround = (
	param: string,
	ownerOf: (db: Kysely<DB>, id: string) => Promise<string | undefined>,
): Ground => ({
	param,
	find: async (db, id) => {
		const owner = await ownerOf(db, id);
		return owner ? place(owner) : null;
	},
	roles: async (_db, viewer, _now, found) => baseRoles(viewer, found),
});

/**
 * A person, to those who share a community: `member` while it is open, `former` once it is archived.
 * Nobody else learns that somebody is here.
 */
export const personGround: Ground = {
	...ownGround('userId', async (db, id) => {
		const found = await db
			.selectFrom('user')
			.select('id')
			.where('id', '=', id)
			.where('erasedAt', 'is', null)
			.executeTakeFirst();
		return found?.id;
	}),
	roles: async (db, viewer, _now, found) => withShared(db, viewer, baseRoles(viewer, found), found.owners[0]),
};

export async function withShared(
	db: Kysely<DB>,
	viewer: Viewer | null,
	roles: Set<Role>,
	userId: string | undefined,
): Promise<Set<Role>> {
	if (!viewer || !userId) return roles;
	const { rows } = await sql<{ archived: boolean }>`
		select distinct c.archived_at is not null as archived
		from membership mine join membership theirs on theirs.community_id = mine.community_id
		join community c on c.id = mine.community_id
		where mine.user_id = ${viewer.userId} and mine.ended_at is null
			and theirs.user_id = ${userId} and theirs.ended_at is null`.execute(db);
	for (const { archived } of rows) roles.add(archived ? 'former' : 'member');
	if (await organises(db, viewer.userId, userId)) roles.add('organiser');
	return roles;
}

/** Those among them whom the viewer shares a community with or organises, and whose picture may therefore be shown. */
export async function knownTo(db: Kysely<DB>, viewerId: string, userIds: readonly string[]): Promise<Set<string>> {
	if (userIds.length === 0) return new Set();
	const { rows } = await sql<{ userId: string }>`
		select theirs.user_id as "userId" from membership mine
		join membership theirs on theirs.community_id = mine.community_id
		where mine.user_id = ${viewerId} and mine.ended_at is null
			and theirs.user_id in (${sql.join(userIds)}) and theirs.ended_at is null
		union
		select theirs.user_id from organisation_role o join community c on c.organisation_id = o.organisation_id
		join membership theirs on theirs.community_id = c.id
		where o.user_id = ${viewerId} and o.role = 'organiser' and o.ended_at is null
			and theirs.user_id in (${sql.join(userIds)}) and theirs.ended_at is null`.execute(db);
	return new Set(rows.map(({ userId }) => userId));
}

/** Whether one of them is an organiser of an organisation in one of whose communities the other is. */
async function organises(db: Kysely<DB>, organiserId: string, userId: string): Promise<boolean> {
	const { rows } = await sql`
		select from organisation_role o join community c on c.organisation_id = o.organisation_id
		join membership theirs on theirs.community_id = c.id
		where o.user_id = ${organiserId} and o.role = 'organiser' and o.ended_at is null
			and theirs.user_id = ${userId} and theirs.ended_at is null limit 1`.execute(db);
	return rows.length > 0;
}
