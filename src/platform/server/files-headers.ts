/** What is known of a file that goes out. */
export interface OutgoingFile {
	name: string;
	mediaType: string;
	bytes: number;
	digest: string;
	/** A raster picture that this server has re-encoded itself; everything else is a download. */
	inlinePicture: boolean;
}

const inlineTypes = new Set(['image/webp', 'image/png', 'image/jpeg']);

/**
 * Headers for a file by people: a browser may show only our own pictures and never runs, frames or guesses anything.
 * Not kept by shared caches, and asked for again each time, since rights may have ended.
 */
export function fileHeaders(file: OutgoingFile): Record<string, string> {
	const inline = file.inlinePicture && inlineTypes.has(file.mediaType);
	return {
		'content-type': typeOf(file.mediaType),
		'content-length': String(file.bytes),
		'content-disposition': `${inline ? 'inline' : 'attachment'}; ${filename(file.name)}`,
		'x-content-type-options': 'nosniff',
		'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
		'cross-origin-resource-policy': 'same-origin',
		'referrer-policy': 'no-referrer',
		'cache-control': 'private, no-cache',
		// half of the SHA-256 tells files apart as well
		etag: `"${file.digest.slice(0, 32)}"`,
	};
}

/** Whether the browser already has it: answer 304 without a body, after the rights were checked. */
export function isUnchanged(ifNoneMatch: string | null, digest: string): boolean {
	return (ifNoneMatch ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${digest}"`);
}

/** The type as its sender named it, if it looks like one. */
function typeOf(mediaType: string): string {
	const plain = /^[a-z]+\/[a-z0-9][a-z0-9.+-]*$/i.test(mediaType)
		? mediaType.toLowerCase()
		: 'application/octet-stream';
	return plain.startsWith('text/') ? `${plain}; charset=utf-8` : plain;
}

/** Where letters do not do, both spellings of RFC 6266: letters for old readers, UTF-8 for all others. */
function filename(name: string): string {
	const clean = tidyFileName(name);
	const plain = clean
		.normalize('NFKD')
		.replaceAll(/\p{M}/gu, '')
		.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
	const full = encodeURIComponent(clean).replaceAll(
		/['()*]/g,
		(sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return plain === clean ? `filename="${plain}"` : `filename="${plain}"; filename*=UTF-8''${full}`;
}

/** A name without folders, control characters and marks that turn the direction of writing; at most 120 characters. */
export function tidyFileName(name: string): string {
	const last = name.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? '';
	const tidy = last.replaceAll(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '').replaceAll(/^[. ]+|[. ]+$/g, '');
	const ending = /\.[a-z0-9]{1,8}$/i.exec(tidy)?.[0] ?? '';
	const stem = Array.from(tidy.slice(0, tidy.length - ending.length))
		.slice(0, 120 - ending.length)
		.join('');
	return stem + ending || 'file';
}
