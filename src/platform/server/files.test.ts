import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { fileHeaders, isUnchanged, tidyFileName } from '#platform/server/files-headers.ts';
import { diskStore } from '#platform/server/files-disk.ts';
import { s3Store } from '#platform/server/files-s3.ts';
import { startObjectStorage } from '../../../tests/object-storage.ts';

const folder = mkdtempSync(join(tmpdir(), 'files-'));
const storage = await startObjectStorage();
afterAll(async () => {
	await storage.stop();
	rmSync(folder, { recursive: true });
});

const within = (place: string) =>
	readdirSync(place, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => entry.name);
const stream = (...parts: (string | Uint8Array)[]) => Readable.from(parts.map((part) => Buffer.from(part)));

/** `arriving`: the folder through which contents come; `contents`: the names of all that is kept, arriving or stored. */
const stores = [
	{
		place: 'on disk',
		store: diskStore(join(folder, 'disk')),
		arriving: join(folder, 'disk/incoming'),
		contents: () => within(join(folder, 'disk')),
	},
	{
		place: 'in an object storage',
		store: s3Store(storage.bucket, join(folder, 'arriving')),
		arriving: join(folder, 'arriving'),
		contents: () => [...storage.objects(), ...within(join(folder, 'arriving'))],
	},
];

describe.each(stores)('the store of files $place', ({ store, arriving, contents }) => {
	test('gives back what it was given, to the byte', async () => {
		const content = randomBytes(300_000);
		const { digest, bytes } = await store.put(stream(content.subarray(0, 1000), content.subarray(1000)), 1_000_000);
		expect(digest).toBe(createHash('sha256').update(content).digest('hex'));
		expect(bytes).toBe(300_000);
		expect(await store.stat(digest)).toEqual({ digest, bytes });
		expect(Buffer.compare(await store.read(digest), content)).toBe(0);
		const streamed = await new Response(await store.open(digest)).arrayBuffer();
		expect(Buffer.compare(Buffer.from(streamed), content)).toBe(0);
	});

	test('keeps equal contents once, also when they arrive at the same time', async () => {
		const before = contents().length;
		const puts = await Promise.all(Array.from({ length: 20 }, () => store.put(stream('gleich'), 100)));
		expect(new Set(puts.map((stored) => stored.digest)).size).toBe(1);
		expect(contents()).toHaveLength(before + 1);
	});

	test('stops reading an upload at its limit and leaves nothing of it', async () => {
		const before = contents().length;
		let sent = 0;
		async function* endless() {
			for (;;) {
				sent += 1000;
				yield Buffer.alloc(1000);
			}
		}
		await expect(store.put(endless(), 10_000)).rejects.toMatchObject({ code: 'file_too_large', status: 413 });
		expect(sent).toBeLessThan(20_000);
		expect(contents()).toHaveLength(before);
	});

	test('leaves nothing of an upload that breaks off, or that is empty', async () => {
		const before = contents().length;
		async function* broken() {
			yield Buffer.from('Anfang');
			throw new Error('connection lost');
		}
		await expect(store.put(broken(), 100)).rejects.toThrow('connection lost');
		await expect(store.put(stream(), 100)).rejects.toMatchObject({ code: 'file_empty' });
		expect(contents()).toHaveLength(before);
	});

	test('deletes, also twice, and says that it has nothing', async () => {
		const { digest } = await store.put(stream('vergänglich'), 100);
		await store.delete(digest);
		await store.delete(digest);
		expect(await store.stat(digest)).toBeNull();
		await expect(store.open(digest)).rejects.toThrow();
		await expect(store.read(digest)).rejects.toThrow();
	});

	test('knows nothing outside its folder', async () => {
		await expect(store.read('../../../etc/passwd')).rejects.toThrow('not a digest');
		await expect(store.delete(`${'a'.repeat(62)}/..`)).rejects.toThrow('not a digest');
	});

	test('sweeps what a killed server left of old uploads, and only that', async () => {
		writeFileSync(join(arriving, 'old'), 'x');
		writeFileSync(join(arriving, 'fresh'), 'x');
		utimesSync(join(arriving, 'old'), new Date('2026-01-01'), new Date('2026-01-01'));
		await store.sweep(new Date('2026-02-01'));
		expect(readdirSync(arriving)).toEqual(['fresh']);
	});
});

describe('an object storage', () => {
	const inBucket = s3Store(storage.bucket, join(folder, 'arriving'));

	test('that refuses the keys is not asked again, and says why', async () => {
		const store = s3Store({ ...storage.bucket, secretAccessKey: 'wrong' }, join(folder, 'arriving'));
		await expect(store.put(stream('x'), 100)).rejects.toThrow('answered 403 SignatureDoesNotMatch to PUT');
	});

	test('that fails for a moment is asked again', async () => {
		const { digest } = await inBucket.put(stream('bleibt'), 100);
		storage.fail(2);
		expect(await inBucket.stat(digest)).toEqual({ digest, bytes: 6 });
		storage.fail(3);
		await expect(inBucket.stat(digest)).rejects.toThrow('answered 503');
	});

	test('keeps what was put there again since somebody looked', async () => {
		const { digest } = await inBucket.put(stream('frisch'), 100);
		expect(await inBucket.discard(digest, new Date(Date.now() - 3_600_000))).toBe(false);
		expect(await inBucket.discard(digest, new Date(Date.now() + 5000))).toBe(true);
		expect(await inBucket.stat(digest)).toBeNull();
	});
});

describe('a file on its way to a browser', () => {
	const report = {
		name: 'Bericht.pdf',
		mediaType: 'application/pdf',
		bytes: 12,
		digest: 'a'.repeat(64),
		inlinePicture: false,
	};

	test('is a download that is neither run nor guessed', () => {
		for (const mediaType of [
			'text/html',
			'image/svg+xml',
			'application/pdf',
			'application/xhtml+xml',
			'text/javascript',
		]) {
			const headers = fileHeaders({ ...report, mediaType, name: 'x' });
			expect(headers['content-disposition']).toMatch(/^attachment;/);
			expect(headers['x-content-type-options']).toBe('nosniff');
			expect(headers['content-security-policy']).toContain('sandbox');
			expect(headers['content-security-policy']).not.toContain('allow-');
		}
	});

	test('is shown only when it is a picture of our own drawing', () => {
		const drawn = { ...report, mediaType: 'image/webp', inlinePicture: true };
		expect(fileHeaders(drawn)['content-disposition']).toMatch(/^inline;/);
		expect(fileHeaders({ ...drawn, inlinePicture: false })['content-disposition']).toMatch(/^attachment;/);
		expect(fileHeaders({ ...drawn, mediaType: 'image/svg+xml' })['content-disposition']).toMatch(/^attachment;/);
	});

	test('keeps its name with umlauts, and cannot add a header', () => {
		const named = (name: string) => fileHeaders({ ...report, name })['content-disposition'];
		expect(named('Größe & Übermaß.pdf')).toBe(
			`attachment; filename="Gro_e & Uberma_.pdf"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%26%20%C3%9Cberma%C3%9F.pdf`,
		);
		expect(named('Plan B.pdf')).toBe('attachment; filename="Plan B.pdf"');
		expect(named('a\r\nset-cookie: b=1".pdf')).not.toMatch(/[\r\n]|"[^;]*".*".*pdf"/);
		const odd = fileHeaders({ ...report, mediaType: 'text/html\r\nx: y' });
		expect(odd['content-type']).toBe('application/octet-stream');
		for (const value of Object.values(odd)) expect(() => new Headers({ x: value })).not.toThrow();
	});

	test('is not sent again to whom has it', () => {
		expect(isUnchanged(`"x", W/"${'a'.repeat(64)}"`, report.digest)).toBe(true);
		expect(isUnchanged(null, report.digest)).toBe(false);
	});
});

describe('the name of a file', () => {
	test('loses folders and what could deceive', () => {
		expect(tidyFileName('../../etc/passwd')).toBe('passwd');
		expect(tidyFileName('C:\\Users\\Jo\\Plan: 2.docx')).toBe('Plan 2.docx');
		expect(tidyFileName('rechnung\u202Efdp.exe')).toBe('rechnungfdp.exe');
		expect(tidyFileName('...')).toBe('file');
		expect(tidyFileName(`${'ä'.repeat(300)}.pdf`)).toMatch(/^ä{116}\.pdf$/);
	});
});
