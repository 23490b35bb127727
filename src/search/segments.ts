/** A piece of a text, and whether it is what was looked for. */
export type Segment = { text: string; found: boolean };

/** Private-use characters that no text of ours holds; they mark where a passage that was found begins and ends. */
export const marks = { from: '\uE000', to: '\uE001' } as const;

/** A text with marks around what was found, as pieces. */
export function segmentsOf(marked: string): Segment[] {
	return marked
		.split(/(\uE000[^\uE001]*\uE001)/u)
		.filter(Boolean)
		.map((piece) =>
			piece.startsWith(marks.from) ? { text: piece.slice(1, -1), found: true } : { text: piece, found: false },
		);
}
