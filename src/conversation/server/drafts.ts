import type { Kysely } from 'kysely';
import * as z from 'zod';
import { here } from '#platform/server/here.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import type { DB } from '#platform/server/schema.ts';

const place = z
	.string()
	.min(3)
	.max(200)
	.regex(/^[a-z-]+:[\w:-]+$/);

/** Drafts are kept on the server and are there on all of one’s devices. The latest saving wins. */
export const saveDraft = verb({
	name: 'saveDraft',
	method: 'put',
	path: '/drafts',
	summary: 'Keep a text in the making; an empty one is dropped',
	scope: 'community:write',
	who: ['person'],
	at: here,
	input: z.object({ place, body: z.record(z.string().max(40), z.string().max(40_000)) }),
	async run(scene, input) {
		const { userId } = signedIn(scene);
		const savedAt = new Date();
		if (Object.values(input.body).every((text) => text.trim() === '')) {
			await dropDraft(scene.trx, userId, input.place);
			return { savedAt: null };
		}
		const body = JSON.stringify(input.body);
		await scene.trx
			.insertInto('draft')
			.values({ userId, place: input.place, body, savedAt })
			.onConflict((c) => c.columns(['userId', 'place']).doUpdateSet({ body, savedAt }))
			.execute();
		return { savedAt };
	},
});

export const draft = verb({
	name: 'draft',
	method: 'get',
	path: '/drafts',
	summary: 'One’s own text in the making',
	scope: 'community:read',
	who: ['person'],
	at: here,
	input: z.object({ place }),
	async run(scene, input) {
		const found = await draftOf(scene.trx, signedIn(scene).userId, input.place);
		return found && { ...found, files: await draftFiles(scene, found.body['fileIds']) };
	},
});

export async function draftOf(db: Kysely<DB>, userId: string, place: string) {
	const row = await db
		.selectFrom('draft')
		.select(['body', 'savedAt'])
		.where('userId', '=', userId)
		.where('place', '=', place)
		.executeTakeFirst();
	if (!row) return null;
	const body = z.record(z.string(), z.string()).parse(row.body);
	return { body, savedAt: row.savedAt };
}

export async function dropDraft(db: Kysely<DB>, userId: string, place: string): Promise<void> {
	await db.deleteFrom('draft').where('userId', '=', userId).where('place', '=', place).execute();
}

/** A draft keeps the ids of its attachments as one text with commas; those that are gone are left out. */
export async function draftFiles({ trx, viewer }: Pick<Scene, 'trx' | 'viewer'>, kept: string | undefined) {
	const ids = (kept ?? '').split(',').filter((id) => z.uuid().safeParse(id).success);
	if (ids.length === 0 || !viewer) return [];
	const found = await trx
		.selectFrom('file')
		.select(['id', 'name', 'bytes', 'inlinePicture as picture'])
		.where('id', 'in', ids)
		.where('ownerId', '=', viewer.userId)
		.where('removedAt', 'is', null)
		.execute();
	return ids.flatMap((id) => found.find((file) => file.id === id) ?? []);
}
