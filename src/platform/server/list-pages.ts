import * as z from 'zod';

/** Where a list in the order of names goes on: after this name and, as names come twice, this id. */
export const nameKey = z
	.string()
	.max(300)
	.regex(/_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
	.transform((key) => ({ name: key.slice(0, -37), id: key.slice(-36) }));

/**
 * Where a list goes on whose order has several parts: what the last row had in each of them, packed, so that nobody takes
 * the key apart. Instants are to be taken as text of whole milliseconds, as they come out of the database.
 */
export const packedKey = <Parts extends z.ZodTuple>(parts: Parts) =>
	z
		.string()
		.max(2000)
		.regex(/^[A-Za-z0-9_-]+$/)
		.transform(unpacked)
		.pipe(parts);

export const packed = (...parts: readonly (string | number | boolean | Date)[]): string =>
	Buffer.from(JSON.stringify(parts)).toString('base64url');

function unpacked(key: string): unknown {
	try {
		return JSON.parse(Buffer.from(key, 'base64url').toString());
	} catch {
		return null;
	}
}

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
