import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib';

/** What is text and made anew for each request; files of the build lie there compressed already. */
const text = /^(?:text\/(?:html|css|plain|calendar|csv|markdown)|application\/(?:[a-z.-]+\+)?json|image\/svg\+xml)\b/;
/** Bytes below which the saving is not worth the work. */
const least = 1_000;

const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
/** In the order of preference: the same saving at a third of the work, first. */
const methods: readonly [string, (bytes: Uint8Array) => Promise<Uint8Array>][] = [
	['zstd', promisify<Uint8Array, Uint8Array>(zstdCompress)],
	['br', (bytes) => promisify<Uint8Array, object, Uint8Array>(brotliCompress)(bytes, quick)],
	['gzip', promisify<Uint8Array, Uint8Array>(gzip)],
];

/** The answer in the best encoding that whoever asked accepts; anything but text as it is. */
export async function compress(accepted: string | null, response: Response): Promise<Response> {
	const { headers } = response;
	if (!response.body || headers.has('content-encoding') || !text.test(headers.get('content-type') ?? ''))
		return response;
	headers.append('vary', 'accept-encoding');
	// not even looked at
	if (Number(headers.get('content-length') ?? least) < least) return response;
	const offered = (accepted ?? '').split(',').map((one) => one.split(';')[0]?.trim());
	const method = methods.find(([name]) => offered.includes(name));
	if (!method) return response;
	const { status, statusText } = response;
	const bytes = new Uint8Array(await response.arrayBuffer());
	if (bytes.length < least) return new Response(bytes, { status, statusText, headers });
	const [name, encode] = method;
	const packed = await encode(bytes);
	headers.set('content-encoding', name);
	headers.set('content-length', String(packed.length));
	return new Response(new Uint8Array(packed), { status, statusText, headers });
}
