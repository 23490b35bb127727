import type { AnyVerb } from '#platform/server/verb.ts';
import { fixGroups } from '#course/server/forming.ts';
import { groupsPage, myGroup } from '#course/server/groups-page.ts';
import { mergeLearningGroup } from '#course/server/merging.ts';
import { keepPairApart, proposeTables, seatCost, seatPerson } from '#course/server/seating.ts';
import {
	answerSwap,
	handOnShift,
	requestSwap,
	shiftPage,
	shiftPlan,
	tickShiftTask,
	writeHandover,
} from '#course/server/shift-verbs.ts';

/** Groups and shifts: what turns with every unit. */
export const rhythmVerbs: readonly AnyVerb[] = [
	groupsPage,
	proposeTables,
	seatCost,
	seatPerson,
	fixGroups,
	mergeLearningGroup,
	keepPairApart,
	myGroup,
	shiftPlan,
	shiftPage,
	tickShiftTask,
	writeHandover,
	requestSwap,
	answerSwap,
	handOnShift,
];
