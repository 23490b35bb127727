import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { drawAvatar, redrawPicture } from '#platform/server/pictures.ts';

/** Left half green, right half apricot. */
function halves(width: number, height: number) {
	const right = { create: { width: width / 2, height, channels: 3 as const, background: '#f4b077' } };
	return sharp({ create: { width, height, channels: 3, background: '#1e6134' } }).composite([
		{ input: right, left: width / 2, top: 0 },
	]);
}

async function colourAt(picture: Uint8Array, left: number, top: number): Promise<'green' | 'apricot'> {
	const [red = 0] = await sharp(picture).extract({ left, top, width: 1, height: 1 }).removeAlpha().raw().toBuffer();
	return red < 128 ? 'green' : 'apricot';
}

describe('an uploaded picture', () => {
	test('is drawn anew without place, camera and author', async () => {
		const exif = { IFD0: { Artist: 'Jana Kestner', Make: 'Kamera' }, IFD3: { GPSLatitude: '51/1 18/1 0/1' } };
		const upload = await halves(400, 300).jpeg().withExif(exif).toBuffer();
		expect((await sharp(upload).metadata()).exif).toBeDefined();
		const picture = await redrawPicture(upload);
		const about = await sharp(picture.bytes).metadata();
		expect(about).toMatchObject({ format: 'webp', width: 400, height: 300 });
		expect([about.exif, about.xmp, about.iptc]).toEqual([undefined, undefined, undefined]);
		expect(Buffer.from(picture.bytes).includes('Kestner')).toBe(false);
	});

	test('stands upright however the camera was held', async () => {
		const upload = await halves(400, 200).jpeg().withMetadata({ orientation: 6 }).toBuffer();
		const { bytes, width, height } = await redrawPicture(upload);
		expect([width, height]).toEqual([200, 400]);
		expect([await colourAt(bytes, 100, 40), await colourAt(bytes, 100, 360)]).toEqual(['green', 'apricot']);
	});

	test('is made no larger than a screen needs, and never enlarged', async () => {
		expect(await redrawPicture(await halves(5000, 2500).png().toBuffer())).toMatchObject({ width: 2048, height: 1024 });
		expect(await redrawPicture(await halves(20, 10).png().toBuffer())).toMatchObject({ width: 20, height: 10 });
	});

	test.each(['png', 'webp', 'gif', 'avif'] as const)('may come as %s', async (format) => {
		const { bytes, width } = await redrawPicture(await halves(64, 32).toFormat(format).toBuffer());
		expect(width).toBe(64);
		expect([await colourAt(bytes, 10, 16), await colourAt(bytes, 54, 16)]).toEqual(['green', 'apricot']);
	});

	test('may come from a phone as HEIC', async () => {
		const upload = readFileSync(join(import.meta.dirname, 'pictures.test.heic'));
		const { bytes, width, height } = await redrawPicture(upload);
		expect([width, height]).toEqual([320, 240]);
		expect([await colourAt(bytes, 40, 120), await colourAt(bytes, 280, 120)]).toEqual(['apricot', 'green']);
	});

	test('keeps what is transparent', async () => {
		const clear = sharp({ create: { width: 8, height: 8, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } });
		const { bytes } = await redrawPicture(await clear.png().toBuffer());
		expect((await sharp(bytes).metadata()).hasAlpha).toBe(true);
	});

	const unreadable: [string, Buffer][] = [
		[
			'SVG',
			Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="9" height="9"/></svg>'),
		],
		['SVG with a declaration', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
		['PDF', Buffer.from('%PDF-1.7\n%%EOF')],
		['HTML behind the first bytes of a GIF', Buffer.from('GIF89a<script>alert(1)</script>')],
		['TIFF', Buffer.from('II*\0\x08\0\0\0')],
		['nothing', Buffer.alloc(0)],
		['HEIC without a picture', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
	];
	test.each(unreadable)('is refused when it is %s', async (_, upload) => {
		await expect(redrawPicture(upload)).rejects.toMatchObject({ code: 'picture_unreadable', status: 422 });
		await expect(drawAvatar(upload)).rejects.toMatchObject({ code: 'picture_unreadable' });
	});

	test('is refused when half of it is missing', async () => {
		const noise = sharp({
			create: {
				width: 300,
				height: 300,
				channels: 3,
				background: 'grey',
				noise: { type: 'gaussian', mean: 128, sigma: 60 },
			},
		});
		const upload = await noise.jpeg().toBuffer();
		await expect(redrawPicture(upload.subarray(0, upload.length / 2))).rejects.toMatchObject({
			code: 'picture_unreadable',
		});
	});

	test('is refused when it would fill the memory, before it is unpacked', async () => {
		const bomb = await sharp({ create: { width: 12_000, height: 9_000, channels: 3, background: 'white' } })
			.png()
			.toBuffer();
		expect(bomb.length).toBeLessThan(1_000_000);
		await expect(redrawPicture(bomb)).rejects.toMatchObject({ code: 'picture_too_large', status: 413 });
	});

	test('shows only the first frame of a moving one', async () => {
		const frames = Buffer.concat([Buffer.alloc(48, 10), Buffer.alloc(48, 240)]);
		const moving = await sharp(frames, { raw: { width: 4, height: 8, channels: 3, pageHeight: 4 } })
			.gif()
			.toBuffer();
		expect((await sharp(moving).metadata()).pages).toBe(2);
		const { bytes, width, height } = await redrawPicture(moving);
		expect([width, height, (await sharp(bytes).metadata()).pages ?? 1]).toEqual([4, 4, 1]);
	});
});

test('a face is a square of 128 pixels, upright', async () => {
	const upload = await halves(900, 500).jpeg().withMetadata({ orientation: 8 }).toBuffer();
	expect(await drawAvatar(upload)).toMatchObject({ width: 128, height: 128, mediaType: 'image/webp' });
	expect(await drawAvatar(await halves(20, 10).png().toBuffer())).toMatchObject({ width: 128, height: 128 });
});
