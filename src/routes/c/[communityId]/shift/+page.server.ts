import { look, submit } from '#platform/server/form.ts';
import { meetingPage } from '#events/server/meeting-page.ts';
import {
	answerSwap,
	handOnShift,
	requestSwap,
	shiftPage,
	shiftPlan,
	tickShiftTask,
	writeHandover,
} from '#course/server/shift-verbs.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends(`live:community:${event.params.communityId}`);
	const shift = await look(event, shiftPage);
	const { shifts, swaps } = await look(event, shiftPlan);
	const agenda = shift.meeting ? (await look(event, meetingPage, { meetingId: shift.meeting.id })).agenda : [];
	return { shift, shifts, swaps, agenda };
};

export const actions: Actions = {
	tick: (event) => submit(event, tickShiftTask),
	handover: (event) => submit(event, writeHandover),
	swap: (event) => submit(event, requestSwap),
	answer: (event) => submit(event, answerSwap),
	handOn: (event) => submit(event, handOnShift),
};
