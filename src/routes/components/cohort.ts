/** Eighteen people for the samples, at tables of 5, 5, 4, 4. */
export const cohort = [
	['friederike', 'Friederike', 'linde'],
	['tobias', 'Tobias', 'linde'],
	['samuel', 'Samuel', 'linde'],
	['ines', 'Ines', 'linde'],
	['mai', 'Mai', 'linde'],
	['nadja', 'Nadja', 'esche'],
	['henrik', 'Henrik', 'esche'],
	['lukas', 'Lukas', 'esche'],
	['birgit', 'Birgit', 'esche'],
	['constanze', 'Constanze', 'ulme'],
	['erik', 'Erik', 'ulme'],
	['aylin', 'Aylin', 'ulme'],
	['rabea', 'Rabea', 'ulme'],
	['jana', 'Jana', 'ulme'],
	['paul', 'Paul', 'kastanie'],
	['georg', 'Georg', 'kastanie'],
	['mareike', 'Mareike', 'kastanie'],
	['okan', 'Okan', 'kastanie'],
].map(([id = '', name = '', table = '']) => ({ id, name, table, held: id === 'tobias' }));

/** Who has shared a group so far; made up, but always the same. */
export const met = cohort.flatMap((one, i) =>
	cohort.slice(0, i).flatMap((other, j) => {
		const mixed = (i * 7 + j * 11 + i * j) % 10;
		const times = mixed < 3 ? 0 : mixed < 8 ? 1 : mixed < 9 ? 2 : i === 6 ? 3 : 1;
		return times > 0 ? [{ a: one.id, b: other.id, times }] : [];
	}),
);
