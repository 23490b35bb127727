import { planRotation } from '#course/rules/rotation.ts';
import { answerSwap, requestSwap, shiftPlan, tickShiftTask, writeHandover } from '#course/server/shift-verbs.ts';
import type { Plan } from '#demo/corpus/plan.ts';
import { does } from '#demo/story/does.ts';
import { lot } from '#demo/story/lot.ts';
import { unitOf, type Stage } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

/**
 * The order in which people have to enrol so that the lot, which the product draws from it and from the cohort's seed,
 * gives the shifts of the plan (before the swap).
 */
export function enrolmentOrder({ shifts, swap }: Plan, people: readonly string[], seed: number): string[] {
	const before = (unit: number, key: string): string => {
		if (swap?.asked.unit === unit && key === swap.answered.by) return swap.asked.by;
		return swap?.answered.unit === unit && key === swap.asked.by ? swap.answered.by : key;
	};
	const order = people.map(() => '');
	const places = people.map((_, index) => String(index));
	for (const [index, acting] of planRotation(places, shifts.length, seed).entries())
		for (const [slot, place] of acting.entries()) {
			const key = shifts[index]?.people[slot];
			if (key) order[Number(place)] = before(index + 1, key);
		}
	if (new Set(order).size !== people.length || order.some((key) => !people.includes(key)))
		throw new Error('the planned shifts do not fit the rotation');
	return order;
}

async function shiftOf({ communityId, person }: Stage, at: Date, unit: number, key: string): Promise<string> {
	const { shifts } = await does(person(key), at, shiftPlan, { communityId });
	const shift = shifts.find(({ unitNumber, mine }) => mine && unitNumber === unit);
	if (!shift) throw new Error(`${key} has no shift in unit ${unit}`);
	return shift.id;
}

/** Tasks ticked off, handover notes, the swap. */
export const shiftActs = (stage: Stage, lastUnit: number): Act[] => [
	...stage.plan.shifts.flatMap(({ unit, people }) => (unit <= lastUnit ? taskActs(stage, unit, people) : [])),
	...handoverActs(stage),
	...swapActs(stage),
];

/** The two share the tasks of the guide and tick them off over the week; what would lie in the future stays open. */
function taskActs(stage: Stage, unit: number, people: readonly string[]): Act[] {
	const tasks = unitOf(stage, unit).managerGuide.tasks;
	const first = unit === 1 ? 3 : 1;
	return tasks.flatMap(({ id }, index) => {
		const key = people[index % people.length] ?? '';
		const day = first + Math.floor((index * (7 - first)) / tasks.length);
		const minutes = Math.floor(lot('task', unit, id) * 600);
		const time = `${String(9 + Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
		const at = stage.at({ unit, day, time });
		if (at >= stage.until || lot('left', unit, id) < 0.06) return [];
		return {
			at,
			what: `${stage.name}: ${key} ticks off “${id}” of unit ${unit}`,
			run: async (now: Date) => {
				const shiftId = await shiftOf(stage, now, unit, key);
				await does(stage.person(key), now, tickShiftTask, { shiftId, taskId: id });
			},
		};
	});
}

const handoverActs = (stage: Stage): Act[] =>
	stage.plan.handovers.map(({ unit, by, at, body }) => ({
		at: stage.at(at),
		what: `${stage.name}: ${by} hands over unit ${unit}`,
		run: async (now) => {
			const shiftId = await shiftOf(stage, now, unit, by);
			await does(stage.person(by), now, writeHandover, { shiftId, note: body });
		},
	}));

function swapActs(stage: Stage): Act[] {
	const { swap } = stage.plan;
	if (!swap) return [];
	const { asked, answered, words } = swap;
	let swapId = '';
	const ask: Act = {
		at: stage.at(asked.at),
		what: `${stage.name}: ${asked.by} asks to swap`,
		run: async (at) => {
			const shiftId = await shiftOf(stage, at, asked.unit, asked.by);
			const wantedShiftId = await shiftOf(stage, at, answered.unit, answered.by);
			const wish = { shiftId, wantedShiftId, message: words };
			({ swapId } = await does(stage.person(asked.by), at, requestSwap, wish));
		},
	};
	const answer: Act = {
		at: stage.at(answered.at),
		what: `${stage.name}: ${answered.by} answers the swap`,
		run: (at) => does(stage.person(answered.by), at, answerSwap, { swapId, accepted: answered.agreed }),
	};
	return [ask, answer];
}
