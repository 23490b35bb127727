import type { Kysely, Selectable } from 'kysely';
import { m } from '#messages/messages.js';
import { calendarFeed, invitationFile, type CalendarEvent, type Party } from '#platform/server/calendar.ts';
import { config } from '#platform/server/config.ts';
import type { DB, Meeting } from '#platform/server/schema.ts';
import type { Locale } from '#platform/viewer.ts';

type MeetingRow = Selectable<Meeting> & { community: string; zone: string };

const host = new URL(config.publicUrl).hostname;
const publisher = { host };

/** Meetings with what calendars want to know of their community. */
export const meetingsOf = (db: Kysely<DB>) =>
	db
		.selectFrom('meeting as m')
		.innerJoin('community as c', 'c.id', 'm.communityId')
		.leftJoin('cohort as k', 'k.communityId', 'c.id')
		.selectAll('m')
		.select(['c.name as community'])
		.select((e) => e.fn.coalesce('k.timeZone', 'c.timeZone').as('zone'));

export function eventOf(meeting: MeetingRow, locale: Locale): CalendarEvent {
	const to = { locale };
	const name =
		meeting.title ||
		(meeting.kind === 'kick_off' ? m.news_kick_off({}, to) : m.news_meeting_name({ number: meeting.number }, to));
	return {
		id: meeting.id,
		sequence: meeting.sequence,
		startsAt: meeting.startsAt,
		endsAt: meeting.endsAt,
		zone: meeting.zone,
		title: `${name} · ${meeting.community}`,
		description: meeting.conferencingUrl,
		place: meeting.place || meeting.conferencingUrl,
		url: `${config.publicUrl}/c/${meeting.communityId}/meetings/${meeting.id}`,
		cancelled: meeting.cancelledAt !== null,
		changedAt: meeting.cancelledAt ?? meeting.createdAt,
	};
}

/** The sender's bare address: calendars send nothing there, but demand one. */
const sender = (): string => /<([^>]+)>/.exec(config.mailFrom)?.[1] ?? config.mailFrom;

/** The file that goes with a mail about one meeting; `null` when it is gone. */
export async function meetingFile(
	db: Kysely<DB>,
	meetingId: string,
	attendee: Party & { locale: Locale },
): Promise<string | null> {
	const meeting = await meetingsOf(db).where('m.id', '=', meetingId).executeTakeFirst();
	if (!meeting) return null;
	const organiser = { name: meeting.community, email: sender() };
	return invitationFile({ event: eventOf(meeting, attendee.locale), organiser, attendee, publisher });
}

/** All meetings of a community that are still to come at `from`, called off ones too, so that they can be struck out. */
export async function meetingsFile(
	db: Kysely<DB>,
	communityId: string,
	from: Date,
	locale: Locale,
): Promise<string | null> {
	const meetings = await meetingsOf(db)
		.where('m.communityId', '=', communityId)
		.where('m.endsAt', '>', from)
		.orderBy('m.startsAt')
		.execute();
	const [first] = meetings;
	return first ? feedOf(first.community, meetings, locale) : null;
}

/** A feed to subscribe to. */
export const feedOf = (name: string, meetings: readonly MeetingRow[], locale: Locale): string =>
	calendarFeed(
		name,
		meetings.map((meeting) => eventOf(meeting, locale)),
		publisher,
	);

/** One meeting to put into a calendar by hand; `null` when it is gone. */
export async function meetingDownload(db: Kysely<DB>, meetingId: string, locale: Locale): Promise<string | null> {
	const meeting = await meetingsOf(db).where('m.id', '=', meetingId).executeTakeFirst();
	return meeting ? feedOf(meeting.community, [meeting], locale) : null;
}
