import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { refuse } from '#platform/refusal.ts';
import type { StoredFile } from '#platform/server/file-store.ts';

/**
 * Writes a content to a file of its own in `folder`, so that its digest is known before it is stored anywhere, and hands
 * it to `store`; afterwards nothing of it is left in `folder`.
 * @throws Refusal `file_too_large` over `limit` bytes, `file_empty`
 */
export async function receive(
	folder: string,
	content: AsyncIterable<Uint8Array>,
	limit: number,
	store: (path: string, file: StoredFile) => Promise<void>,
): Promise<StoredFile> {
	await mkdir(folder, { recursive: true });
	const path = join(folder, randomUUID());
	try {
		const file = await write(path, content, limit);
		await store(path, file);
		return file;
	} finally {
		await rm(path, { force: true });
	}
}

async function write(path: string, content: AsyncIterable<Uint8Array>, limit: number): Promise<StoredFile> {
	const hash = createHash('sha256');
	let bytes = 0;
	const file = await open(path, 'wx', 0o600);
	try {
		for await (const chunk of content) {
			bytes += chunk.byteLength;
			if (bytes > limit)
				refuse('file_too_large', { status: 413, values: { megabytes: Math.floor(limit / 1_000_000) } });
			hash.update(chunk);
			await file.writeFile(chunk);
		}
		await file.sync();
	} finally {
		await file.close();
	}
	if (bytes === 0) refuse('file_empty', { status: 422 });
	return { digest: hash.digest('hex'), bytes };
}

/** Removes what uploads broken off before `instant` have left in `folder`. */
export async function sweepArriving(folder: string, instant: Date): Promise<void> {
	for (const name of await readdir(folder).catch(() => [])) {
		const left = await stat(join(folder, name)).catch(() => null);
		if (left && left.mtime < instant) await rm(join(folder, name), { force: true });
	}
}
