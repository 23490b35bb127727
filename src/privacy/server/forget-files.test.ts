import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { config } from '#platform/server/config.ts';
import { database } from '#platform/server/database.ts';
import { files } from '#platform/server/files.ts';
import { forgetFiles } from '#privacy/server/forget-files.ts';

async function* said(words: string) {
	yield new TextEncoder().encode(words);
}
const kept = async (words: string, removed: boolean) => {
	const stored = await files.put(said(words), 1000);
	const { id } = await database
		.insertInto('file')
		.values({ ...stored, name: 'a.txt', mediaType: 'text/plain', removedAt: removed ? new Date() : null })
		.returning('id')
		.executeTakeFirstOrThrow();
	return { id, digest: stored.digest };
};
const aged = async (digest: string) => {
	const folder = join(config.dataDir, 'files', digest.slice(0, 2));
	expect(await readdir(folder)).toContain(digest.slice(2));
	await utimes(join(folder, digest.slice(2)), 1, 1);
};

test('the content of a removed file goes, unless another file has the same or it was written just now', async () => {
	const [alone, shared, fresh] = [await kept('allein', true), await kept('geteilt', true), await kept('neu', true)];
	const other = await kept('geteilt', false);
	for (const { digest } of [alone, shared]) await aged(digest);
	await forgetFiles();
	expect(await files.stat(alone.digest)).toBeNull();
	expect(await files.stat(shared.digest)).not.toBeNull();
	expect(await files.stat(fresh.digest)).not.toBeNull();
	const rows = await database.selectFrom('file').select('id').execute();
	expect(rows.map(({ id }) => id).toSorted()).toEqual([other.id, fresh.id].toSorted());
	await aged(fresh.digest);
	await forgetFiles();
	expect(await files.stat(fresh.digest)).toBeNull();
});
