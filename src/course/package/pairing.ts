import type { z } from 'zod';
import { complaints } from '#course/package/complaints.ts';
import { readMarkdown, readYaml, type Path, type Source } from '#course/package/source.ts';
import type { PackageFiles } from '#course/package/files.ts';
import type { Language, Levels, Text } from '#course/package/model.ts';
import type { Problem } from '#course/package/problems.ts';

type FourTexts = readonly [string, string, string, string];

/** The German and the English version of one file, read by the same schema. */
export interface Pair<Content> {
	file: string;
	de: Content;
	en: Content;
	body: Text;
	/** Puts the two versions together and notes where they differ in what must be the same. */
	join: Joiner;
	complainAt: (language: Language, path: Path, message: string) => void;
}

/**
 * Reads `de/<file>` and `en/<file>`, Markdown or YAML. Whatever is wrong is reported; without a usable version in each
 * language there is no pair.
 */
export function readPair<Schema extends z.ZodType>(
	files: PackageFiles,
	file: string,
	schema: Schema,
	report: (problem: Problem) => void,
): Pair<z.infer<Schema>> | undefined {
	const de = readVersion(files, `de/${file}`, schema, report);
	const en = readVersion(files, `en/${file}`, schema, report);
	if (!de || !en) return undefined;
	const body = { de: de.source.body, en: en.source.body };
	const sources = { de: de.source, en: en.source };
	return {
		file,
		de: de.content,
		en: en.content,
		body,
		join: new Joiner(de.source, en.source, report),
		complainAt: (language, path, message) => report(sources[language].problem(path, message)),
	};
}

function readVersion<Schema extends z.ZodType>(
	files: PackageFiles,
	path: string,
	schema: Schema,
	report: (problem: Problem) => void,
): { source: Source; content: z.infer<Schema> } | undefined {
	const bytes = files.get(path);
	if (!bytes) return undefined;
	const isYaml = path.endsWith('.yaml');
	const source = isYaml ? readYaml(path, bytes, report) : readMarkdown(path, bytes, report);
	if (!source) return undefined;
	if (!isYaml) bodyProblems(source).forEach(report);
	const result = schema.safeParse(source.data);
	if (!result.success) complaints(source, result.error.issues).forEach(report);
	return result.success ? { source, content: result.data } : undefined;
}

function bodyProblems({ file, body, bodyLine }: Source): Problem[] {
	if (!body) return [{ file, line: bodyLine, message: 'there is no text after the front matter' }];
	return body.split('\n').flatMap((line, index) => {
		const at = { file, line: bodyLine + index };
		if (/^#\s/.test(line)) return [{ ...at, message: 'headings begin at “##”; the title stands in the front matter' }];
		return /<[a-z!/]/i.test(line) ? [{ ...at, message: 'HTML is not allowed, only Markdown' }] : [];
	});
}

/** Puts two versions of a file together; differences are reported at the English version. */
export class Joiner {
	readonly #de: Source;
	readonly #en: Source;
	readonly #report: (problem: Problem) => void;

	constructor(de: Source, en: Source, report: (problem: Problem) => void) {
		this.#de = de;
		this.#en = en;
		this.#report = report;
	}

	/** A value that does not depend on the language. */
	same<Value extends string | number | boolean>(path: Path, de: Value, en: Value): Value {
		if (de !== en) this.complain(path, `is ${en}, but ${de} in ${this.#de.file}`);
		return de;
	}

	/** Reports at the English version. */
	complain(path: Path, message: string): void {
		this.#report(this.#en.problem(path, message));
	}

	/** Entries matched by id, in the German order. */
	entries<Entry extends { id: string }, Joined>(
		path: Path,
		de: readonly Entry[],
		en: readonly Entry[],
		join: (de: Entry, en: Entry, path: Path) => Joined,
	): Joined[] {
		this.#compareIds(path, de, en);
		return de.flatMap((german) => {
			const index = en.findIndex(({ id }) => id === german.id);
			const english = en[index];
			return english ? [join(german, english, [...path, index])] : [];
		});
	}

	#compareIds(path: Path, de: readonly { id: string }[], en: readonly { id: string }[]): void {
		const germanIds = de.map(({ id }) => id);
		const englishIds = en.map(({ id }) => id);
		const missing = germanIds.filter((id) => !englishIds.includes(id));
		for (const id of missing) this.complain(path, `“${id}” is missing, ${this.#de.file} has it`);
		englishIds.forEach((id, index) => {
			if (!germanIds.includes(id)) this.complain([...path, index], `is not in ${this.#de.file}`);
		});
		const sameIds = missing.length === 0 && germanIds.length === englishIds.length;
		if (sameIds && germanIds.some((id, index) => id !== englishIds[index])) {
			this.complain(path, `the order differs from ${this.#de.file}`);
		}
	}

	/** Plain texts matched by position. */
	texts(path: Path, de: readonly string[], en: readonly string[]): Text[] {
		if (de.length !== en.length) {
			this.complain(path, `has ${en.length} entries, but ${de.length} in ${this.#de.file}`);
		}
		return de.flatMap((german, index) => {
			const english = en[index];
			return english === undefined ? [] : [{ de: german, en: english }];
		});
	}
}

/** Four texts in two languages as four pairs. */
export function fourTexts(de: FourTexts, en: FourTexts): Levels {
	return [
		{ de: de[0], en: en[0] },
		{ de: de[1], en: en[1] },
		{ de: de[2], en: en[2] },
		{ de: de[3], en: en[3] },
	];
}

/** A text of the same key in both versions. */
export function inBoth<Key extends string>(key: Key, de: Record<Key, string>, en: Record<Key, string>): Text {
	return { de: de[key], en: en[key] };
}
