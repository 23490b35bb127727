import { done, type Outcome, refused } from '#course/rules/outcome.ts';
import { randomFrom, shuffled } from '#course/rules/seed.ts';

/** The acting managers of each unit, unit 1 first. */
export type Rotation = readonly (readonly string[])[];

/** How many act in a unit: two or three (house rule); data of the course. */
export interface ActingRange {
	minimum: number;
	maximum: number;
}

export const actingInHouse: ActingRange = { minimum: 2, maximum: 3 };

/**
 * How many shifts there are in so many units for so many people: if it can be, the same number for everybody; else as
 * few as the units need, or as give everybody one. 20 for sixteen people and ten units, 24 for twenty-four.
 * Everybody has at least one unless there are more people than shifts at most.
 */
export function shiftsInAll(people: number, units: number, { minimum, maximum }: ActingRange = actingInHouse): number {
	if (people === 0) return 0;
	const [fewest, most] = [units * Math.min(minimum, people), units * Math.min(maximum, people)];
	const sameForAll = Math.ceil(fewest / people) * people;
	return sameForAll <= most ? sameForAll : fewest < people ? most : fewest;
}

/**
 * Who acts when: two or three in each unit, everybody at least once, loads differing by one at most, and everybody once
 * before anybody acts again (house rule). The order is drawn by lot from the seed.
 */
export function planRotation(
	people: readonly string[],
	units: number,
	seed: string | number,
	range: ActingRange = actingInHouse,
): string[][] {
	const order = shuffled(people, randomFrom(seed));
	const shifts = shiftsInAll(people.length, units, range);
	const until = (unit: number) => Math.floor((unit * shifts) / units);
	return Array.from({ length: units }, (_, unit) => {
		const places = Array.from({ length: until(unit + 1) - until(unit) }, (_, place) => until(unit) + place);
		return places.flatMap((place) => order[place % order.length] ?? []);
	});
}

/** How many shifts each of the people has. */
export function loads(rotation: Rotation, people: readonly string[]): Map<string, number> {
	const counts = new Map(people.map((person) => [person, 0]));
	for (const person of rotation.flat()) if (counts.has(person)) counts.set(person, (counts.get(person) ?? 0) + 1);
	return counts;
}

/** One place in a rotation. */
export interface ActingPlace {
	unit: number;
	person: string;
}

export type SwapProblem =
	| { kind: 'no_such_shift'; place: ActingPlace }
	/** The unit has opened, and its shift with it. */
	| { kind: 'shift_has_begun'; unit: number }
	| { kind: 'same_person' }
	| { kind: 'same_unit' }
	/** One of the two acts in the other's unit already. */
	| { kind: 'acts_there_already'; place: ActingPlace };

/**
 * The rotation after two people exchanged shifts, both of which are still to come; nobody acts twice in a unit, and
 * loads stay as they are. That both consent is for the caller to know.
 */
export function swapShifts(
	rotation: Rotation,
	one: ActingPlace,
	other: ActingPlace,
	firstOpenUnit: number,
): Outcome<string[][], SwapProblem> {
	const problem = swapProblem(rotation, one, other, firstOpenUnit);
	if (problem) return refused(problem);
	const after = rotation.map((acting) => [...acting]);
	replace(after, one.unit, one.person, other.person);
	replace(after, other.unit, other.person, one.person);
	return done(after);
}

function swapProblem(
	rotation: Rotation,
	one: ActingPlace,
	other: ActingPlace,
	firstOpenUnit: number,
): SwapProblem | null {
	const acts = (unit: number, person: string) => rotation[unit - 1]?.includes(person) ?? false;
	for (const place of [one, other]) {
		if (!acts(place.unit, place.person)) return { kind: 'no_such_shift', place };
		if (place.unit < firstOpenUnit) return { kind: 'shift_has_begun', unit: place.unit };
	}
	if (one.person === other.person) return { kind: 'same_person' };
	if (one.unit === other.unit) return { kind: 'same_unit' };
	const crossing = [
		{ unit: other.unit, person: one.person },
		{ unit: one.unit, person: other.person },
	].find(({ unit, person }) => acts(unit, person));
	return crossing ? { kind: 'acts_there_already', place: crossing } : null;
}

function replace(units: string[][], unit: number, leaves: string, comes: string): void {
	const acting = units[unit - 1];
	const place = acting?.indexOf(leaves) ?? -1;
	if (acting && place >= 0) acting[place] = comes;
}
