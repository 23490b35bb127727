import type { Transaction } from 'kysely';
import * as z from 'zod';
import { audit } from '#platform/server/audit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { isWallTime } from '#platform/time.ts';
import type { Outcome } from '#course/rules/outcome.ts';
import * as rule from '#course/rules/timetable.ts';
import type { TimetablePlan, TimetableProblem } from '#course/rules/timetable.ts';
import { lockCohort, type CohortRow } from '#course/server/cohort-row.ts';
import { cohortGround } from '#course/server/grounds.ts';
import { recordMoves, reschedule, type Move } from '#course/server/rescheduling.ts';
import { calendarOf, planOf } from '#course/server/timetable-plan.ts';
import { refuseTimetable } from '#course/server/timetable-refusals.ts';

const moved = z.object({
	moved: z.array(z.object({ meetingId: z.uuid(), number: z.int(), from: z.date(), to: z.date() })),
});
const reason = z.string().trim().max(400).default('');

/** Moves one meeting (0 is the kick-off) and no other; the units and shifts on both sides of it follow. */
export const moveMeeting = verb({
	name: 'moveMeeting',
	method: 'post',
	path: '/cohorts/{cohortId}/timetable/moves',
	summary: 'Move a single meeting of the timetable',
	scope: 'course:write',
	who: ['organiser', 'companion'],
	at: cohortGround,
	input: z.object({
		cohortId: z.uuid(),
		meeting: z.coerce.number().int().min(0).max(60),
		date: z.iso.date(),
		time: z.string().refine(isWallTime),
		reason,
	}),
	output: moved,
	async run(scene, { cohortId, meeting, date, time, reason }) {
		const cohort = await running(scene.trx, cohortId);
		return change(scene, cohort, (plan) => rule.moveMeeting(plan, { meeting, date, time }, scene.now), reason, 'date');
	},
});

/** Puts in a pause of whole weeks after a meeting; everything that comes later moves. */
export const insertPause = verb({
	name: 'insertPause',
	method: 'post',
	path: '/cohorts/{cohortId}/timetable/pauses',
	summary: 'Put a pause into the timetable',
	scope: 'course:write',
	who: ['organiser'],
	at: cohortGround,
	input: z.object({
		cohortId: z.uuid(),
		afterMeeting: z.coerce.number().int().min(0).max(60),
		weeks: z.coerce.number().int().min(1).max(12),
		reason,
	}),
	output: moved,
	async run(scene, { cohortId, afterMeeting, weeks, reason }) {
		const cohort = await running(scene.trx, cohortId);
		const answer = await change(
			scene,
			cohort,
			(plan) => rule.insertPause(plan, { afterMeeting, weeks }, scene.now),
			reason,
			'afterMeeting',
		);
		await scene.trx
			.insertInto('cohortPause')
			.values({ cohortId, afterMeeting, weeks, reason, createdAt: scene.now })
			.execute();
		return answer;
	},
});

/** Takes a pause out again; everything after moves back. */
export const removePause = verb({
	name: 'removePause',
	method: 'delete',
	path: '/cohorts/{cohortId}/timetable/pauses/{pauseId}',
	summary: 'Take a pause out of the timetable',
	scope: 'course:write',
	who: ['organiser'],
	at: cohortGround,
	input: z.object({ cohortId: z.uuid(), pauseId: z.uuid() }),
	output: moved,
	async run(scene, { cohortId, pauseId }) {
		const cohort = await running(scene.trx, cohortId);
		const pauses = await scene.trx
			.selectFrom('cohortPause')
			.select(['id', 'reason'])
			.where('cohortId', '=', cohortId)
			.orderBy('id')
			.execute();
		const index = pauses.findIndex(({ id }) => id === pauseId);
		if (index < 0) throw notFound();
		const answer = await change(
			scene,
			cohort,
			(plan) => rule.removePause(plan, index, scene.now),
			pauses[index]?.reason ?? '',
			'pauseId',
		);
		await scene.trx.deleteFrom('cohortPause').where('id', '=', pauseId).execute();
		return answer;
	},
});

/** Keeps a day free: a meeting on it goes to the next working day, and it does not count for exam deadlines. */
export const addDayOff = verb({
	name: 'addDayOff',
	method: 'post',
	path: '/cohorts/{cohortId}/timetable/days-off',
	summary: 'Keep a day free of meetings and working days',
	scope: 'course:write',
	who: ['organiser'],
	at: cohortGround,
	input: z.object({ cohortId: z.uuid(), day: z.iso.date(), name: z.string().trim().min(2).max(80) }),
	output: moved,
	async run(scene, { cohortId, day, name }) {
		const cohort = await running(scene.trx, cohortId);
		const before = await planOf(scene.trx, cohort);
		await scene.trx
			.insertInto('cohortDayOff')
			.values({ cohortId, day, name })
			.onConflict((c) => c.columns(['cohortId', 'day']).doUpdateSet({ name }))
			.execute();
		return recalendar(scene, cohort, before, name);
	},
});

/** Makes a day that was kept free an ordinary one again. */
export const removeDayOff = verb({
	name: 'removeDayOff',
	method: 'delete',
	path: '/cohorts/{cohortId}/timetable/days-off/{day}',
	summary: 'Make a day that was kept free an ordinary one',
	scope: 'course:write',
	who: ['organiser'],
	at: cohortGround,
	input: z.object({ cohortId: z.uuid(), day: z.iso.date() }),
	output: moved,
	async run(scene, { cohortId, day }) {
		const cohort = await running(scene.trx, cohortId);
		const before = await planOf(scene.trx, cohort);
		const removed = await scene.trx
			.deleteFrom('cohortDayOff')
			.where('cohortId', '=', cohortId)
			.where('day', '=', day)
			.returning('name')
			.executeTakeFirst();
		if (!removed) throw notFound();
		return recalendar(scene, cohort, before, removed.name);
	},
});

async function running(trx: Transaction<DB>, cohortId: string): Promise<CohortRow> {
	const cohort = await lockCohort(trx, cohortId);
	if (cohort.cancelledAt) refuse('cohort_is_cancelled');
	return cohort;
}

type Change = (plan: TimetablePlan) => Outcome<TimetablePlan, TimetableProblem>;

async function change(scene: Scene, cohort: CohortRow, make: Change, reason: string, field: string) {
	const reader = { locale: scene.locale, timeZone: cohort.timeZone };
	const changed = make(await planOf(scene.trx, cohort));
	if (!changed.ok) return refuseTimetable(changed.problem, reader, field);
	return carryOut(scene, cohort, changed.value, reason, field);
}

/** The calendar of free days has changed: what has begun must stay where it is, the rest follows the rhythm. */
async function recalendar(scene: Scene, cohort: CohortRow, before: TimetablePlan, reason: string) {
	const calendar = await calendarOf(scene.trx, cohort);
	const reader = { locale: scene.locale, timeZone: cohort.timeZone };
	const changed = rule.changePlan(before, { ...before, calendar }, scene.now);
	if (!changed.ok) return refuseTimetable(changed.problem, reader, 'day');
	return carryOut(scene, cohort, changed.value, reason, 'day');
}

async function carryOut(scene: Scene, cohort: CohortRow, plan: TimetablePlan, reason: string, field: string) {
	const { trx, now, locale } = scene;
	const actorId = signedIn(scene).userId;
	const reader = { locale, timeZone: cohort.timeZone };
	const moves: Move[] = await reschedule(trx, cohort, plan, { now, reader, field });
	await recordMoves(trx, cohort, moves, { actorId, reason, at: now });
	await audit(trx, {
		action: 'timetable_changed',
		actorId,
		subjectId: cohort.id,
		cohortId: cohort.id,
		detail: { reason, moves: moves.length },
	});
	return { moved: moves };
}
