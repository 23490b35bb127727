import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { Problem } from '#course/package/problems.ts';

/** Where a value stands within a file's YAML, as Zod names it. */
export type Path = readonly PropertyKey[];

/** One file taken apart: its YAML, its Markdown, and a way back from both to line numbers. */
export class Source {
	readonly file: string;
	/** The YAML as plain values, not yet checked. */
	readonly data: unknown;
	/** The Markdown after the front matter, trimmed; empty for a YAML file. */
	readonly body: string;
	readonly bodyLine: number;
	readonly #document: Document;
	readonly #lineAt: (offset: number) => number;

	constructor(file: string, document: Document, lineAt: (offset: number) => number, body: string, bodyLine: number) {
		this.file = file;
		this.data = document.toJS();
		this.body = body;
		this.bodyLine = bodyLine;
		this.#document = document;
		this.#lineAt = lineAt;
	}

	problem(path: Path, message: string): Problem {
		return {
			file: this.file,
			line: this.lineOf(path),
			message: path.length ? `${this.#name(path)}: ${message}` : message,
		};
	}

	/** The line of the value, or, when it is missing, of the nearest thing around it that exists. */
	lineOf(path: Path): number {
		for (let length = path.length; length >= 0; length--) {
			const offset = this.#offset(path.slice(0, length));
			if (offset !== undefined) return this.#lineAt(offset);
		}
		return 1;
	}

	/** The value at a path, `undefined` when there is none. */
	valueAt(path: Path): unknown {
		return path.reduce<unknown>(childOf, this.data);
	}

	/** A path in words: list entries are named by their id where they have one. */
	#name(path: Path): string {
		const names = path.map((key, depth) => {
			if (typeof key !== 'number') return String(key);
			const id = childOf(this.valueAt(path.slice(0, depth + 1)), 'id');
			return typeof id === 'string' ? id : `entry ${key + 1}`;
		});
		return names.join(' → ');
	}

	/** Keys are better places than values: a nested value begins only on the line below its key. */
	#offset(path: Path): number | undefined {
		const key = path.at(-1);
		const parent = path.length ? this.#nodeAt(path.slice(0, -1)) : undefined;
		if (isMap(parent)) {
			const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
			return isNode(pair?.key) ? pair.key.range?.[0] : undefined;
		}
		return this.#nodeAt(path)?.range?.[0];
	}

	#nodeAt(path: Path) {
		let node: unknown = this.#document.contents;
		for (const key of path) {
			node = isMap(node) || isSeq(node) ? node.get(key, true) : undefined;
		}
		return isNode(node) ? node : undefined;
	}
}

function childOf(value: unknown, key: PropertyKey): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** Takes a YAML file apart; on bad YAML it reports and returns nothing. */
export function readYaml(file: string, bytes: Uint8Array, report: (problem: Problem) => void): Source | undefined {
	const text = decode(file, bytes, report);
	return text === undefined ? undefined : parse(file, text, 0, '', 1, report);
}

/** Takes a Markdown file with front matter apart; on a missing or bad front matter it reports and returns nothing. */
export function readMarkdown(file: string, bytes: Uint8Array, report: (problem: Problem) => void): Source | undefined {
	const text = decode(file, bytes, report);
	if (text === undefined) return undefined;
	const lines = text.split('\n');
	const end = lines.indexOf('---', 1);
	if (lines[0] !== '---' || end < 0) {
		report({ file, line: 1, message: 'must begin with front matter between two lines “---”' });
		return undefined;
	}
	const rest = lines.slice(end + 1);
	const blank = rest.findIndex((line) => line.trim() !== '');
	const bodyLine = end + 2 + Math.max(blank, 0);
	return parse(file, lines.slice(1, end).join('\n'), 1, rest.join('\n').trim(), bodyLine, report);
}

function decode(file: string, bytes: Uint8Array, report: (problem: Problem) => void): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
	} catch {
		report({ file, line: 1, message: 'is not valid UTF-8 text' });
		return undefined;
	}
}

function parse(
	file: string,
	yaml: string,
	linesBefore: number,
	body: string,
	bodyLine: number,
	report: (problem: Problem) => void,
): Source | undefined {
	const counter = new LineCounter();
	const document = parseDocument(yaml, { lineCounter: counter, prettyErrors: false });
	const lineAt = (offset: number) => counter.linePos(offset).line + linesBefore;
	const faults = [...document.errors, ...document.warnings, ...aliasFaults(document)];
	for (const { pos, message } of faults) report({ file, line: lineAt(pos[0]), message: `bad YAML: ${message}` });
	return faults.length ? undefined : new Source(file, document, lineAt, body, bodyLine);
}

/** A text in asterisks reads as a reference in YAML; the package has no use for references. */
function aliasFaults(document: Document): { pos: [number]; message: string }[] {
	const faults: { pos: [number]; message: string }[] = [];
	visit(document, {
		Alias(_key, { range, source }) {
			faults.push({ pos: [range?.[0] ?? 0], message: `put “*${source}” in quotation marks` });
		},
	});
	return faults;
}
