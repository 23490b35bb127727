import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contextOf, openStage, type Stage } from '../journeys/browser/stage.ts';
import { differenceOf, imageOf, pictureOf, type Picture } from './compare.ts';

/** How the rooms of the components' page looked when somebody last said that it is right. */
const references = 'tests/looks/references';
/** Where a failing comparison leaves what it saw. */
const seen = 'data/looks';
/** Share of a room's pixels that may look otherwise. */
const tolerance = 0.005;
const renewing = process.env['RENEW_LOOKS'] === '1';
const rooms = [
	'foundations',
	'week',
	'controls',
	'fields',
	'people',
	'talk',
	'guidance',
	'groups',
	'course',
	'records',
	'shared',
];

/** Each two of width, light and language come together once. */
const ways = [
	{ width: 1280, colorScheme: 'light', language: 'de' },
	{ width: 1280, colorScheme: 'dark', language: 'en' },
	{ width: 390, colorScheme: 'light', language: 'en' },
	{ width: 390, colorScheme: 'dark', language: 'de' },
] as const;

let stage: Stage;
beforeAll(async () => {
	stage = await openStage(new Date('2026-10-30T13:35:00Z'));
	rmSync(seen, { recursive: true, force: true });
	if (renewing) rmSync(references, { recursive: true, force: true });
	for (const folder of [references, seen]) mkdirSync(folder, { recursive: true });
}, 120_000);
afterAll(() => stage.close());

/** The rooms of the page, cut out of one picture of all of it. */
async function picturesOf({ width, colorScheme, language }: (typeof ways)[number]): Promise<Map<string, Picture>> {
	const context = await contextOf(stage, null, { language, colorScheme, viewport: { width, height: 900 } });
	await context.addCookies([{ name: 'PARAGLIDE_LOCALE', value: language, url: stage.url }]);
	const page = await context.newPage();
	await page.goto('/components');
	await page.waitForFunction(() => history.scrollRestoration === 'manual');
	await page.evaluate(async () => {
		await document.fonts.ready;
		if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
		scrollTo(0, 0);
	});
	const all = await page.screenshot({ fullPage: true, animations: 'disabled', caret: 'hide' });
	const pictures = new Map<string, Picture>();
	for (const room of rooms) {
		const box = await page.locator(`#${room}`).boundingBox();
		if (!box) throw new Error(`there is no room #${room}`);
		const [left, top] = [Math.floor(box.x), Math.floor(box.y)];
		const cut = sharp(all).extract({ left, top, width: Math.floor(box.width), height: Math.floor(box.height) });
		pictures.set(room, await pictureOf(cut));
	}
	await context.close();
	return pictures;
}

test.each(ways)(
	'all components look as they did, $width pixels wide, $colorScheme, $language',
	async (way) => {
		const wrong: string[] = [];
		for (const [room, picture] of await picturesOf(way)) {
			const name = `${room}-${way.width}-${way.colorScheme}-${way.language}`;
			const file = join(references, `${name}.webp`);
			if (renewing) await imageOf(picture).webp({ lossless: true, effort: 6 }).toFile(file);
			else if (!existsSync(file)) wrong.push(`${name} has no picture to compare it with; npm run looks takes one`);
			else {
				const { share, words, drawn } = differenceOf(await pictureOf(sharp(file)), picture);
				if (share <= tolerance) continue;
				await imageOf(picture)
					.png()
					.toFile(join(seen, `${name}.png`));
				await imageOf(drawn)
					.png()
					.toFile(join(seen, `${name}-difference.png`));
				wrong.push(`${name} ${words}; see ${join(seen, name)}.png, and npm run looks if it is meant`);
			}
		}
		expect(wrong).toEqual([]);
	},
	60_000,
);

test('there is no picture of what is no longer there', () => {
	const names = ways.flatMap(({ width, colorScheme, language }) =>
		rooms.map((room) => `${room}-${width}-${colorScheme}-${language}.webp`),
	);
	expect(readdirSync(references).toSorted()).toEqual(names.toSorted());
});

const plain = (width: number, height: number, colour: (x: number, y: number) => number): Picture => ({
	width,
	height,
	data: Buffer.from(
		Array.from({ length: width * height }, (_, at) => colour(at % width, Math.floor(at / width))).flatMap((value) => [
			value,
			value,
			value,
		]),
	),
});

test('another colour, another place and another size are seen; another smoothing of edges is not', () => {
	const square = (from: number, value = 0) => plain(100, 100, (x) => (x >= from && x < from + 20 ? value : 255));
	expect(differenceOf(square(40), square(40)).share).toBe(0);
	expect(differenceOf(square(40), square(40, 40)).share).toBeCloseTo(0.2);
	expect(differenceOf(square(40), square(44)).share).toBeGreaterThan(0.05);
	const smoothed = plain(100, 100, (x) => (x === 39 ? 120 : x >= 40 && x < 60 ? 0 : 255));
	expect(differenceOf(square(40), smoothed).share).toBeLessThanOrEqual(0.01);
	expect(
		differenceOf(
			square(40),
			plain(100, 108, () => 255),
		).share,
	).toBe(1);
});
