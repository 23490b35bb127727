import { createHash, type Hash } from 'node:crypto';
import * as z from 'zod';

/** Says what an archive is, before everything else in it. */
export const description = z.object({
	/** Of the archive itself. */
	format: z.literal(1),
	/** Of the product. */
	version: z.string(),
	/** The newest one that the database has seen. */
	migration: z.string(),
	postgres: z.string(),
	/** System and processor, such as `linux-x64`. */
	machine: z.string(),
	/** When it was begun. */
	at: z.coerce.date(),
	/** About how many bytes it takes unpacked. */
	bytes: z.number(),
});
export type Description = z.infer<typeof description>;

/** Says that an archive is whole, after everything else in it. */
export const ending = z.object({ entries: z.int(), sha256: z.string() });

export const descriptionName = 'backup.json';
export const endingName = 'end.json';

export type Entry = { name: string; type: 'file' | 'directory'; bytes: number; mode: number };

/** One digest over all entries in their order: names, sizes and contents. */
export class Seal {
	private readonly hash: Hash = createHash('sha256');
	private entries = 0;

	begin({ name, type, bytes }: Entry): void {
		this.entries += 1;
		this.hash.update(JSON.stringify([name, type, bytes]));
	}

	async *through(content: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
		for await (const chunk of content) {
			this.hash.update(chunk);
			yield chunk;
		}
	}

	close(): z.infer<typeof ending> {
		return { entries: this.entries, sha256: this.hash.digest('hex') };
	}
}

/** What a tar's entry yields, which its types do not say. */
export async function* bytesOf(entry: AsyncIterable<unknown>): AsyncIterable<Uint8Array> {
	for await (const chunk of entry) if (chunk instanceof Uint8Array) yield chunk;
}
