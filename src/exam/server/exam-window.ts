import type { Kysely } from 'kysely';
import { nextIfFree } from '#course/rules/timetable.ts';
import { calendarOf } from '#course/server/timetable-plan.ts';
import { examWindow, type ExamWindow } from '#exam/rules/deadline.ts';
import type { ExamCohort } from '#exam/server/exam-row.ts';
import type { DB } from '#platform/server/schema.ts';
import type { Locale } from '#platform/viewer.ts';
import { refuse } from '#platform/refusal.ts';
import { type CalendarDate, instantOf } from '#platform/time.ts';
import { formatDate } from '#ui/format.ts';
import { m } from '#messages/messages.js';

/** The window of an exam that opens on this day at this time on the cohort's clock; refused on a day without work. */
export async function windowFrom(
	db: Kysely<DB>,
	cohort: ExamCohort,
	opening: { date: string; time: string; workingDays: number; locale: Locale },
): Promise<ExamWindow> {
	const { date, time, workingDays, locale } = opening;
	const calendar = await calendarOf(db, cohort);
	const opensAt = instantOf(date, time, cohort.timeZone);
	const window = examWindow({ opensAt, zone: cohort.timeZone, calendar, workingDays });
	if (window.ok) return window.value;
	const { why, nextWorkingDay } = window.problem;
	const reason = why.kind === 'weekend' ? m.exam_weekend({}, { locale }) : why.name[locale];
	return refuse('exam_not_a_working_day', {
		field: 'opensOn',
		values: { day: formatDate(date, locale), why: reason, next: formatDate(nextWorkingDay, locale) },
	});
}

/** The day of an exam that was fixed when the cohort was opened, or the next if it has been kept free since; else null. */
export async function fixedExamDay(db: Kysely<DB>, cohort: ExamCohort): Promise<CalendarDate | null> {
	return cohort.examDate === null ? null : nextIfFree(cohort.examDate, await calendarOf(db, cohort));
}

/** The window of an exam that was scheduled, with its days, as the cohort's calendar stands now. */
export async function windowOfExam(
	db: Kysely<DB>,
	cohort: ExamCohort,
	exam: { opensAt: Date; endsAt: Date },
	workingDays: number,
): Promise<ExamWindow> {
	const calendar = await calendarOf(db, cohort);
	const window = examWindow({ opensAt: exam.opensAt, zone: cohort.timeZone, calendar, workingDays });
	return window.ok && window.value.endsAt.getTime() === exam.endsAt.getTime()
		? window.value
		: { opensAt: exam.opensAt, endsAt: exam.endsAt, days: [] };
}
