import { groupSizes, planCost, type Group, type Week } from '#course/rules/groups.ts';
import { randomFrom, shuffled, type Random } from '#course/rules/seed.ts';

/**
 * The cost of the plan if this unit's people were seated by lot: the mean over `draws` random seatings of the house's
 * sizes. An estimate, the same for the same seed.
 */
export function chanceCost(people: Group, history: readonly Week[], seed: string, draws = 60): number {
	const random = randomFrom(seed);
	let sum = 0;
	for (let draw = 0; draw < draws; draw++) sum += planCost([...history, drawnByLot(people, random)]);
	return sum / draws;
}

function drawnByLot(people: Group, random: Random): Week {
	const order = shuffled(people, random);
	return groupSizes(people.length).map((size) => order.splice(0, size));
}
