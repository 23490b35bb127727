/** Fewer than this is no group for the exam. */
const least = 3;
/** More than this is a crowd (sizes of the house: threes, fours and, with one left over, a five). */
const most = 5;

/** Groups of the exam: those of before that were kept by their place, and new ones. */
export type ExamGroups<Person extends string> = { from: number | null; people: Person[] }[];

/**
 * The groups in which candidates sit the exam. Groups formed by the last meeting stay together without those who are
 * not candidates. Whoever has none, or is left in one below three, forms new groups; one or two are taken in by the
 * smallest groups; if there is no room, all groups are formed anew.
 * `propose` forms groups of the house's sizes for so many people.
 */
export function examGroups<Person extends string>(
	formed: readonly (readonly Person[])[],
	candidates: readonly Person[],
	propose: (people: Person[]) => Person[][],
): ExamGroups<Person> {
	const present = formed.map((group) => group.filter((person) => candidates.includes(person)));
	const kept: ExamGroups<Person> = present.flatMap((people, from) =>
		people.length >= least ? [{ from, people }] : [],
	);
	const seated = new Set(kept.flatMap(({ people }) => people));
	const loose = candidates.filter((person) => !seated.has(person));
	if (loose.length >= least) return [...kept, ...fresh(propose(loose))];
	const room = kept.reduce((sum, { people }) => sum + Math.max(0, most - people.length), 0);
	if (room < loose.length) return fresh(propose([...candidates]));
	for (const person of loose) smallest(kept)?.push(person);
	return kept;
}

function smallest<Person extends string>(groups: ExamGroups<Person>): Person[] | undefined {
	return groups.toSorted((a, b) => a.people.length - b.people.length)[0]?.people;
}

function fresh<Person extends string>(groups: Person[][]): ExamGroups<Person> {
	return groups.map((people) => ({ from: null, people }));
}
