import type { Transaction } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import type { Locale } from '#platform/viewer.ts';
import type { Timetable } from '#course/rules/timetable.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { formatOf, isOnSite, partsOfMeeting, type CourseOutline } from '#course/server/course-content.ts';

type Scheduling = {
	communityId: string;
	timetable: Timetable;
	outline: CourseOutline;
	deliveryFormat: string;
	language: Locale;
	conferencingUrl: string;
	/** Where meetings on site are held. */
	place: string;
	at: Date;
};

/** Puts the kick-off and the meetings of a timetable into the calendar, each with the package's agenda. */
export async function scheduleMeetings(trx: Transaction<DB>, scheduling: Scheduling): Promise<void> {
	const { communityId, timetable, outline, deliveryFormat, conferencingUrl, place, language, at } = scheduling;
	const format = formatOf(outline, deliveryFormat);
	for (const { kind, meeting: number, start, end } of timetable.meetings) {
		const onSite = isOnSite(format, number);
		const { id } = await trx
			.insertInto('meeting')
			.values({
				communityId,
				kind,
				number,
				startsAt: start,
				endsAt: end,
				conferencingUrl: onSite ? '' : conferencingUrl,
				place: onSite ? place : '',
				createdAt: at,
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		const items = agendaItems(scheduling, number).map((item) => ({ ...item, meetingId: id }));
		if (items.length > 0) await trx.insertInto('agendaItem').values(items).execute();
	}
	for (const { afterMeeting, start, end } of timetable.work) {
		const title = format.seminarDays.find(({ meeting }) => meeting === afterMeeting)?.work?.title[language] ?? '';
		await trx
			.insertInto('meeting')
			.values({
				communityId,
				kind: 'work',
				number: afterMeeting + 1,
				title,
				startsAt: start,
				endsAt: end,
				place,
				createdAt: at,
			})
			.execute();
	}
}

/**
 * The parts of a meeting in their order, each with the items that the package's agenda has for it, or as an item of its
 * own. The last part looks ahead, those before it look back, apart from work on the unit and breaks.
 */
function agendaItems(
	{ outline, deliveryFormat, language }: Pick<Scheduling, 'outline' | 'deliveryFormat' | 'language'>,
	number: number,
) {
	const format = formatOf(outline, deliveryFormat);
	const agenda = number === 0 ? outline.kickOff : outline.units[number - 1]?.agenda;
	return partsOfMeeting(format, number)
		.flatMap((part, index, parts) => {
			const items = (agenda?.items ?? []).filter((item) => item.part === part.id);
			const is = part.hours !== 'meeting' ? 'work' : index > 0 && index === parts.length - 1 ? 'outlook' : 'review';
			return (items.length > 0 ? items : [part]).map(({ title, minutes }) => ({ part: is, title, minutes }));
		})
		.map(({ title, ...item }, position) => ({ ...item, title: title[language], position }));
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
	if (items.length === 0) return;
	await trx
		.insertInto('agendaItem')
		.values(items.map((item) => ({ ...item, meetingId: meeting.id })))
		.execute();
}
