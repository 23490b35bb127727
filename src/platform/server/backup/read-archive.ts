import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import {
	bytesOf,
	description,
	descriptionName,
	ending,
	endingName,
	Seal,
	type Description,
	type Entry,
} from '#platform/server/backup/archive-form.ts';
import { CannotStart, codeOf } from '#platform/server/cannot-start.ts';

type Content = AsyncIterable<Uint8Array>;
export type ReadArchive = {
	description: Description;
	/** To be read in their order, each before the next. They end without a fault only if the archive is whole. */
	entries: AsyncIterableIterator<Entry & { content: Content }>;
};

/** @throws {CannotStart} for what is no backup, and while its entries are read for one that is damaged */
export async function readArchive(file: string): Promise<ReadArchive> {
	await access(file, constants.R_OK).catch((cause: unknown) => {
		throw new CannotStart(`The backup ${file} cannot be read (${codeOf(cause)}).`, { cause });
	});
	const entries = sealed(file);
	try {
		const first = await entries.next();
		if (!first.done && first.value.name === descriptionName)
			return { description: description.parse(await jsonOf(first.value.content)), entries };
	} catch (cause) {
		throw new CannotStart(`${file} is no backup of Allmende, or one that is damaged from its beginning.`, { cause });
	}
	throw new CannotStart(`${file} is no backup of Allmende.`);
}

async function* sealed(file: string): ReadArchive['entries'] {
	const seal = new Seal();
	for await (const { header, content } of tarEntries(file)) {
		if (header.name === endingName) {
			const said = ending.safeParse(await jsonOf(content).catch(() => null));
			const found = seal.close();
			if (said.data?.entries === found.entries && said.data.sha256 === found.sha256) return;
			throw damaged(file, 'it does not hold what was written');
		}
		const { name, size: bytes = 0, mode = 0o600 } = header;
		const entry: Entry = { name, type: header.type === 'directory' ? 'directory' : 'file', bytes, mode };
		seal.begin(entry);
		yield { ...entry, content: seal.through(content) };
	}
	throw damaged(file, 'its end is missing');
}

/** What keeps them from being read is said to be damage, whether it comes between two entries or within one. */
async function* tarEntries(file: string): AsyncGenerator<{ header: Header; content: Content }> {
	const tar = extract();
	pipeline(createReadStream(file), createGunzip(), tar).catch(() => {});
	async function* watched<Part>(parts: AsyncIterable<Part>): AsyncGenerator<Part> {
		try {
			yield* parts;
		} catch (cause) {
			throw damaged(file, cause instanceof Error ? cause.message : String(cause), cause);
		}
	}
	for await (const entry of watched(tar)) yield { header: entry.header, content: watched(bytesOf(entry)) };
}

const jsonOf = async (content: Content): Promise<unknown> => JSON.parse((await buffer(content)).toString());

const damaged = (file: string, reason: string, cause?: unknown): CannotStart =>
	new CannotStart(`The backup ${file} is damaged (${reason}); use another one.`, { cause });
