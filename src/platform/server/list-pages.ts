import * as z from 'zod';

/** Where a list in the order of names goes on: after this name and, as names come twice, this id. */
export const nameKey = z
	.string()
	.max(300)
	.regex(/_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
	.transform((key) => ({ name: key.slice(0, -37), id: key.slice(-36) }));

/** The first rows of a list that was read with one more than a page holds, and the key of the last while there are more. */
export function pageOf<Row>(
	rows: readonly Row[],
	size: number,
	keyOf: (last: Row) => string,
): { page: Row[]; next: string | null } {
	const page = rows.slice(0, size);
	const last = page.at(-1);
	return { page, next: rows.length > size && last ? keyOf(last) : null };
}
