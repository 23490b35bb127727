import { closeMeeting, editAgenda, startAgendaItem } from '#events/server/agenda.ts';
import { checkIn } from '#events/server/presence.ts';
import { writeMinutes } from '#events/server/minutes.ts';
import { scheduleEvent } from '#events/server/planning.ts';
import { addCalendarDays, addMinutes, dateIn, instantOf, weekday } from '#platform/time.ts';
import type { MeetingEntry } from '#demo/corpus/company.ts';
import type { House } from '#demo/company/house.ts';
import { does } from '#demo/story/does.ts';
import { lot } from '#demo/story/lot.ts';
import { zone } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

/** A meeting from its invitation to its minutes; of one that is still to come the invitation and the agenda. */
export function meetingActs(house: House, meeting: MeetingEntry): Act[] {
	const { name, communityId, person, at } = house;
	const { title, planned, minutes, agenda } = meeting;
	const startsAt = meeting.starts ? at(meeting.starts) : ahead(house, meeting);
	let meetingId = '';
	const act = (when: Date, what: string, run: Act['run']): Act => ({
		at: when,
		what: `${name}: ${title}, ${what}`,
		run,
	});
	/** Asked for when it is time: whoever leads later may have no account yet. */
	const leader = () => person(planned.by);
	const plan = act(at(planned.at), 'planned', async (now) => {
		const wanted = { communityId, title, startsAt: startsAt.toISOString(), minutes };
		({ meetingId } = await does(leader(), now, scheduleEvent, wanted));
		const items = { titles: agenda.map((item) => item.title), minutes: agenda.map((item) => item.minutes) };
		await does(leader(), now, editAgenda, { meetingId, ...items });
	});
	if (!meeting.starts) return [plan];
	const arrivals = meeting.people.map((key) =>
		act(addMinutes(startsAt, Math.round(lot('arrives', key, title) * 13) - 11), `${key} comes`, (now) =>
			does(person(key), now, checkIn, { meetingId }),
		),
	);
	let begins = startsAt;
	const programme = agenda.map((item) => {
		const when = begins;
		begins = addMinutes(begins, item.minutes);
		return act(when, item.title, (now) => does(leader(), now, startAgendaItem, { meetingId }));
	});
	const ends = addMinutes(startsAt, minutes);
	return [
		plan,
		...arrivals,
		...programme,
		act(addMinutes(ends, -2), 'closed', (now) => does(leader(), now, closeMeeting, { meetingId })),
		act(addMinutes(ends, 35), 'written down', (now) =>
			does(leader(), now, writeMinutes, { meetingId, minutes: meeting.record ?? '' }),
		),
	];
}

/** So many days ahead, or on the Monday after where that is a weekend. */
function ahead({ today }: House, { starts_in: wanted, title }: MeetingEntry): Date {
	if (!wanted) throw new Error(`nobody knows when “${title}” is`);
	const day = addCalendarDays(dateIn(zone, today), wanted.days);
	const late = weekday(day) > 5 ? 8 - weekday(day) : 0;
	return instantOf(addCalendarDays(day, late), wanted.time, zone);
}
