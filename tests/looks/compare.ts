import sharp, { type Sharp } from 'sharp';

/** A picture as colours, row by row: red, green and blue of each pixel. */
export type Picture = { width: number; height: number; data: Buffer };
export type Difference = {
	/** Share of pixels that look otherwise, from 0 to 1; 1 where the sizes differ. */
	share: number;
	words: string;
	/** The picture, pale, with red where it differs. */
	drawn: Picture;
};

/** By how much a colour may differ in each of red, green and blue, of 255. */
const colourTolerance = 16;
/** By how many pixels a picture may be higher or wider: text of another machine may round a line otherwise. */
const sizeTolerance = 2;

export async function pictureOf(image: Sharp): Promise<Picture> {
	const { data, info } = await image
		.flatten({ background: '#fff' })
		.removeAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	return { width: info.width, height: info.height, data };
}

export const imageOf = ({ data, width, height }: Picture): Sharp =>
	sharp(data, { raw: { width, height, channels: 3 } });

/**
 * Compares two pictures. A pixel counts as other when its like is in neither the same place nor beside it, in either of
 * the two: edges that are smoothed otherwise do not count, something that is missing, moved or coloured otherwise does.
 */
export function differenceOf(before: Picture, now: Picture): Difference {
	const drawn = { ...now, data: Buffer.from(now.data.map((value) => 170 + value / 3)) };
	const [wider, higher] = [now.width - before.width, now.height - before.height];
	if (Math.abs(wider) > sizeTolerance || Math.abs(higher) > sizeTolerance)
		return {
			share: 1,
			words: `is ${now.width} × ${now.height} instead of ${before.width} × ${before.height} pixels`,
			drawn,
		};
	const [width, height] = [Math.min(before.width, now.width), Math.min(before.height, now.height)];
	let others = 0;
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) {
			if (isLike(before, x, y, now, x, y)) continue;
			if (isNear(before, now, x, y) && isNear(now, before, x, y)) continue;
			others++;
			drawn.data.set([220, 0, 0], (y * now.width + x) * 3);
		}
	const share = others / (width * height);
	return { share, words: `looks otherwise in ${(share * 100).toFixed(2)} % of its pixels`, drawn };
}

/** Whether a pixel of `one` has its like in `other`, there or beside it. */
function isNear(one: Picture, other: Picture, x: number, y: number): boolean {
	for (let down = -1; down <= 1; down++)
		for (let right = -1; right <= 1; right++) {
			const [atX, atY] = [x + right, y + down];
			if (atX < 0 || atY < 0 || atX >= other.width || atY >= other.height) continue;
			if (isLike(one, x, y, other, atX, atY)) return true;
		}
	return false;
}

function isLike(one: Picture, x: number, y: number, other: Picture, otherX: number, otherY: number): boolean {
	const [at, beside] = [(y * one.width + x) * 3, (otherY * other.width + otherX) * 3];
	for (let channel = 0; channel < 3; channel++)
		if (Math.abs((one.data[at + channel] ?? 0) - (other.data[beside + channel] ?? 0)) > colourTolerance) return false;
	return true;
}
