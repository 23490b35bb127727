import sharp, { type Metadata, type Sharp } from 'sharp';
import { Refusal, refuse } from '#platform/refusal.ts';
import { jpegFromHeic } from '#platform/server/pictures-heic.ts';

/** A picture this server has drawn anew: no place, camera or author in it, upright, in sRGB. */
export interface Picture {
	bytes: Uint8Array<ArrayBuffer>;
	mediaType: 'image/webp';
	width: number;
	height: number;
}

/** What a phone takes is under this; more is refused before it is unpacked. */
const megapixels = 64;
/** Longest side in pixels: sharp across a wide reading column on a good screen. */
const longestSide = 2048;
/** Sharp on a screen of double density where a face is shown largest; a page of talk shows many. */
const avatarSide = 128;

/**
 * Draws an uploaded picture anew, at most 2048 pixels wide or high. Of a moving one the first frame.
 * @throws Refusal `picture_unreadable` (SVG among others), `picture_too_large`
 */
export async function redrawPicture(upload: Uint8Array): Promise<Picture> {
	const source = await raster(upload);
	return webp(source.resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true }));
}

/** A face: square, 128 pixels, cut where the eye is drawn to. Refuses what `redrawPicture` refuses. */
export async function drawAvatar(upload: Uint8Array): Promise<Picture> {
	const source = await raster(upload);
	return webp(
		source.resize({ width: avatarSide, height: avatarSide, fit: 'cover', position: sharp.strategy.attention }),
	);
}

/** Reads only formats recognised by their first bytes, so that no reader for SVG, PDF and the like is ever asked. */
async function raster(upload: Uint8Array): Promise<Sharp> {
	const format = formatOf(upload);
	if (!format) refuse('picture_unreadable', { status: 422 });
	try {
		const about = await opened(upload).metadata();
		checkSize(about);
		const isHeic = about.format === 'heif' && about.compression !== 'av1';
		return opened(isHeic ? await jpegFromHeic(upload) : upload).autoOrient();
	} catch (error) {
		throw asRefusal(error);
	}
}

function opened(bytes: Uint8Array): Sharp {
	return sharp(bytes, { limitInputPixels: megapixels * 1_000_000, failOn: 'error', pages: 1 });
}

function checkSize({ width, height }: Metadata): void {
	if (width * height > megapixels * 1_000_000) refuse('picture_too_large', { status: 413, values: { megapixels } });
}

async function webp(picture: Sharp): Promise<Picture> {
	try {
		const drawn = picture.toColourspace('srgb').timeout({ seconds: 20 }).webp({ quality: 82 });
		const { data, info } = await drawn.toBuffer({ resolveWithObject: true });
		return { bytes: new Uint8Array(data), mediaType: 'image/webp', width: info.width, height: info.height };
	} catch (error) {
		throw asRefusal(error);
	}
}

/** Whatever a decoder stumbles over lies in the upload. */
function asRefusal(error: unknown): Refusal {
	if (error instanceof Refusal) return error;
	const tooLarge = error instanceof Error && error.message.includes('pixel limit');
	if (tooLarge) return new Refusal('picture_too_large', { status: 413, values: { megapixels } });
	return new Refusal('picture_unreadable', { status: 422 });
}

function formatOf(bytes: Uint8Array): string | null {
	const start = Buffer.from(bytes.subarray(0, 32)).toString('latin1');
	if (start.startsWith('\xFF\xD8\xFF')) return 'jpeg';
	if (start.startsWith('\x89PNG\r\n\x1A\n')) return 'png';
	if (/^GIF8[79]a/.test(start)) return 'gif';
	if (/^RIFF[^]{4}WEBP/.test(start)) return 'webp';
	if (/^[^]{4}ftyp(avif|avis|heic|heix|heim|heis|hevc|mif1|msf1)/.test(start)) return 'heif';
	return null;
}
