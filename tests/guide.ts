import { readFileSync } from 'node:fs';

/*
 * Reads a guide whose requests can be carried out. Blocks marked `http` hold a request or, from `HTTP/1.1` on, the
 * answer to the one before it. `{{name}}` in an answer keeps what stands there, or must be the same where it is known;
 * elsewhere it is put in. Fields that an answer leaves out may be there, a list names the entries that have to be in it,
 * and `…` stands for anything. Comments say what readers are told in words: `each of Pia, Quirin` and `10 times` repeat
 * all up to `end`, the former with the first name replaced by each, and `clock` waits until an instant.
 */
export type Known = Map<string, unknown>;
export type Asked = { method: string; path: string; headers: Record<string, string>; body: unknown };
export type Shown = { status: number; headers: Record<string, string>; body: unknown };
export type Exchange = { line: number; asked: string; shown: string | null };
export type Step =
	| ({ kind: 'exchange' } & Exchange)
	| { kind: 'clock'; line: number; to: string }
	| { kind: 'each'; names: readonly string[]; steps: Step[] }
	| { kind: 'times'; times: number; steps: Step[] };

const parts = /^```http\n([\s\S]*?)^```$|<!-- (each of .*|\d+ times|clock .*|end) -->/gm;

export function stepsOf(file: string): Step[] {
	const text = readFileSync(file, 'utf8');
	const open: Step[][] = [[]];
	const add = (step: Step) => open.at(-1)?.push(step);
	for (const { index, 1: block, 2: comment = '' } of text.matchAll(parts)) {
		const line = text.slice(0, index).split('\n').length;
		const steps: Step[] = [];
		const before = open.at(-1)?.at(-1);
		if (block === undefined) {
			if (comment.startsWith('clock ')) add({ kind: 'clock', line, to: comment.slice(6) });
			else if (comment === 'end') open.pop();
			else {
				const names = comment.startsWith('each of ') ? comment.slice(8).split(', ') : null;
				add(names ? { kind: 'each', names, steps } : { kind: 'times', times: Number.parseInt(comment), steps });
				open.push(steps);
			}
		} else if (!block.startsWith('HTTP/')) add({ kind: 'exchange', line, asked: block, shown: null });
		else if (before?.kind === 'exchange' && !before.shown) before.shown = block;
		else throw new Error(`${file}:${line}: an answer to nothing`);
	}
	const [steps] = open;
	if (!steps || open.length > 1) throw new Error(`${file}: something is repeated without an end`);
	return steps;
}

/** Carries the steps out in their order; what was found out within a repetition is found out anew in the next one. */
export async function follow(
	steps: readonly Step[],
	known: Known,
	act: { exchange: (step: Exchange, known: Known) => Promise<void>; clock: (to: string) => Promise<void> },
	worded: (text: string) => string = (text) => text,
): Promise<void> {
	for (const step of steps) {
		if (step.kind === 'clock') await act.clock(String(filled(worded(step.to), known)));
		else if (step.kind === 'exchange')
			await act.exchange(
				{ line: step.line, asked: worded(step.asked), shown: step.shown === null ? null : worded(step.shown) },
				known,
			);
		else if (step.kind === 'each') {
			const [first = ''] = step.names;
			for (const name of step.names)
				await follow(step.steps, known, act, (text) =>
					worded(text).replaceAll(first, name).replaceAll(first.toLowerCase(), name.toLowerCase()),
				);
		} else
			for (let time = 1; time <= step.times; time++) {
				const inside: Known = new Map(known);
				await follow(step.steps, inside, act, worded);
			}
	}
}

export function askedIn(block: string, known: Known): Asked {
	const { first, headers, body } = messageIn(block);
	const [method = '', path = ''] = first.split(' ');
	const put = (text: string) => String(filled(text, known));
	return {
		method,
		path: put(path),
		headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, put(value)])),
		body: body === null ? null : filledIn(body, known),
	};
}

export function shownIn(block: string): Shown {
	const { first, headers, body } = messageIn(block);
	return { status: Number(first.split(' ')[1]), headers, body };
}

function messageIn(block: string): { first: string; headers: Record<string, string>; body: unknown } {
	const [head = '', ...rest] = block.trim().split('\n\n');
	const [first = '', ...lines] = head.split('\n');
	const headers = lines.map((line): [string, string] => {
		const colon = line.indexOf(':');
		return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
	});
	const body = rest.join('\n\n');
	return { first, headers: Object.fromEntries(headers), body: body === '' ? null : JSON.parse(body) };
}

const placeholder = /\{\{([^{}]+)\}\}/g;
const wholly = /^\{\{([^{}]+)\}\}$/;

function valueOf(name: string, known: Known): unknown {
	if (!known.has(name)) throw new Error(`nothing has been called {{${name}}}`);
	return known.get(name);
}

/** A text that is nothing but a placeholder becomes the value itself, whatever its type. */
function filled(text: string, known: Known): unknown {
	const [, name] = wholly.exec(text) ?? [];
	return name === undefined
		? text.replaceAll(placeholder, (_, each: string) => String(valueOf(each, known)))
		: valueOf(name, known);
}

function filledIn(value: unknown, known: Known): unknown {
	if (typeof value === 'string') return filled(value, known);
	if (Array.isArray(value)) return value.map((each) => filledIn(each, known));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [String(filled(name, known)), filledIn(inner, known)]),
	);
}

/** What of the shown is not so, or `null`; keeps in `known` what the placeholders stand for. */
export function difference(shown: unknown, real: unknown, known: Known, where = 'answer'): string | null {
	if (typeof shown === 'string') return textDiffers(shown, real, known, where);
	if (Array.isArray(shown)) return listDiffers(shown, real, known, where);
	if (typeof shown !== 'object' || shown === null) return shown === real ? null : differs(where, shown, real);
	if (typeof real !== 'object' || real === null || Array.isArray(real)) return differs(where, shown, real);
	for (const [name, inner] of Object.entries(shown)) {
		if (!(name in real)) return `${where} has no ${name}, but ${Object.keys(real).join(', ')}`;
		const wrong = difference(inner, Reflect.get(real, name), known, `${where}.${name}`);
		if (wrong) return wrong;
	}
	return null;
}

const differs = (where: string, shown: unknown, real: unknown): string =>
	`${where} is said to be ${JSON.stringify(shown)}, and is ${JSON.stringify(real)?.slice(0, 2000)}`;

function textDiffers(shown: string, real: unknown, known: Known, where: string): string | null {
	const [, name] = wholly.exec(shown) ?? [];
	if (name !== undefined) {
		if (real === null || typeof real === 'object') return differs(where, shown, real);
		if (!known.has(name)) known.set(name, real);
		return known.get(name) === real ? null : differs(where, known.get(name), real);
	}
	if (shown === '…') return real === undefined || real === null ? differs(where, shown, real) : null;
	if (typeof real !== 'string') return differs(where, shown, real);
	const found: string[] = [];
	const pattern = shown
		.split(/(\{\{[^{}]+\}\}|…)/)
		.map((part) => {
			if (part === '…') return '[\\s\\S]*';
			const [, each] = wholly.exec(part) ?? [];
			if (each === undefined) return RegExp.escape(part);
			if (known.has(each)) return RegExp.escape(String(known.get(each)));
			found.push(each);
			return '([^&>"]+)';
		})
		.join('');
	const match = new RegExp(`^${pattern}$`).exec(real);
	if (!match) return differs(where, shown, real);
	found.forEach((each, index) => known.set(each, match[index + 1]));
	return null;
}

function listDiffers(shown: readonly unknown[], real: unknown, known: Known, where: string): string | null {
	if (!Array.isArray(real) || (shown.length === 0 && real.length > 0)) return differs(where, shown, real);
	const left: unknown[] = [...real];
	for (const each of shown) {
		const at = left.findIndex((one) => difference(each, one, new Map(known)) === null);
		if (at < 0) return differs(`an entry of ${where}`, each, left);
		difference(each, left[at], known);
		left.splice(at, 1);
	}
	return null;
}
