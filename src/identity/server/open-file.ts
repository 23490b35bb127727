import { sql, type Kysely } from 'kysely';
import * as z from 'zod';
import { baseRoles } from '#platform/server/here.ts';
import { fileHeaders } from '#platform/server/files-headers.ts';
import { files } from '#platform/server/files.ts';
import type { DB } from '#platform/server/schema.ts';
import { verb, type Ground, type Place } from '#platform/server/verb.ts';
import type { Viewer } from '#platform/viewer.ts';
import { withShared } from '#identity/server/grounds.ts';

/** `portrait`: it is its owner's picture now. `communityId`: that of a post it is attached to and that can be read. */
type FilePlace = Place & { portrait: boolean };

async function findFile(db: Kysely<DB>, id: string): Promise<FilePlace | null> {
	const { rows } = await sql<{ ownerId: string | null; portrait: boolean; communityId: string | null }>`
		select f.owner_id as "ownerId", exists(select from "user" u where u.picture_file_id = f.id) as portrait,
			(select p.community_id from post_file a join post p on p.id = a.post_id join thread t on t.id = p.thread_id
				where a.file_id = f.id and p.hidden_at is null and p.deleted_at is null and t.deleted_at is null
				limit 1) as "communityId"
		from file f where f.id = ${id} and f.removed_at is null`.execute(db);
	const [found] = rows;
	if (!found) return null;
	const { ownerId, portrait, communityId } = found;
	return { organisationId: null, communityId, cohortId: null, owners: ownerId ? [ownerId] : [], portrait };
}

/**
 * To its owner; a portrait to those who share a community with that person, and to administrators, who find people by
 * it; an attachment to the community's members for as long as its post can be read.
 */
const fileGround: Ground = {
	param: 'fileId',
	find: findFile,
	async roles(db, viewer, _now, place) {
		const roles = baseRoles(viewer, place);
		const portrait = 'portrait' in place && place.portrait === true;
		if (portrait) await withShared(db, viewer, roles, place.owners[0]);
		else roles.delete('administrator');
		if (await isMember(db, viewer, place.communityId)) roles.add('member');
		return roles;
	},
};

async function isMember(db: Kysely<DB>, viewer: Viewer | null, communityId: string | null): Promise<boolean> {
	if (!viewer || !communityId) return false;
	const membership = await db
		.selectFrom('membership')
		.select('id')
		.where('communityId', '=', communityId)
		.where('userId', '=', viewer.userId)
		.where('endedAt', 'is', null)
		.executeTakeFirst();
	return membership !== undefined;
}

export const openFile = verb({
	name: 'openFile',
	method: 'get',
	path: '/files/{fileId}',
	summary: 'A file: one’s own, the picture of somebody one shares a community with, or what is attached to a post',
	scope: 'community:read',
	who: ['owner', 'member', 'observer', 'former', 'organiser', 'administrator'],
	at: fileGround,
	input: z.object({ fileId: z.uuid() }),
	async run({ trx }, { fileId }) {
		const file = await trx.selectFrom('file').selectAll().where('id', '=', fileId).executeTakeFirstOrThrow();
		return new Response(await files.open(file.digest), { headers: fileHeaders(file) });
	},
});
