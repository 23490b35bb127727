import { ICalCalendar, ICalCalendarMethod, ICalEventStatus, type ICalEventData } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { tzlib_get_ical_block } from 'timezones-ical-library';

/** A meeting as calendars know it. */
export interface CalendarEvent {
	/** Stays the same when the meeting moves. */
	id: string;
	/** Counts the changes of time, place or standing, from 0; calendars take the highest. */
	sequence: number;
	startsAt: Date;
	endsAt: Date;
	/** IANA name; the time on the wall there is what people agreed on. */
	zone: string;
	title: string;
	/** Plain text. */
	description: string;
	/** A room or the address of a conferencing system. */
	place: string;
	/** The meeting's own page. */
	url: string;
	cancelled: boolean;
	/** When it last changed. */
	changedAt: Date;
}

export interface Party {
	name: string;
	email: string;
}

/** The address of this instance; it makes the ids unique in the world. */
export interface Publisher {
	/** Host name without scheme and port. */
	host: string;
}

/** A feed to subscribe to; cancelled events stay in it, so that subscribed calendars take them away. */
export function calendarFeed(name: string, events: readonly CalendarEvent[], publisher: Publisher): string {
	const calendar = emptyCalendar(ICalCalendarMethod.PUBLISH);
	calendar.name(oneLine(name)).ttl(3600);
	for (const event of events) calendar.createEvent(eventData(event, publisher));
	return calendar.toString();
}

export interface Invitation {
	event: CalendarEvent;
	/** Whom the mail comes from. */
	organiser: Party;
	attendee: Party;
	publisher: Publisher;
}

/**
 * What goes with a mail: the request to note the event, or to note its new time, or to strike it out when it is
 * cancelled. Nobody has to answer, since the platform keeps who comes.
 */
export function invitationFile({ event, organiser, attendee, publisher }: Invitation): string {
	const calendar = emptyCalendar(event.cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST);
	const noted = calendar.createEvent(eventData(event, publisher));
	noted.organizer({ name: oneLine(organiser.name), email: organiser.email });
	noted.createAttendee({ name: oneLine(attendee.name), email: attendee.email, rsvp: false });
	return calendar.toString();
}

function emptyCalendar(method: ICalCalendarMethod): ICalCalendar {
	return new ICalCalendar({
		method,
		prodId: { company: 'Allmende', product: 'Allmende', language: 'EN' },
		timezone: { name: null, generator: timezoneBlock },
	});
}

function eventData(event: CalendarEvent, { host }: Publisher): ICalEventData {
	return {
		id: `${event.id}@${host}`,
		sequence: event.sequence,
		stamp: event.changedAt,
		lastModified: event.changedAt,
		start: onTheWall(event.startsAt, event.zone),
		end: onTheWall(event.endsAt, event.zone),
		timezone: event.zone,
		summary: oneLine(event.title),
		description: severalLines(event.description) || null,
		location: oneLine(event.place) || null,
		url: oneLine(event.url),
		status: event.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
	};
}

/** A `Date` would be written as what the clock of this process shows. */
function onTheWall(instant: Date, zone: string): Temporal.ZonedDateTime {
	return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
}

/** ical-generator writes the line breaks of a calendar's name as they are, and with them lines of their own. */
function oneLine(text: string): string {
	return text.replaceAll(/\p{Cc}+/gu, ' ').trim();
}

function severalLines(text: string): string {
	return text.replaceAll(/\r\n?/g, '\n').replaceAll(/[^\P{Cc}\n]/gu, ' ');
}

/** The rules of a zone's summer time, for calendars that do not know it by name. */
function timezoneBlock(zone: string): string | null {
	const [block] = tzlib_get_ical_block(zone);
	return block ?? null;
}
