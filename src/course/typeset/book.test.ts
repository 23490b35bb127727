import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadCoursePackage } from '#course/package/load.ts';
import { solutionOf, typesetBook } from '#course/typeset/book.ts';
import { daylight, hexOf } from '#course/typeset/daylight.ts';
import { figureFor } from '#course/typeset/figure.ts';
import { shuffled } from '#course/reading/self-check.ts';
import { figureClasses } from '#course/package/svg.ts';
import { fontsOf, insideOf, judged, says } from '#platform/server/typeset-inspect.ts';
import type { Typeset } from '#platform/server/typeset.ts';
import { lessonCourse, questions } from '../../../tests/lesson-course.ts';

const colours = daylight(await readFile('src/ui/styles/tokens.css', 'utf8'));

describe('a book of one unit', () => {
	const books: Record<string, Typeset> = {};
	beforeAll(async () => {
		const course = await lessonCourse();
		for (const language of ['de', 'en'] as const)
			books[language] = await typesetBook({ ...course, units: course.units.slice(0, 1) }, language, colours);
	}, 120_000);
	const pdfOf = (language: 'de' | 'en') => books[language]?.pdf ?? new Uint8Array();

	test('is tagged, uses the bundled fonts only, and misses no letter', () => {
		for (const language of ['de', 'en'] as const) {
			const inside = insideOf(pdfOf(language));
			expect(inside).toMatch(/pdfuaid:part>?\s*=?"?1/);
			expect(inside).toContain(language === 'de' ? 'Ein Bogen vom Anfang zum Ende.' : 'An arc from start to end.');
			for (const font of fontsOf(pdfOf(language))) expect(font).toMatch(/Allmende/);
			expect(books[language]?.missing).toEqual([]);
		}
	});

	test.skipIf(!judged)('has contents, lesson, questions, answers, templates, terms and works', () => {
		const text = says('pdftotext', ['-layout', 'FILE', '-'], pdfOf('de'));
		expect(text).toMatch(/Enden ist schwer \(Moor & Heide 1999, S\. 5\)/);
		expect(text).toMatch(/Abbildung 1 Der Bogen/);
		expect(text).toMatch(/Warum endet eine Gruppe\?/);
		expect(text).toMatch(/1\s+B\. Sie hat getan, was sie wollte\./);
		expect(text).toMatch(/Abschiedsbrief[^]*Abschied\s+Das letzte Treffen/);
		expect(text).toMatch(/Moor, Ada und Heide, Jo \(1999\): Wie Gruppen enden\./);
		expect(text).not.toMatch(/Vor dem Kurs|Musterarbeit/);
		const english = says('pdftotext', ['-layout', 'FILE', '-'], pdfOf('en'));
		expect(english).toMatch(/Contents[^]*Figure 1 The arc[^]*Bibliography/);
	});
});

test('answers name the letters under which the book lists the choices', () => {
	const [single, order, match] = questions;
	if (!single || !order || !match || !('items' in order) || !('pairs' in match)) throw new Error('other questions');
	expect(solutionOf(single)).toBe('B');
	const listed = shuffled(order.items, order.id).map(({ id }) => id);
	const letters = solutionOf(order).split(' – ');
	expect(letters.map((letter) => listed[letter.charCodeAt(0) - 65])).toEqual(['look', 'thank', 'store', 'leave']);
	expect(solutionOf(match)).toMatch(/^1 [A-C], 2 [A-C], 3 [A-C]$/);
});

describe('a figure to be typeset', () => {
	test('has a colour or a font in place of every class', () => {
		const inside = [...figureClasses].map((name) => `<g class="${name}"><path d="M0 0"/></g>`).join('');
		const source = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 9" role="img"><title>a</title><desc>b</desc>${inside}</svg>`;
		const drawn = figureFor(source, colours);
		expect(drawn).not.toContain('class');
		const looks = drawn.match(/<g [^>]*(fill|font-size)="[^"]+"/g);
		expect(looks).toHaveLength(figureClasses.size);
	});

	test('has the very figures of the shipped course in colours that exist', async () => {
		const { units } = await loadCoursePackage('content/course/community-manager');
		for (const { figures } of units)
			for (const { svg } of figures)
				expect(() => [figureFor(svg.de, colours), figureFor(svg.en, colours)]).not.toThrow();
	});
});

test('day colours are those of the style sheet', () => {
	expect(hexOf(1, 0, 0)).toBe('#ffffff');
	expect(hexOf(0, 0, 0)).toBe('#000000');
	// pure sRGB red, green and blue after Ottosson
	expect(hexOf(0.62796, 0.25768, 29.234)).toBe('#ff0000');
	expect(hexOf(0.86644, 0.29483, 142.495)).toBe('#00ff00');
	expect(hexOf(0.45201, 0.31321, 264.052)).toBe('#0000ff');
	expect(colours.get('paper')).toMatch(/^#f[a-f9]f[a-f9]f[0-9a-f]$/);
});
