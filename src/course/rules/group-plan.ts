import { affinePlane } from '#course/rules/affine-plane.ts';
import { anneal, type Found, type PairTable, type Places } from '#course/rules/group-annealing.ts';
import { groupSizes, lowerBound } from '#course/rules/groups.ts';
import { randomFrom, shuffled, type Random } from '#course/rules/seed.ts';

const stepsInRun = 2_500_000;
const runs = 4;

/**
 * Groups for several weeks at once, for people numbered from 0 who are there in every week. The search ends as soon as
 * it reaches the bound of the house, and after ten million exchanges at the latest, about a second.
 * @param dislike for each week what it costs when two people share a group in it, beyond meeting again
 */
export function planAtOnce(
	people: number,
	weeks: number,
	seed: string | number,
	dislike: readonly PairTable[] = [],
): Found {
	const random = randomFrom(seed);
	const goal = lowerBound(people, weeks);
	const met = new Float64Array(people * people);
	let best = anneal(
		{ people, met, dislike, start: design(people, weeks, random) ?? lots(people, weeks, random) },
		{ steps: stepsInRun, goal, random },
	);
	for (let run = 1; run < runs && best.cost > goal; run++) {
		const found = anneal(
			{ people, met, dislike, start: lots(people, weeks, random) },
			{ steps: stepsInRun, goal, random },
		);
		if (found.cost < best.cost) best = found;
	}
	return best;
}

/** Groups of the sizes of the house, drawn by lot. */
export function byLot(people: readonly number[], random: Random): Places {
	const order = shuffled(people, random);
	return groupSizes(people.length).map((size) => order.splice(0, size));
}

const lots = (people: number, weeks: number, random: Random): Places[] =>
	Array.from({ length: weeks }, () => byLot([...Array(people).keys()], random));

/**
 * Sixteen people in ten weeks at the least possible cost: two planes, in each of which everybody meets everybody once,
 * the second one with the people in another order so that no group comes back as it was. `null` for other numbers.
 */
function design(people: number, weeks: number, random: Random): Places[] | null {
	if (people !== 16 || weeks > 10) return null;
	const everybody = [...Array(people).keys()];
	const planes = [1, 2].flatMap(() => {
		const order = shuffled(everybody, random);
		return shuffled(affinePlane(), random).map((week) => week.map((group) => group.map((n) => order[n] ?? 0)));
	});
	return planes.slice(0, weeks);
}
