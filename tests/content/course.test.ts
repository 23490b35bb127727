import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { coursePackageOf } from '#course/package/assemble.ts';
import { readPackageFiles } from '#course/package/files.ts';
import { languages } from '#course/package/text.ts';
import { referenceFindings, shelfFindings } from '../../tools/content/course.ts';
import { figureFindings } from '../../tools/content/figures.ts';
import { inOneLine, type Finding } from '../../tools/content/finding.ts';
import { guessingFindings } from '../../tools/content/guessing.ts';
import { lessonFindings, rubricFindings } from '../../tools/content/lessons.ts';
import { exceptionsFile, spellingFindings } from '../../tools/content/spelling.ts';

const folder = 'content/course/community-manager';
const files = await readPackageFiles(folder);
const course = coursePackageOf(files, folder);
const inWords = (findings: readonly Finding[]): string[] => findings.map(inOneLine);

/** Loading it at all has shown that both languages have the same ids, and that every reference leads somewhere. */
describe('the shipped course', () => {
	test.each(course.units.map((unit) => [unit.id, unit] as const))('has the unit %s whole in both languages', (_id, unit) => {
		expect(inWords(lessonFindings(unit))).toEqual([]);
	});

	test('describes every level of every criterion in its own words', () => {
		expect(inWords(rubricFindings(course))).toEqual([]);
	});

	test('has figures that keep to their room', () => {
		expect(inWords(figureFindings(course))).toEqual([]);
	});

	test('cites every work of its bibliography and explains its terms', () => {
		expect(inWords(referenceFindings(course, files))).toEqual([]);
	});

	test('has cases with sample papers, templates, a handbook and texts for the meetings', () => {
		expect(inWords(shelfFindings(course))).toEqual([]);
	});

	test('asks questions that nobody can guess by the form of their answers', () => {
		expect(inWords(guessingFindings(course))).toEqual([]);
	});
});

describe('the spelling of the shipped course', () => {
	let since: number;
	let found: Finding[];
	beforeAll(async () => {
		since = performance.now();
		found = await spellingFindings(files);
	}, 60_000);

	test('is right in both languages, and read through in less than twenty seconds', () => {
		expect(inWords(found)).toEqual([]);
		expect(performance.now() - since).toBeLessThan(20_000);
	});

	test('finds a slip', async () => {
		const file = 'de/house-rules.md';
		const slip = new Map(files).set(file, Buffer.from('---\ntitle: Hausordnung\nsummary: x\n---\n\nWir shreiben gerne.\n'));
		expect(inWords(await spellingFindings(slip))).toContain(`${file}:6: “shreiben” is in no dictionary`);
	});

	test.each(languages)('has a list of exceptions in %s that is sorted and names each once', async (language) => {
		const lines = (await readFile(exceptionsFile(language), 'utf8')).split('\n');
		const listed = lines.filter((line) => line && !line.startsWith('#'));
		expect(listed).toEqual([...new Set(listed)].sort(new Intl.Collator(language).compare));
	});
});
