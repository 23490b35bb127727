import { afterAll, expect, test } from 'vitest';
import { startObjectStorage } from '../object-storage.ts';

const storage = await startObjectStorage();
const { url, accessKeyId, secretAccessKey } = storage.bucket;
Object.assign(process.env, {
	S3_BUCKET_URL: url,
	S3_ACCESS_KEY_ID: accessKeyId,
	S3_SECRET_ACCESS_KEY: secretAccessKey,
});
afterAll(() => storage.stop());

// the settings are read when the first module of the product asks for them
const { uploadFile } = await import('#identity/server/uploads.ts');
const { openFile } = await import('#identity/server/open-file.ts');
const { prepareFiles } = await import('#platform/server/files-ready.ts');
const { database } = await import('#platform/server/database.ts');
const { forgetFiles } = await import('#privacy/server/forget-files.ts');
const { does, person } = await import('../cast.ts');

const now = new Date('2026-10-05T08:00:00Z');

test('a start asks whether the object storage does what is needed, and says in one sentence why not', async () => {
	await prepareFiles();
	expect(storage.objects()).toEqual([]);
	storage.fail(100);
	await expect(prepareFiles()).rejects.toThrow(
		/^The object storage of S3_BUCKET_URL cannot be used \(the object storage answered 503 to PUT\); check/,
	);
	storage.fail(0);
});

test('what is uploaded lies in the bucket, is read from there, and goes when nobody refers to it any more', async () => {
	const lea = await person('lea');
	const { fileId } = await does(lea, now, uploadFile, {
		name: 'notizen.txt',
		content: Buffer.from('Was wir besprochen haben').toString('base64'),
	});
	expect(storage.objects()).toHaveLength(1);
	const answer = await does(lea, now, openFile, { fileId });
	expect(await (answer as Response).text()).toBe('Was wir besprochen haben');
	await database.updateTable('file').set({ removedAt: new Date() }).where('id', '=', fileId).execute();
	await forgetFiles();
	expect(storage.objects()).toHaveLength(1);
	// what is younger than an hour may be on its way to a row
	storage.age();
	await forgetFiles();
	expect(storage.objects()).toEqual([]);
	expect(await database.selectFrom('file').select('id').execute()).toEqual([]);
});
