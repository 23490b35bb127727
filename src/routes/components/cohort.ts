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

/** A picture that belongs to nobody. */
export const portrait =
	'data:image/svg+xml,' +
	encodeURIComponent(
		'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><path fill="#a9c3b0" d="M0 0h64v64H0z"/><path fill="#5b4a3f" d="M12 64c0-18 8-26 20-26s20 8 20 26zM20 24a12 12 0 1 1 24 0 12 12 0 0 1-24 0z"/></svg>',
	);

/** Who has shared a group so far; made up, but always the same. */
export const met = cohort.flatMap((one, i) =>
	cohort.slice(0, i).flatMap((other, j) => {
		const mixed = (i * 7 + j * 11 + i * j) % 10;
		const times = mixed < 3 ? 0 : mixed < 8 ? 1 : mixed < 9 ? 2 : i === 6 ? 3 : 1;
		return times > 0 ? [{ a: one.id, b: other.id, times }] : [];
	}),
);
