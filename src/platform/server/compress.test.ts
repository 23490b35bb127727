import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compress } from '#platform/server/compress.ts';

const words = 'Eine Allmende gehört allen. '.repeat(100);
const page = (type = 'text/html; charset=utf-8') => new Response(words, { headers: { 'content-type': type } });

test('text is sent compressed the best way that is accepted', async () => {
	const zstd = await compress('gzip, deflate, br, zstd', page());
	expect(zstd.headers.get('content-encoding')).toBe('zstd');
	expect(zstdDecompressSync(await zstd.arrayBuffer()).toString()).toBe(words);
	const gzip = await compress('gzip;q=0.8', page('application/problem+json'));
	expect(gzip.headers.get('content-encoding')).toBe('gzip');
	expect(gunzipSync(await gzip.arrayBuffer()).toString()).toBe(words);
	expect(gzip.headers.get('vary')).toBe('accept-encoding');
});

test('what is known to be short is sent as it is', async () => {
	const short = new Response('{}', { headers: { 'content-type': 'application/json', 'content-length': '2' } });
	expect(await compress('zstd', short)).toBe(short);
	const long = new Response(words, { headers: { 'content-type': 'text/plain', 'content-length': '2800' } });
	const packed = await compress('zstd', long);
	expect(Number(packed.headers.get('content-length'))).toBe((await packed.arrayBuffer()).byteLength);
});

test('pictures, event streams and what nobody accepts compressed stay as they are', async () => {
	for (const type of ['image/png', 'text/event-stream', 'application/pdf'])
		expect((await compress('zstd', page(type))).headers.has('content-encoding'), type).toBe(false);
	expect(await (await compress(null, page())).text()).toBe(words);
});
