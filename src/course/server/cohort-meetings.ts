import type { Transaction } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import type { Locale } from '#platform/viewer.ts';
import type { Timetable } from '#course/rules/timetable.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { formatOf, type CourseOutline } from '#course/server/course-content.ts';

type Scheduling = {
	communityId: string;
	timetable: Timetable;
	outline: CourseOutline;
	deliveryFormat: string;
	language: Locale;
	conferencingUrl: string;
	at: Date;
};

/** Puts the kick-off and the meetings of a timetable into the calendar, each with the package's agenda. */
export async function scheduleMeetings(trx: Transaction<DB>, scheduling: Scheduling): Promise<void> {
	const { communityId, timetable, conferencingUrl, at } = scheduling;
	for (const { kind, meeting: number, start, end } of timetable.meetings) {
		const { id } = await trx
			.insertInto('meeting')
			.values({ communityId, kind, number, startsAt: start, endsAt: end, conferencingUrl, createdAt: at })
			.returning('id')
			.executeTakeFirstOrThrow();
		const items = agendaItems(scheduling, number).map((item) => ({ ...item, meetingId: id }));
		if (items.length > 0) await trx.insertInto('agendaItem').values(items).execute();
	}
}

/** The first part of a meeting looks back, the others ahead. */
function agendaItems(
	{ outline, deliveryFormat, language }: Pick<Scheduling, 'outline' | 'deliveryFormat' | 'language'>,
	number: number,
) {
	const format = formatOf(outline, deliveryFormat);
	const agenda = number === 0 ? outline.kickOff : outline.units[number - 1]?.agenda;
	const first = (number === 0 ? format.kickOffParts : format.meetingParts)[0]?.id;
	return (agenda?.items ?? []).map(({ title, part, minutes }, position) => ({
		part: part === first ? 'review' : 'outlook',
		title: title[language],
		minutes,
		position,
	}));
}

/** Gives the meeting of a unit the agenda of another version, unless the meeting has been opened. */
export async function replaceAgenda(
	trx: Transaction<DB>,
	cohort: CohortRow,
	outline: CourseOutline,
	unitNumber: number,
): Promise<void> {
	const meeting = await trx
		.selectFrom('meeting')
		.select('id')
		.where('communityId', '=', cohort.communityId)
		.where('kind', '=', 'weekly')
		.where('number', '=', unitNumber)
		.where('cancelledAt', 'is', null)
		.where('openedAt', 'is', null)
		.executeTakeFirst();
	if (!meeting) return;
	const language = cohort.language === 'en' ? 'en' : 'de';
	const items = agendaItems({ outline, deliveryFormat: cohort.deliveryFormat, language }, unitNumber);
	await trx.deleteFrom('agendaItem').where('meetingId', '=', meeting.id).execute();
	await trx
		.insertInto('agendaItem')
		.values(items.map((item) => ({ ...item, meetingId: meeting.id })))
		.execute();
}
