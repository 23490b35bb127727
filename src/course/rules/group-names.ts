import type { BilingualName } from '#course/rules/holidays.ts';

/** Learning groups are called after trees, in this order; six suffice for twenty-four people. */
const trees: readonly BilingualName[] = [
	{ de: 'Linde', en: 'Linden' },
	{ de: 'Esche', en: 'Ash' },
	{ de: 'Ulme', en: 'Elm' },
	{ de: 'Kastanie', en: 'Chestnut' },
	{ de: 'Buche', en: 'Beech' },
	{ de: 'Ahorn', en: 'Maple' },
	{ de: 'Eiche', en: 'Oak' },
	{ de: 'Birke', en: 'Birch' },
	{ de: 'Erle', en: 'Alder' },
	{ de: 'Weide', en: 'Willow' },
	{ de: 'Eibe', en: 'Yew' },
	{ de: 'Pappel', en: 'Poplar' },
];

/** The name of a unit's group by its place, from 0; beyond the twelfth the trees come again with a number. */
export function groupName(index: number): BilingualName {
	const tree = trees[index % trees.length] ?? { de: '', en: '' };
	const round = Math.floor(index / trees.length) + 1;
	return round === 1 ? tree : { de: `${tree.de} ${round}`, en: `${tree.en} ${round}` };
}
