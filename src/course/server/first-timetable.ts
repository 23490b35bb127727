import * as z from 'zod';
import { verb } from '#platform/server/verb.ts';
import { problemOf } from '#platform/server/problem.ts';
import { Refusal, refuse } from '#platform/refusal.ts';
import { daysBetween, isTimeZone, isWallTime } from '#platform/time.ts';
import type { Locale } from '#platform/viewer.ts';
import { formatDate } from '#ui/format.ts';
import { organisationGround } from '#community/server/standing.ts';
import type { DeliveryFormat } from '#course/package/model.ts';
import { defaultExtraDays, germanStates } from '#course/rules/holidays.ts';
import { nextIfFree, timetable, type Timetable, type TimetablePlan } from '#course/rules/timetable.ts';
import { formatOf, isOnSite, meetsOnSite, outlineOf, type CourseOutline } from '#course/server/course-content.ts';
import { rhythmOf } from '#course/server/timetable-plan.ts';
import { refuseTimetable } from '#course/server/timetable-refusals.ts';

const asTheFormatSays = z.union([z.literal(''), z.string().refine(isWallTime)]).default('');

/** What a cohort's first timetable follows from. */
export const rhythmFields = {
	courseVersionId: z.uuid(),
	language: z.enum(['de', 'en']).default('de'),
	timeZone: z.string().refine(isTimeZone).default('Europe/Berlin'),
	stateCode: z.enum(germanStates).default('HE'),
	startDate: z.iso.date(),
	/** On the cohort's clock; left out, the times that the delivery format proposes. */
	kickOffTime: asTheFormatSays,
	meetingTime: asTheFormatSays,
	/** An id from the course; left out, its first. */
	deliveryFormat: z.string().max(40).default(''),
	/** Only where everybody goes at their own pace; left out, as many weeks after the start as the format has. */
	examDate: z.union([z.literal(''), z.iso.date()]).default(''),
};
type Rhythm = { [Field in keyof typeof rhythmFields]: z.infer<(typeof rhythmFields)[Field]> };

/** A year and a half, with pauses and a retake. */
const longestDays = 550;

/** 24 and 31 December as long as the cohort and its exams can last; organisers may take them out again. */
export function daysOffOf({ startDate, language }: Pick<Rhythm, 'startDate' | 'language'>) {
	const year = Number(startDate.slice(0, 4));
	return [year, year + 1]
		.flatMap((each) => defaultExtraDays.map(({ day, name }) => ({ day: `${each}-${day}`, name: name[language] })))
		.filter(({ day }) => day >= startDate && daysBetween(startDate, day) <= longestDays);
}

/**
 * The timetable of a cohort that is about to be opened.
 * @throws Refusal at the field that makes it impossible
 */
export function firstTimetable(
	outline: CourseOutline,
	input: Rhythm,
	locale: Locale,
): { plan: TimetablePlan; timetable: Timetable; format: DeliveryFormat } {
	const format = formatOf(outline, input.deliveryFormat);
	if (input.deliveryFormat !== '' && format.id !== input.deliveryFormat)
		refuse('delivery_format_unknown', { field: 'deliveryFormat' });
	const plan: TimetablePlan = {
		startDate: input.startDate,
		kickOffTime: input.kickOffTime || format.times.kickOff,
		meetingTime: input.meetingTime || format.times.meeting,
		zone: input.timeZone,
		calendar: {
			state: input.stateCode,
			mariaeHimmelfahrt: true,
			extraDays: daysOffOf(input).map(({ day, name }) => ({ day, name: { de: name, en: name } })),
		},
		format: rhythmOf(outline, format.id),
		pauses: [],
		moved: [],
		examDate: (format.ownPaceWeeks !== null && input.examDate) || null,
	};
	if (plan.examDate) {
		const next = nextIfFree(plan.examDate, plan.calendar);
		if (next !== plan.examDate)
			refuse('cohort_exam_not_a_working_day', { field: 'examDate', values: { next: formatDate(next, locale) } });
	}
	const schedule = timetable(plan);
	if (!schedule.ok) return refuseTimetable(schedule.problem, { locale, timeZone: input.timeZone }, 'startDate');
	return { plan, timetable: schedule.value, format };
}

/** What a course offers for opening a cohort, and, once a day is chosen, the timetable that would follow. */
export const cohortPreview = verb({
	name: 'cohortPreview',
	method: 'get',
	path: '/organisations/{organisationId}/cohort-preview',
	summary: 'The delivery formats of a course and the timetable that a cohort opened in one of them would have',
	scope: 'course:read',
	who: ['organiser', 'administrator'],
	at: organisationGround,
	input: z.object({
		organisationId: z.uuid(),
		...rhythmFields,
		startDate: z.union([z.literal(''), rhythmFields.startDate]).default(''),
	}),
	async run({ trx, locale }, { startDate, ...input }) {
		const outline = await outlineOf(trx, input.courseVersionId);
		const chosen = formatOf(outline, input.deliveryFormat);
		const formats = outline.deliveryFormats.map((format) => ({
			id: format.id,
			title: format.title[locale],
			summary: format.summary?.[locale] ?? '',
			times: format.times,
			onSite: meetsOnSite(format),
			ownPace: format.ownPaceWeeks !== null,
		}));
		const answer = { formats, chosen: chosen.id, timetable: null, problem: null };
		if (startDate === '') return answer;
		try {
			const { timetable: found, format } = firstTimetable(outline, { ...input, startDate }, locale);
			return { ...answer, timetable: shown(found, format, locale) };
		} catch (cause) {
			if (!(cause instanceof Refusal)) throw cause;
			// shown where the timetable would stand, and again at its field when the cohort is opened
			return { ...answer, problem: problemOf(cause, locale).message };
		}
	},
});

function shown({ zone, meetings, work, ends, examDate }: Timetable, format: DeliveryFormat, locale: Locale) {
	const dates = [
		...meetings.map(({ meeting, start, end, placed, avoids }) => ({
			number: meeting,
			title: '',
			startsAt: start,
			endsAt: end,
			onSite: isOnSite(format, meeting),
			/** The holiday to which the meeting gives way. */
			avoids: placed === 'holiday' && avoids && avoids.kind !== 'weekend' ? avoids.name[locale] : null,
		})),
		...work.map(({ afterMeeting, start, end }) => ({
			number: null,
			title: format.seminarDays.find(({ meeting }) => meeting === afterMeeting)?.work?.title[locale] ?? '',
			startsAt: start,
			endsAt: end,
			onSite: true,
			avoids: null,
		})),
	];
	return {
		zone,
		dates: dates.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime()),
		endsAt: ends,
		examDate,
	};
}
