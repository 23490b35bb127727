import { createHash } from 'node:crypto';
import { CannotStart } from '#platform/server/cannot-start.ts';
import { config } from '#platform/server/config.ts';
import { files } from '#platform/server/files.ts';

/** Writes, finds and deletes a word in the object storage, where there is one. @throws {CannotStart} when it does not let us */
export async function prepareFiles(): Promise<void> {
	if (!config.bucket) return;
	const word = Buffer.from('Allmende was here');
	const digest = createHash('sha256').update(word).digest('hex');
	try {
		await files.put(one(word), word.length);
		if ((await files.stat(digest))?.bytes !== word.length) throw new Error('it has not what it was given');
		await files.delete(digest);
	} catch (cause) {
		const reason = cause instanceof Error ? reasonOf(cause) : String(cause);
		throw new CannotStart(
			`The object storage of S3_BUCKET_URL cannot be used (${reason}); check the variables whose names begin with S3_.`,
			{ cause },
		);
	}
}

async function* one(bytes: Uint8Array): AsyncIterable<Uint8Array> {
	yield bytes;
}

/** Node says no more than “fetch failed”, and keeps why. */
const reasonOf = (cause: Error): string => (cause.cause instanceof Error ? cause.cause.message : cause.message);
