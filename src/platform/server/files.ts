import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { refuse } from '#platform/refusal.ts';
import { config } from '#platform/server/config.ts';

/** A stored content, found again by its digest (SHA-256, hexadecimal); equal contents are stored once. */
export interface StoredFile {
	digest: string;
	bytes: number;
}

/** Where the contents of files are. Names, owners and rights are rows of the table `file`. */
export interface FileStore {
	/**
	 * Stores a content; it is on the disk when this returns.
	 * @throws Refusal `file_too_large` over `limit` bytes, `file_empty`
	 */
	put(content: AsyncIterable<Uint8Array>, limit: number): Promise<StoredFile>;
	/** @throws when there is no such content */
	open(digest: string): Promise<ReadableStream<Uint8Array>>;
	read(digest: string): Promise<Uint8Array>;
	stat(digest: string): Promise<StoredFile | null>;
	/** Deleting twice is no fault. Whoever deletes has made sure that no row refers to the content. */
	delete(digest: string): Promise<void>;
	/** Deletes a content that was written before `instant`; says whether it is gone now. */
	discard(digest: string, instant: Date): Promise<boolean>;
	/** Removes what uploads broken off before `instant` have left. */
	sweep(instant: Date): Promise<void>;
}

/** Keeps contents as files named by their digest below `folder`; a reader never sees half of one. */
export function diskStore(folder: string): FileStore {
	const incoming = join(folder, 'incoming');
	return {
		async put(content, limit) {
			await mkdir(incoming, { recursive: true });
			const arriving = join(incoming, randomUUID());
			try {
				const stored = await write(arriving, content, limit);
				await settle(arriving, pathOf(folder, stored.digest));
				return stored;
			} finally {
				await rm(arriving, { force: true });
			}
		},
		async open(digest) {
			const path = pathOf(folder, digest);
			await stat(path);
			return Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
		},
		async read(digest) {
			const chunks: Uint8Array[] = [];
			for await (const chunk of createReadStream(pathOf(folder, digest))) chunks.push(chunk);
			return Buffer.concat(chunks);
		},
		async stat(digest) {
			const found = await stat(pathOf(folder, digest)).catch(() => null);
			return found && { digest, bytes: found.size };
		},
		async delete(digest) {
			await rm(pathOf(folder, digest), { force: true });
		},
		async discard(digest, instant) {
			const found = await stat(pathOf(folder, digest)).catch(() => null);
			if (found && found.mtime >= instant) return false;
			await rm(pathOf(folder, digest), { force: true });
			return true;
		},
		async sweep(instant) {
			for (const name of await readdir(incoming).catch(() => [])) {
				const left = await stat(join(incoming, name)).catch(() => null);
				if (left && left.mtime < instant) await rm(join(incoming, name), { force: true });
			}
		},
	};
}

/** The store of this instance. */
export const files = diskStore(join(config.dataDir, 'files'));

function pathOf(folder: string, digest: string): string {
	if (!/^[0-9a-f]{64}$/.test(digest)) throw new Error('not a digest');
	return join(folder, digest.slice(0, 2), digest.slice(2));
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

/** The rename is what makes the content be there, and the folder's entry has to reach the disk too. */
async function settle(from: string, to: string): Promise<void> {
	await mkdir(dirname(to), { recursive: true });
	await rename(from, to);
	for (const folder of [dirname(to), dirname(dirname(to))]) await syncFolder(folder);
}

/** Windows cannot open folders, and needs no such step. */
async function syncFolder(folder: string): Promise<void> {
	const handle = await open(folder, 'r').catch(() => null);
	await handle?.sync().catch(() => undefined);
	await handle?.close();
}
