import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** Of a path within the archive: what it holds, or how it is opened once its turn has come. */
export type ArchiveEntry = { name: string } & (
	{ bytes: Uint8Array } | { open: () => Promise<ReadableStream<Uint8Array>> }
);

/**
 * A ZIP archive as a stream, of any size; at no time more than one of the opened contents is in memory. `at`: the time
 * that all entries carry. What cannot be opened breaks the stream off.
 */
export function archive(entries: readonly ArchiveEntry[], at: Date): Readable {
	const zip = new ZipFile();
	const output = Readable.from(zip.outputStream, { objectMode: false });
	zip.on('error', (cause: Error) => output.destroy(cause));
	for (const entry of entries) {
		if ('bytes' in entry) zip.addBuffer(Buffer.from(entry.bytes), entry.name, { mtime: at });
		else
			zip.addReadStreamLazy(entry.name, { mtime: at }, (opened) => {
				entry.open().then(
					(stream) => opened(null, Readable.from(stream)),
					(cause: unknown) => output.destroy(cause instanceof Error ? cause : new Error(String(cause))),
				);
			});
	}
	zip.end();
	return output;
}
