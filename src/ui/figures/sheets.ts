const linesOnAPage = 12;
const full = 32;
/** The last line of a paragraph is shorter. */
const ragged = 23;

export interface Sheet {
	beyond: boolean;
	lines: { y: number; width: number }[];
}

/** A sheet for every page that is allowed or written, filled with as many of its twelve lines as there is text. */
export function sheets(pages: number, limit: number): Sheet[] {
	const count = Math.max(limit, Math.ceil(pages));
	return Array.from({ length: count }, (_, page) => {
		const filled = Math.round(Math.min(Math.max(pages - page, 0), 1) * linesOnAPage);
		const lines = Array.from({ length: filled }, (_, line) => ({
			y: 8 + line * 4.4,
			width: line % 4 === 3 || line === filled - 1 ? ragged : full,
		}));
		return { beyond: page >= limit, lines };
	});
}
