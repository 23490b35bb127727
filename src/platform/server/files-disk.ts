import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { placeOf, type FileStore } from '#platform/server/file-store.ts';
import { receive, sweepArriving } from '#platform/server/files-arriving.ts';

/** Keeps contents as files named by their digest below `folder`; a reader never sees half of one. */
export function diskStore(folder: string): FileStore {
	const incoming = join(folder, 'incoming');
	const pathOf = (digest: string) => join(folder, placeOf(digest));
	return {
		put: (content, limit) =>
			receive(incoming, content, limit, (arrived, { digest }) => settle(arrived, pathOf(digest))),
		async open(digest) {
			const path = pathOf(digest);
			await stat(path);
			return Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
		},
		async read(digest) {
			const chunks: Uint8Array[] = [];
			for await (const chunk of createReadStream(pathOf(digest))) chunks.push(chunk);
			return Buffer.concat(chunks);
		},
		async stat(digest) {
			const found = await stat(pathOf(digest)).catch(() => null);
			return found && { digest, bytes: found.size };
		},
		async delete(digest) {
			await rm(pathOf(digest), { force: true });
		},
		async discard(digest, instant) {
			const found = await stat(pathOf(digest)).catch(() => null);
			if (found && found.mtime >= instant) return false;
			await rm(pathOf(digest), { force: true });
			return true;
		},
		sweep: (instant) => sweepArriving(incoming, instant),
	};
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
