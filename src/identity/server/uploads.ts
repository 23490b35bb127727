import type { Transaction } from 'kysely';
import * as z from 'zod';
import { Refusal, refuse } from '#platform/refusal.ts';
import { files } from '#platform/server/files.ts';
import { tidyFileName } from '#platform/server/files-headers.ts';
import { here } from '#platform/server/here.ts';
import { redrawPicture } from '#platform/server/pictures.ts';
import { limit } from '#platform/server/rate-limit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';

/** Bytes. */
export const uploadLimit = 10_000_000;
/** A file's content within JSON. */
export const uploadContent = z
	.string()
	.min(1)
	.max(Math.ceil((uploadLimit * 4) / 3) + 8)
	.regex(/^[A-Za-z0-9+/]*={0,2}$/)
	.describe('Base64, at most 10 MB unpacked');

export async function* inOne(bytes: Uint8Array): AsyncIterable<Uint8Array> {
	yield bytes;
}

/** The file of a form's field as the text that verbs take; empty when none was chosen. @throws Refusal `file_too_large` */
export async function uploadOf(
	form: FormData,
	field: string,
): Promise<{ name: string; content: string; mediaType: string }> {
	const file = form.get(field);
	if (!(file instanceof File) || file.size === 0) return { name: '', content: '', mediaType: '' };
	if (file.size > uploadLimit) refuse('file_too_large', { status: 413, field, values: { megabytes: 10 } });
	return {
		name: file.name,
		mediaType: file.type,
		content: Buffer.from(await file.arrayBuffer()).toString('base64'),
	};
}

/**
 * Keeps a file for oneself until it is attached to something others may read.
 * A picture is drawn anew without what it tells about place and camera; anything else is kept as it is, as a download.
 */
export const uploadFile = verb({
	name: 'uploadFile',
	method: 'post',
	path: '/files',
	summary: 'Upload a file, to attach it to a post',
	scope: 'community:write',
	who: ['person'],
	at: here,
	status: 201,
	input: z.object({
		name: z.string().trim().min(1).max(300),
		content: uploadContent,
		mediaType: z.string().max(120).default('application/octet-stream'),
	}),
	output: z.object({ fileId: z.uuid(), name: z.string(), inlinePicture: z.boolean(), bytes: z.int() }),
	async run(scene, { name, content, mediaType }) {
		const { userId } = signedIn(scene);
		await limit(`upload:${userId}`, 60, 3600);
		return keepFile(scene.trx, userId, { name: tidyFileName(name), bytes: Buffer.from(content, 'base64'), mediaType });
	},
});

/** Keeps what somebody sends as a file of that person; `inlinePicture` where it was a picture and was drawn anew. */
export async function keepFile(
	trx: Transaction<DB>,
	ownerId: string,
	upload: { name: string; bytes: Uint8Array; mediaType: string },
): Promise<{ fileId: string; name: string; inlinePicture: boolean; bytes: number }> {
	const picture = await redrawn(upload.bytes);
	const name = picture ? `${upload.name.replace(/\.[a-z0-9]{1,8}$/i, '')}.webp` : upload.name;
	const stored = await files.put(inOne(picture?.bytes ?? upload.bytes), uploadLimit);
	const { id } = await trx
		.insertInto('file')
		.values({
			...stored,
			ownerId,
			name,
			mediaType: picture?.mediaType ?? (upload.mediaType || 'application/octet-stream'),
			inlinePicture: picture !== null,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return { fileId: id, name, inlinePicture: picture !== null, bytes: stored.bytes };
}

/** `null` for whatever is no raster picture. */
async function redrawn(bytes: Uint8Array) {
	try {
		return await redrawPicture(bytes);
	} catch (cause) {
		if (cause instanceof Refusal && cause.code === 'picture_unreadable') return null;
		throw cause;
	}
}

const ids = z.union([z.array(z.uuid()), z.uuid().transform((one) => [one])]);

/** What is known of files one has uploaded oneself, in the order asked for; those that are gone are left out. */
export const ownFiles = verb({
	name: 'ownFiles',
	method: 'get',
	path: '/files',
	summary: 'Names and sizes of files one has uploaded',
	scope: 'community:read',
	who: ['person'],
	at: here,
	input: z.object({ ids: ids.pipe(z.array(z.uuid()).max(40)).default([]) }),
	async run(scene, { ids }) {
		if (ids.length === 0) return { files: [] };
		const found = await scene.trx
			.selectFrom('file')
			.select(['id', 'name', 'bytes', 'inlinePicture as picture'])
			.where('id', 'in', ids)
			.where('ownerId', '=', signedIn(scene).userId)
			.where('removedAt', 'is', null)
			.execute();
		return { files: ids.flatMap((id) => found.find((file) => file.id === id) ?? []) };
	},
});
