import { sql, type Transaction } from 'kysely';
import { record } from '#platform/server/activity.ts';
import type { DB } from '#platform/server/schema.ts';
import { instantOf } from '#platform/time.ts';
import {
	regularTime,
	timetable,
	type ScheduledMeeting,
	type ScheduledWork,
	type TimetablePlan,
} from '#course/rules/timetable.ts';
import { expectDue, type CohortRow } from '#course/server/cohort-row.ts';
import { refuseTimetable } from '#course/server/timetable-refusals.ts';
import type { Reader } from '#ui/format.ts';

type Scheduled = { id: string; number: number; startsAt: Date; endsAt: Date; movedFrom: Date | null };
/** Where a meeting was and where it is now. */
export type Move = { meetingId: string; number: number; from: Date; to: Date };

/** The kick-off and the weekly meetings of a cohort in their order, held until the transaction ends. */
export function meetingsOf(trx: Transaction<DB>, cohort: CohortRow): Promise<Scheduled[]> {
	return trx
		.selectFrom('meeting')
		.select(['id', 'number', 'startsAt', 'endsAt', 'movedFrom'])
		.where('communityId', '=', cohort.communityId)
		.where('kind', 'in', ['kick_off', 'weekly'])
		.where('cancelledAt', 'is', null)
		.orderBy('number')
		.forUpdate()
		.execute();
}

/**
 * Brings the calendar in line with a plan: meetings that change their place move, and with them the shifts of the units
 * on both sides, since a shift ends with its meeting. To be called with the cohort's row locked.
 */
export async function reschedule(
	trx: Transaction<DB>,
	cohort: CohortRow,
	plan: TimetablePlan,
	{ now, reader, field }: { now: Date; reader: Reader; field: string },
): Promise<Move[]> {
	const wanted = timetable(plan);
	if (!wanted.ok) return refuseTimetable(wanted.problem, reader, field);
	const before = await meetingsOf(trx, cohort);
	const moves: Move[] = [];
	for (const was of before) {
		const is = wanted.value.meetings[was.number];
		if (!is) throw new Error(`meeting ${was.number} is not in the timetable`);
		const movedFrom = regularStart(is, plan);
		const stays = is.start.getTime() === was.startsAt.getTime() && is.end.getTime() === was.endsAt.getTime();
		if (stays && movedFrom?.getTime() === was.movedFrom?.getTime()) continue;
		await trx
			.updateTable('meeting')
			.set({
				startsAt: is.start,
				endsAt: is.end,
				movedFrom,
				...(stays ? {} : { sequence: sql`sequence + 1` }),
			})
			.where('id', '=', was.id)
			.execute();
		if (stays) continue;
		moves.push({ meetingId: was.id, number: was.number, from: was.startsAt, to: is.start });
	}
	if (moves.length === 0) return moves;
	await moveWork(trx, cohort, wanted.value.work);
	await moveShifts(trx, cohort, before, wanted.value.meetings);
	await expectDue(trx, cohort.id, now);
	return moves;
}

/** Work on a seminar day stays behind its meeting; whoever hears that the meeting moves knows that it does, too. */
async function moveWork(trx: Transaction<DB>, cohort: CohortRow, work: readonly ScheduledWork[]): Promise<void> {
	for (const { afterMeeting, start, end } of work)
		await trx
			.updateTable('meeting')
			.set({ startsAt: start, endsAt: end, sequence: sql`sequence + 1` })
			.where('communityId', '=', cohort.communityId)
			.where('kind', '=', 'work')
			.where('number', '=', afterMeeting + 1)
			.where('cancelledAt', 'is', null)
			.where((e) => e.or([e('startsAt', '<>', start), e('endsAt', '<>', end)]))
			.execute();
}

/** For a meeting moved by hand, where the rhythm alone would have it. */
function regularStart({ placed, meeting, regularDate }: ScheduledMeeting, plan: TimetablePlan): Date | null {
	if (placed !== 'by_hand') return null;
	return instantOf(regularDate, regularTime(plan, meeting), plan.zone);
}

/**
 * Shift n begins with the end of meeting n−1 and ends with that of meeting n. One that was handed on in between keeps
 * the instant at which that happened.
 */
async function moveShifts(
	trx: Transaction<DB>,
	cohort: CohortRow,
	before: readonly Scheduled[],
	after: readonly ScheduledMeeting[],
): Promise<void> {
	const shifts = await trx
		.selectFrom('shift')
		.select(['id', 'unitNumber', 'startsAt', 'endsAt'])
		.where('communityId', '=', cohort.communityId)
		.where('unitNumber', 'is not', null)
		.where('removedAt', 'is', null)
		.forUpdate()
		.execute();
	const followed = (instant: Date, meeting: number): Date => {
		const was = before.find(({ number }) => number === meeting)?.endsAt;
		return was?.getTime() === instant.getTime() ? (after[meeting]?.end ?? instant) : instant;
	};
	for (const { id, unitNumber, startsAt, endsAt } of shifts) {
		const starts = followed(startsAt, Number(unitNumber) - 1);
		const ends = followed(endsAt, Number(unitNumber));
		if (starts.getTime() === startsAt.getTime() && ends.getTime() === endsAt.getTime()) continue;
		await trx
			.updateTable('shift')
			.set({ startsAt: starts < ends ? starts : ends, endsAt: ends })
			.where('id', '=', id)
			.execute();
	}
}

/** One meeting that moved is told as such, several as a change of the timetable. */
export async function recordMoves(
	trx: Transaction<DB>,
	cohort: CohortRow,
	moves: readonly Move[],
	about: { actorId: string; reason: string; at: Date },
): Promise<void> {
	const { actorId, reason, at } = about;
	const common = { actorId, communityId: cohort.communityId, cohortId: cohort.id, at };
	const [first, ...others] = moves;
	if (!first) return;
	if (others.length === 0) {
		const { meetingId, number, from, to } = first;
		await record(trx, { ...common, kind: 'meeting_moved', subjectId: meetingId, data: { number, from, to } });
		return;
	}
	const data = {
		reason,
		moves: moves.map(({ meetingId, number, from, to }) => ({ meetingId, number, from, to })),
	};
	await record(trx, { ...common, kind: 'timetable_shifted', subjectId: cohort.id, data });
}
