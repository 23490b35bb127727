/** A text and what is selected in it; offsets in UTF-16 code units, as a textarea counts. */
export interface Selection {
	text: string;
	start: number;
	end: number;
}

/** What to put in place of `from`–`to`, and what is selected afterwards. */
export interface Edit {
	from: number;
	to: number;
	insert: string;
	start: number;
	end: number;
}

/** Sets the selected words between two marks, or takes the marks away when they stand there already. */
export function between({ text, start, end }: Selection, mark: string): Edit {
	const chosen = text.slice(start, end);
	const size = mark.length;
	if (text.slice(start - size, start) === mark && text.slice(end, end + size) === mark) {
		return { from: start - size, to: end + size, insert: chosen, start: start - size, end: end - size };
	}
	return { from: start, to: end, insert: mark + chosen + mark, start: start + size, end: end + size };
}

/** Puts a prefix before every selected line, or takes it away when all of them have it. */
export function lines({ text, start, end }: Selection, prefix: string): Edit {
	const from = text.lastIndexOf('\n', start - 1) + 1;
	const next = text.indexOf('\n', Math.max(end - (end > start ? 1 : 0), from));
	const to = next === -1 ? text.length : next;
	const rows = text.slice(from, to).split('\n');
	const all = rows.every((row) => row.startsWith(prefix));
	const insert = rows.map((row) => (all ? row.slice(prefix.length) : prefix + row)).join('\n');
	return { from, to, insert, start: from, end: from + insert.length };
}

/** Makes the selected words a link and selects the place of the address. */
export function link({ text, start, end }: Selection, words: string): Edit {
	const chosen = text.slice(start, end) || words;
	const address = 'https://';
	const at = start + chosen.length + 3;
	return { from: start, to: end, insert: `[${chosen}](${address})`, start: at, end: at + address.length };
}

/** Puts a sign where one writes, with a space before it when a word stands there. */
export function sign({ text, start, end }: Selection, mark: string): Edit {
	const insert = (start > 0 && /\S/.test(text.charAt(start - 1)) ? ' ' : '') + mark;
	return { from: start, to: end, insert, start: start + insert.length, end: start + insert.length };
}
