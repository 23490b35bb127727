import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import {
	descriptionName,
	endingName,
	Seal,
	type Description,
	type Entry,
} from '#platform/server/backup/archive-form.ts';

/** An archive that is being written: a compressed tar, which is in its place only once it is whole and on the disk. */
export class NewArchive {
	private readonly seal = new Seal();
	private readonly tar = pack();
	private readonly target: string;
	private readonly half: string;
	private readonly written: Promise<void>;

	constructor(target: string) {
		this.target = target;
		this.half = `${target}.half`;
		const file = createWriteStream(this.half, { mode: 0o600, flush: true });
		this.written = pipeline(this.tar, createGzip({ level: 3 }), file);
		this.written.catch(() => {});
	}

	describe(what: Description): Promise<void> {
		return this.addText(descriptionName, JSON.stringify(what));
	}

	addText(name: string, text: string): Promise<void> {
		return this.add(...textEntry(name, text));
	}

	async add(entry: Entry, content: AsyncIterable<Uint8Array>): Promise<void> {
		this.seal.begin(entry);
		await this.write(entry, this.seal.through(content));
	}

	async end(): Promise<void> {
		await this.write(...textEntry(endingName, JSON.stringify(this.seal.close())));
		this.tar.finalize();
		await this.written;
		await rename(this.half, this.target);
	}

	private async write({ name, type, bytes: size, mode }: Entry, content: AsyncIterable<Uint8Array>): Promise<void> {
		try {
			await Promise.race([pipeline(content, this.tar.entry({ name, type, size, mode })), this.written]);
		} catch (cause) {
			// when it was the disk that took no more, only the end of the line says so
			await this.written;
			throw cause;
		}
	}

	async abandon(): Promise<void> {
		this.tar.destroy();
		await this.written.catch(() => {});
		await rm(this.half, { force: true });
	}
}

function textEntry(name: string, text: string): [Entry, AsyncIterable<Uint8Array>] {
	const content = Buffer.from(text);
	return [{ name, type: 'file', bytes: content.length, mode: 0o600 }, Readable.from([content])];
}
