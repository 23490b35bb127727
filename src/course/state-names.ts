import type { GermanState } from '#course/rules/holidays.ts';

/** Proper names, the same in both languages of the product. */
export const stateNames: Record<GermanState, string> = {
	BB: 'Brandenburg',
	BE: 'Berlin',
	BW: 'Baden-Württemberg',
	BY: 'Bayern',
	HB: 'Bremen',
	HE: 'Hessen',
	HH: 'Hamburg',
	MV: 'Mecklenburg-Vorpommern',
	NI: 'Niedersachsen',
	NW: 'Nordrhein-Westfalen',
	RP: 'Rheinland-Pfalz',
	SH: 'Schleswig-Holstein',
	SL: 'Saarland',
	SN: 'Sachsen',
	ST: 'Sachsen-Anhalt',
	TH: 'Thüringen',
};
