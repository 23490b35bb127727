import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseAllDocuments, visit, isScalar } from 'yaml';
import type { PackageFiles } from '#course/package/files.ts';
import { readSvg, textOf } from '#course/package/svg.ts';
import { languages, type Language } from '#course/package/text.ts';
import type { Finding } from './finding.ts';
import { wordsIn } from './prose.ts';

const dictionaries: Record<Language, string> = { de: 'de_DE', en: 'en_GB' };

/** Words that are right although no dictionary has them, one a line. Lines that begin with # are for people. */
export const exceptionsFile = (language: Language): string => `content/spelling/${language}.txt`;

/** Keys whose values are ids or the like and no words. */
const noWords = new Set([
	...['id', 'kind', 'part', 'unit', 'units', 'case', 'verdict', 'sources', 'url', 'key', 'right', 'phase'],
	...['competences', 'topics', 'cases'],
]);

interface Piece {
	file: string;
	language: Language;
	words: string[];
}

/** Words of a package that neither the dictionary nor the list of exceptions has, each at its first place in a file. */
export async function spellingFindings(files: PackageFiles): Promise<Finding[]> {
	const pieces = [...files].flatMap(([file, bytes]) => piecesOf(file, bytes));
	const names = namesIn(files);
	const found = await Promise.all(languages.map((language) => misspelt(language, pieces, names)));
	return found.flat().map(({ file, word }) => {
		const text = new TextDecoder().decode(files.get(file));
		const index = text.split('\n').findIndex((line) => line.includes(word));
		return { file, line: index + 1, message: `“${word}” is in no dictionary` };
	});
}

async function misspelt(
	language: Language,
	pieces: readonly Piece[],
	names: ReadonlySet<string>,
): Promise<{ file: string; word: string }[]> {
	const own = pieces.filter((piece) => piece.language === language);
	const allowed = await exceptions(language);
	const isFine = (word: string) => names.has(word) || names.has(word.replace(/s$/, '')) || allowed.has(word);
	const asked = [...new Set(own.flatMap(({ words }) => words))].filter((word) => !isFine(word));
	const wrong = new Set(await unknownTo(dictionaries[language], asked));
	return own.flatMap(({ file, words }) =>
		[...new Set(words)].filter((word) => wrong.has(word)).map((word) => ({ file, word })),
	);
}

/** The exceptions, each also as it stands at the beginning of a sentence. */
async function exceptions(language: Language): Promise<Set<string>> {
	const file = exceptionsFile(language);
	const lines = existsSync(file) ? (await readFile(file, 'utf8')).split('\n') : [];
	const listed = lines.map((line) => line.trim()).filter((line) => line && !line.startsWith('#'));
	return new Set(listed.flatMap((word) => [word, word.charAt(0).toUpperCase() + word.slice(1)]));
}

/** Asks hunspell, which has the dictionaries of Debian and of LibreOffice. */
async function unknownTo(dictionary: string, words: readonly string[]): Promise<string[]> {
	const program = spawn('hunspell', ['-d', dictionary, '-i', 'utf-8', '-l'], { stdio: ['pipe', 'pipe', 'pipe'] });
	const said = { out: '', wrong: '' };
	program.stdout.on('data', (bytes: Buffer) => (said.out += bytes.toString('utf8')));
	program.stderr.on('data', (bytes: Buffer) => (said.wrong += bytes.toString('utf8')));
	const ended = new Promise<number | null>((resolve, reject) => {
		program.on('error', () => reject(new Error('hunspell is missing; please install it with hunspell-de-de and hunspell-en-gb')));
		program.on('close', resolve);
	});
	program.stdin.on('error', () => undefined);
	program.stdin.end(words.join('\n'));
	if ((await ended) !== 0) throw new Error(`hunspell: ${said.wrong.trim()}`);
	const unknown = new Set(said.out.split('\n').filter(Boolean));
	return words.filter((word) => unknown.has(word));
}

function piecesOf(file: string, bytes: Uint8Array): Piece[] {
	const text = new TextDecoder().decode(bytes);
	if (file === 'course.yaml')
		return languages.map((language) => ({ file, language, words: splitWords(valuesIn(text, language)) }));
	const language = languages.find((each) => file.startsWith(`${each}/`));
	if (!language) return [];
	return [{ file, language, words: splitWords(textsOf(file, text)) }];
}

function textsOf(file: string, text: string): string[] {
	if (file.endsWith('.yaml')) return valuesIn(text).flatMap(wordsIn);
	if (file.endsWith('.svg')) return [textOf(readSvg(text))];
	const [, front = '', body = ''] = /^---\n([^]*?)\n---\n([^]*)$/.exec(text) ?? [];
	return [...valuesIn(front), ...wordsIn(body)];
}

/** The texts of a YAML file; with a language only those under its key. */
function valuesIn(yaml: string, only?: Language): string[] {
	const found: string[] = [];
	for (const document of parseAllDocuments(yaml)) {
		if (!('contents' in document)) continue;
		visit(document, {
			Pair(_key, pair) {
				const key = isScalar(pair.key) ? String(pair.key.value) : '';
				if (noWords.has(key) || (only && languages.some((each) => each === key) && key !== only)) return visit.SKIP;
				return undefined;
			},
			Scalar(key, node, path) {
				if (key === 'key' || typeof node.value !== 'string') return;
				if (only && !path.some((step) => 'key' in step && isScalar(step.key) && step.key.value === only)) return;
				found.push(node.value);
			},
		});
	}
	return found;
}

/**
 * Words of letters, without addresses; a hyphen and a slash part them. What stands before a hyphen for something that
 * follows, as in “sicherheits- und qualitätskritisch”, is a part of a word and left out.
 */
function splitWords(texts: readonly string[]): string[] {
	return texts.flatMap((text) => {
		const plain = text
			.replace(/https?:\S+|\S+@\S+\.\S+|\b[\w.-]+\.(de|com|org|example|net)\b/g, ' ')
			.replace(/\p{L}+-(?=[\s,;)])/gu, ' ')
			.replaceAll('’', "'");
		return (plain.match(/\p{L}[\p{L}\p{M}']*/gu) ?? []).map((word) => word.replace(/'s?$/, '')).filter((word) => word.length > 1);
	});
}

/** Names of the people whose works are cited. */
function namesIn(files: PackageFiles): Set<string> {
	const names = [...files]
		.filter(([file]) => file.startsWith('bibliography/'))
		.flatMap(([, bytes]) => valuesIn(new TextDecoder().decode(bytes)));
	return new Set(splitWords(names));
}
