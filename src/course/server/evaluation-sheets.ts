import { createHmac } from 'node:crypto';
import type { Kysely } from 'kysely';
import { addDays } from '#platform/time.ts';
import { config } from '#platform/server/config.ts';
import type { DB } from '#platform/server/schema.ts';
import type { CoursePackage, EvaluationQuestion } from '#course/package/model.ts';
import { addMonths } from '#course/rules/evaluation.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { courseFacts } from '#course/server/course-facts.ts';
import { packageOf } from '#course/server/course-package.ts';
import { closesAt, type UnitSchedule } from '#course/server/unit-schedule.ts';

/** `unit-5` after unit 5, `final` at the end, `later` three months after. */
export type SheetTime = { id: string; unit: number | null; opensAt: Date; closesAt: Date };
export type Sheet = SheetTime & { questions: EvaluationQuestion[] };

/** How long a sheet can be answered after the course, in days; what was fresh by then is not any more. */
const daysLeft = { unit: 7, final: 42, later: 42 };

/**
 * When the sheets open, in that order; none before there is a timetable. Those of units can be answered until the
 * course ends, and the last of them for a week beyond.
 */
function sheetTimes(schedule: UnitSchedule, zone: string, course: { units: number; laterAfterMonths: number }) {
	const end = schedule.ends;
	if (!end) return [];
	const later = addMonths(end, course.laterAfterMonths, zone);
	const unitsClose = addDays(end, daysLeft.unit, zone);
	const finalCloses = addDays(end, daysLeft.final, zone);
	// at one's own pace no unit ends before the course does; asking ten times at once would be no use
	const count = schedule.ownPace ? 0 : course.units;
	const units = Array.from({ length: count }, (_, index) => index + 1).flatMap((unit): SheetTime[] => {
		const closes = closesAt(schedule, unit);
		return closes ? [{ id: `unit-${unit}`, unit, opensAt: closes, closesAt: unitsClose }] : [];
	});
	return [
		...units,
		{ id: 'final', unit: null, opensAt: end, closesAt: finalCloses < later ? finalCloses : later },
		{ id: 'later', unit: null, opensAt: later, closesAt: addDays(later, daysLeft.later, zone) },
	];
}

export function sheetsOf(course: CoursePackage, schedule: UnitSchedule, zone: string): Sheet[] {
	const { unit, final, later, laterAfterMonths } = course.evaluation;
	return sheetTimes(schedule, zone, { units: course.units.length, laterAfterMonths }).map((sheet) => ({
		...sheet,
		questions: (sheet.unit ? unit : sheet.id === 'final' ? final : later).filter(
			({ withMeetings }) => !withMeetings || !schedule.ownPace,
		),
	}));
}

/** The times alone, from the stored course without reading all of it; none where the course asks nothing. */
export async function sheetTimesOf(db: Kysely<DB>, cohort: CohortRow, schedule: UnitSchedule): Promise<SheetTime[]> {
	const { units, laterAfterMonths } = await courseFacts(db, cohort.courseVersionId);
	if (units === null || laterAfterMonths === null) return [];
	return sheetTimes(schedule, cohort.timeZone, { units, laterAfterMonths });
}

export const isOpen = ({ opensAt, closesAt: closes }: SheetTime, now: Date): boolean => opensAt <= now && now < closes;

/** Names nobody, and differs from sheet to sheet, so that no two sheets of one person can be put together. */
export const respondentOf = (cohortId: string, sheet: string, userId: string): Buffer =>
	createHmac('sha256', config.secret).update(`evaluation ${cohortId} ${sheet} ${userId}`).digest();

export async function answeredSheets(
	db: Kysely<DB>,
	cohortId: string,
	sheets: readonly SheetTime[],
	userId: string,
): Promise<Set<string>> {
	if (sheets.length === 0) return new Set();
	const rows = await db
		.selectFrom('evaluationAnswer')
		.select('sheet')
		.distinct()
		.where('cohortId', '=', cohortId)
		.where(
			'respondent',
			'in',
			sheets.map(({ id }) => respondentOf(cohortId, id, userId)),
		)
		.execute();
	return new Set(rows.map(({ sheet }) => sheet));
}

/** Sheets that wait for a learner's answers. */
export async function openSheets(db: Kysely<DB>, cohort: CohortRow, schedule: UnitSchedule, userId: string, now: Date) {
	const course = await packageOf(db, cohort.courseVersionId);
	const open = sheetsOf(course, schedule, cohort.timeZone).filter((sheet) => isOpen(sheet, now));
	const answered = await answeredSheets(db, cohort.id, open, userId);
	return open.filter(({ id }) => !answered.has(id)).map(({ id, unit }) => ({ id, unit }));
}
