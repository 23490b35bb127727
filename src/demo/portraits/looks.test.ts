import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readPeople } from '#demo/corpus/people.ts';
import { portraitOf } from '#demo/portraits/looks.ts';

test('most people of the demo show a face, and a few do not', async () => {
	const faces = await Promise.all(readPeople().map(({ key }) => portraitOf(key)));
	const drawn = faces.filter((face) => face !== null);
	expect(drawn.length).toBeGreaterThan(30);
	expect(drawn.length).toBeLessThan(faces.length);
	const { width, height } = await sharp(drawn[0]).metadata();
	expect([width, height]).toEqual([256, 256]);
});
