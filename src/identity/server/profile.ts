import { sql, type Transaction } from 'kysely';
import * as z from 'zod';
import { isTimeZone } from '#platform/time.ts';
import { files } from '#platform/server/files.ts';
import { here } from '#platform/server/here.ts';
import { drawAvatar } from '#platform/server/pictures.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { personGround } from '#identity/server/grounds.ts';
import { inOne, uploadContent, uploadLimit } from '#identity/server/uploads.ts';

export const myProfile = verb({
	name: 'myProfile',
	method: 'get',
	path: '/me',
	summary: 'One’s own profile',
	scope: 'identity:read',
	who: ['person'],
	at: here,
	input: z.object({}),
	async run(scene) {
		const { pictureFileId, ...profile } = await scene.trx
			.selectFrom('user')
			.select(['id as userId', 'name', 'email', 'employer', 'bio', 'skills', 'timeZone', 'locale', 'theme'])
			.select('pictureFileId')
			.where('id', '=', signedIn(scene).userId)
			.executeTakeFirstOrThrow();
		return { ...profile, picture: pictureFileId ? `/files/${pictureFileId}` : null };
	},
});

/** Skills come as a list, or as one line with commas. */
const skills = z
	.union([z.array(z.string()), z.string().transform((line) => line.split(','))])
	.transform((list) => [...new Set(list.map((skill) => skill.trim()).filter(Boolean))])
	.pipe(z.array(z.string().max(40)).max(12));

export const updateProfile = verb({
	name: 'updateProfile',
	method: 'patch',
	path: '/me',
	summary: 'Change one’s own profile',
	scope: 'identity:write',
	who: ['person'],
	at: here,
	input: z.object({
		name: z.string().trim().min(2).max(120).optional(),
		employer: z.string().trim().max(120).optional(),
		bio: z.string().trim().max(600).optional(),
		skills: skills.optional().describe('A list, or one line with commas; at most twelve'),
		timeZone: z.string().max(60).refine(isTimeZone).optional().describe('IANA name, such as Europe/Berlin'),
		locale: z.enum(['de', 'en']).optional(),
		theme: z.enum(['system', 'light', 'dark']).optional(),
	}),
	output: z.object({ locale: z.enum(['de', 'en']), theme: z.enum(['system', 'light', 'dark']) }),
	async run(scene, input) {
		const { userId } = signedIn(scene);
		const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
		const { locale, theme } = await scene.trx
			.updateTable('user')
			.set({ ...given, updatedAt: new Date() })
			.where('id', '=', userId)
			.returning(['locale', 'theme'])
			.executeTakeFirstOrThrow();
		return {
			locale: locale === 'en' ? ('en' as const) : ('de' as const),
			theme: theme === 'light' || theme === 'dark' ? theme : ('system' as const),
		};
	},
});

/** Cuts the picture to a face and draws it anew, so that neither place nor camera is in it. */
export const setPicture = verb({
	name: 'setPicture',
	method: 'put',
	path: '/me/picture',
	summary: 'Set one’s own picture: JPEG, PNG, WebP, GIF, AVIF or HEIC',
	scope: 'identity:write',
	who: ['person'],
	at: here,
	input: z.object({ content: uploadContent }),
	output: z.object({ picture: z.string() }),
	async run(scene, { content }) {
		const { userId } = signedIn(scene);
		const drawn = await drawAvatar(Buffer.from(content, 'base64'));
		const stored = await files.put(inOne(drawn.bytes), uploadLimit);
		const { id } = await scene.trx
			.insertInto('file')
			.values({ ...stored, ownerId: userId, name: 'picture.webp', mediaType: drawn.mediaType, inlinePicture: true })
			.returning('id')
			.executeTakeFirstOrThrow();
		await replacePicture(scene.trx, userId, id);
		return { picture: `/files/${id}` };
	},
});

export const removePicture = verb({
	name: 'removePicture',
	method: 'delete',
	path: '/me/picture',
	summary: 'Take one’s own picture away',
	scope: 'identity:write',
	who: ['person'],
	at: here,
	input: z.object({}),
	output: z.object({ picture: z.null() }),
	async run(scene) {
		await replacePicture(scene.trx, signedIn(scene).userId, null);
		return { picture: null };
	},
});

async function replacePicture(trx: Transaction<DB>, userId: string, fileId: string | null): Promise<void> {
	const { pictureFileId } = await trx
		.selectFrom('user')
		.select('pictureFileId')
		.where('id', '=', userId)
		.forUpdate()
		.executeTakeFirstOrThrow();
	await trx
		.updateTable('user')
		.set({ pictureFileId: fileId, updatedAt: new Date() })
		.where('id', '=', userId)
		.execute();
	if (pictureFileId)
		await trx.updateTable('file').set({ removedAt: new Date() }).where('id', '=', pictureFileId).execute();
}

/** What people who share a community may know of each other; never an address. */
export const personPage = verb({
	name: 'personPage',
	method: 'get',
	path: '/people/{userId}',
	summary: 'A person one shares a community with',
	scope: 'identity:read',
	who: ['owner', 'member', 'observer', 'former', 'organiser', 'administrator'],
	at: personGround,
	input: z.object({ userId: z.uuid() }),
	async run(scene, { userId }) {
		const viewer = signedIn(scene);
		const { pictureFileId, ...person } = await scene.trx
			.selectFrom('user')
			.select(['id as userId', 'name', 'employer', 'bio', 'skills', 'pictureFileId'])
			.where('id', '=', userId)
			.executeTakeFirstOrThrow();
		const { rows: communities } = await sql<{ id: string; name: string }>`
			select distinct c.id, c.name from community c
			join membership mine on mine.community_id = c.id and mine.user_id = ${viewer.userId} and mine.ended_at is null
			join membership theirs on theirs.community_id = c.id and theirs.user_id = ${userId} and theirs.ended_at is null
			order by c.name`.execute(scene.trx);
		return {
			...person,
			picture: pictureFileId ? `/files/${pictureFileId}` : null,
			communities,
			own: viewer.userId === userId,
		};
	},
});
