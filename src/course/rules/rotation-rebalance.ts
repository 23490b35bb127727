import { type ActingRange, actingInHouse, loads, type Rotation } from '#course/rules/rotation.ts';
import { randomFrom, shuffled } from '#course/rules/seed.ts';

export interface RotationChange {
	rotation: Rotation;
	/** Everybody who is there now; whoever is in the rotation and not here has left. */
	people: readonly string[];
	/** The first unit that has not opened yet, from 1; those before stay as they are. */
	firstOpenUnit: number;
	seed: string | number;
}

/**
 * The rotation after people left or joined, changed only in units that have not opened (house rule). Leavers' shifts
 * are dropped, units with too few are filled, whoever has no shift gets one, and then shifts pass from the most to the
 * least burdened until loads are as equal as the shifts already held allow.
 */
export function rebalanceRotation(change: RotationChange, range: ActingRange = actingInHouse): string[][] {
	const { plan, units } = withoutLeavers(change, range);
	plan.open.forEach((acting) => fill(acting, plan));
	for (const person of plan.counts.keys()) serve(person, plan);
	while (passOn(plan)) continue;
	return units;
}

/** The units to come, being rearranged, and how many shifts everybody has in all units. */
interface Plan {
	open: string[][];
	counts: Map<string, number>;
	range: ActingRange;
}

/** One shift that goes from one person to another. */
interface Handing {
	acting: string[];
	giver: string;
	taker: string;
}

function withoutLeavers({ rotation, people, firstOpenUnit, seed }: RotationChange, range: ActingRange) {
	const stays = new Set(people);
	const isOpen = (index: number) => index + 1 >= firstOpenUnit;
	const units = rotation.map((acting, index) => acting.filter((person) => !isOpen(index) || stays.has(person)));
	// among equals the first is taken, so their order is drawn by lot
	const counts = loads(units, shuffled(people, randomFrom(seed)));
	const plan: Plan = { open: units.filter((_, index) => isOpen(index)), counts, range };
	return { plan, units };
}

/** Fills a unit up to the minimum: from one that can spare somebody, or else by the least burdened. */
function fill(acting: string[], plan: Plan): void {
	const needed = Math.min(plan.range.minimum, plan.counts.size);
	while (acting.length < needed) {
		const spare = spareFor(acting, plan);
		if (spare) leave(spare.acting, spare.person, plan);
		enter(acting, spare?.person ?? leastLoaded(plan, acting), plan);
	}
}

/** Gives a shift to somebody who has none: from somebody with two, or else as a further one in the emptiest unit. */
function serve(person: string, plan: Plan): void {
	while (loadOf(person, plan) === 0 && passOn(plan)) continue;
	if (loadOf(person, plan) > 0) return;
	const [emptiest] = plan.open
		.filter((acting) => acting.length < plan.range.maximum)
		.toSorted((a, b) => a.length - b.length);
	if (emptiest) enter(emptiest, person, plan);
}

/** Passes shifts on from one of the most burdened to somebody with two less at least; false if there is no way. */
function passOn(plan: Plan): boolean {
	const burdened = [...plan.counts.keys()].toSorted((a, b) => loadOf(b, plan) - loadOf(a, plan));
	for (const start of burdened) {
		const chain = chainFrom(start, plan);
		for (const { acting, giver, taker } of chain) {
			leave(acting, giver, plan);
			enter(acting, taker, plan);
		}
		if (chain.length > 0) return true;
	}
	return false;
}

/**
 * The shortest chain of handings from a person to somebody with two shifts less at least; empty if there is none. Loads
 * are as equal as can be when there is no such chain (Harvey, Ladner, Lovász and Tamir, 2006, on semi-matchings).
 */
function chainFrom(start: string, plan: Plan): Handing[] {
	const reached = new Map<string, Handing | null>([[start, null]]);
	for (const giver of reached.keys()) {
		if (loadOf(giver, plan) <= loadOf(start, plan) - 2) return chainTo(giver, reached);
		for (const acting of plan.open.filter((each) => each.includes(giver))) {
			for (const taker of plan.counts.keys()) {
				if (!reached.has(taker) && !acting.includes(taker)) reached.set(taker, { acting, giver, taker });
			}
		}
	}
	return [];
}

function chainTo(person: string, reached: ReadonlyMap<string, Handing | null>): Handing[] {
	const handing = reached.get(person) ?? null;
	return handing ? [...chainTo(handing.giver, reached), handing] : [];
}

function spareFor(acting: readonly string[], plan: Plan): { acting: string[]; person: string } | null {
	for (const full of plan.open.filter((each) => each.length > plan.range.minimum)) {
		const person = full.find((each) => !acting.includes(each));
		if (person !== undefined) return { acting: full, person };
	}
	return null;
}

function leastLoaded(plan: Plan, acting: readonly string[]): string {
	const able = [...plan.counts.keys()].filter((person) => !acting.includes(person));
	return able.toSorted((a, b) => loadOf(a, plan) - loadOf(b, plan))[0] ?? '';
}

function enter(acting: string[], person: string, plan: Plan): void {
	acting.push(person);
	plan.counts.set(person, loadOf(person, plan) + 1);
}

function leave(acting: string[], person: string, plan: Plan): void {
	acting.splice(acting.indexOf(person), 1);
	plan.counts.set(person, loadOf(person, plan) - 1);
}

function loadOf(person: string, plan: Plan): number {
	return plan.counts.get(person) ?? 0;
}
