import type { Kysely } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import { wallClock } from '#platform/time.ts';
import { germanStates, type GermanState, type HolidayCalendar } from '#course/rules/holidays.ts';
import type { DeliveryFormat, TimetablePlan } from '#course/rules/timetable.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { formatOf, outlineOf, partsOfMeeting, type CourseOutline } from '#course/server/course-content.ts';

/** The rhythm that a delivery format of the course gives. */
export function rhythmOf(outline: Pick<CourseOutline, 'deliveryFormats' | 'units'>, formatId: string): DeliveryFormat {
	const format = formatOf(outline, formatId);
	const minutes = (parts: readonly { minutes: number }[]) => parts.reduce((sum, part) => sum + part.minutes, 0);
	const units = outline.units.length;
	return {
		kickOffMinutes: minutes(format.kickOffParts),
		meetings: format.ownPaceWeeks === null ? units : 0,
		meetingMinutes: minutes(format.meetingParts),
		daysBetween: format.unitDays,
		seminarDays: format.seminarDays.map((day) => ({
			meeting: day.meeting,
			time: day.time,
			minutes: minutes(partsOfMeeting(format, day.meeting)),
			work: day.work,
		})),
		ownPace: format.ownPaceWeeks === null ? null : { units, days: 7 * format.ownPaceWeeks },
	};
}

export const stateOf = (code: string): GermanState => germanStates.find((state) => state === code) ?? 'HE';

/** The working days of a cohort: its state's holidays and the days that its organisers keep free. */
export async function calendarOf(
	db: Kysely<DB>,
	cohort: Pick<CohortRow, 'id' | 'stateCode'>,
): Promise<HolidayCalendar> {
	const days = await db.selectFrom('cohortDayOff').select(['day', 'name']).where('cohortId', '=', cohort.id).execute();
	return {
		state: stateOf(cohort.stateCode),
		mariaeHimmelfahrt: true,
		extraDays: days.map(({ day, name }) => ({ day, name: { de: name, en: name } })),
	};
}

/** All from which the cohort's timetable follows, as it stands now. */
export async function planOf(db: Kysely<DB>, cohort: CohortRow): Promise<TimetablePlan> {
	const outline = await outlineOf(db, cohort.courseVersionId);
	const pauses = await db
		.selectFrom('cohortPause')
		.select(['afterMeeting', 'weeks'])
		.where('cohortId', '=', cohort.id)
		.orderBy('id')
		.execute();
	const moved = await db
		.selectFrom('meeting')
		.select(['number', 'startsAt'])
		.where('communityId', '=', cohort.communityId)
		.where('kind', 'in', ['kick_off', 'weekly'])
		.where('cancelledAt', 'is', null)
		.where('movedFrom', 'is not', null)
		.execute();
	return {
		startDate: cohort.startDate,
		kickOffTime: cohort.kickOffTime.slice(0, 5),
		meetingTime: cohort.meetingTime.slice(0, 5),
		zone: cohort.timeZone,
		calendar: await calendarOf(db, cohort),
		format: rhythmOf(outline, cohort.deliveryFormat),
		pauses,
		examDate: cohort.examDate,
		moved: moved.map(({ number, startsAt }) => ({ meeting: number, ...wallClock(startsAt, cohort.timeZone) })),
	};
}
