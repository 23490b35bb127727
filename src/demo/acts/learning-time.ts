import { markLessonRead } from '#course/server/lessons.ts';
import { bookTime } from '#course/server/learning-time.ts';
import { addCalendarDays, addMinutes, dateIn } from '#platform/time.ts';
import { does } from '#demo/story/does.ts';
import { lot, pick } from '#demo/story/lot.ts';
import { isSilentAt, meetingOf, unitOf, zone, type Stage } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

/** What somebody may note beside a booking; most say nothing. */
const notes = [
	'Texte gelesen, Notizen gemacht',
	'Gruppe, Videokonferenz',
	'Abschnitt geschrieben und zweimal gekürzt',
	'Beiträge gelesen und geantwortet',
	'Mit zwei Kolleginnen über die Aufgabe gesprochen',
	'Rückmeldung durchgearbeitet',
	'Abends in der Bahn gelesen',
	'Vorlage ausgefüllt, noch nicht fertig',
] as const;

/** How faithfully somebody books, from 0.4 to 1. */
const diligence = (key: string): number => 0.4 + 0.6 * lot('books', key);

/** Lessons read and hours booked, as faithfully as people do such things. */
export const learningTimeActs = (stage: Stage, lastUnit: number): Act[] =>
	stage.learners.flatMap((key) => [
		...Array.from({ length: lastUnit + 1 }, (_, number) => meetingHours(stage, key, number)).flat(),
		...Array.from({ length: lastUnit }, (_, index) => unitHours(stage, key, index + 1)).flat(),
		...Array.from({ length: lastUnit }, (_, index) => lessons(stage, key, index + 1)).flat(),
	]);

type Booking = { day: string; minutes: number; part: string; note?: string; suggestionKey?: string };

function booking(stage: Stage, key: string, at: Date, entry: Booking): Act[] {
	if (at >= stage.until || isSilentAt(stage, key, at)) return [];
	return [
		{
			at,
			what: `${stage.name}: ${key} books ${entry.minutes} minutes`,
			run: (now) => does(stage.person(key), now, bookTime, { communityId: stage.communityId, ...entry }),
		},
	];
}

/** Whoever was at a meeting takes over its suggestion that evening or the day after. */
function meetingHours(stage: Stage, key: string, number: number): Act[] {
	const { plan, until } = stage;
	const { id, startsAt, endsAt } = meetingOf(stage, number);
	const away = plan.absences.some(({ meeting, person, late }) => meeting === number && person === key && !late);
	if (endsAt >= until || away || lot('meeting hours', key, number) > diligence(key)) return [];
	return booking(stage, key, addMinutes(endsAt, 20 + Math.round(lot('later', key, number) * 900)), {
		day: dateIn(zone, startsAt),
		minutes: number === 0 ? 240 : 90,
		part: number === 0 ? 'kick_off' : 'meetings',
		suggestionKey: `meeting ${id}`,
	});
}

const evenings = [
	{ day: 3, time: '20:40' },
	{ day: 5, time: '21:50' },
	{ day: 6, time: '19:15' },
];
const earlier = { day: 1, time: '21:30' };

/** Three or four sittings in a unit, five hours in all; whoever books seldom books more at once. */
function unitHours(stage: Stage, key: string, unit: number): Act[] {
	const sittings = unit === 1 ? evenings : [earlier, ...evenings];
	return sittings.flatMap(({ day, time }) => {
		if (lot('unit hours', key, unit, day) > diligence(key)) return [];
		const at = addMinutes(stage.at({ unit, day, time }), Math.round(lot('minute', key, unit, day) * 90) - 45);
		const minutes = 45 + 15 * Math.floor(lot('length', key, unit, day) * 7);
		const note = lot('note', key, unit, day) < 0.3 ? pick(notes, key, unit, day) : '';
		const days = lot('day before', key, unit, day) < 0.2 ? -1 : 0;
		return booking(stage, key, at, { day: addCalendarDays(dateIn(zone, at), days), minutes, part: 'units', note });
	});
}

function lessons(stage: Stage, key: string, unit: number): Act[] {
	return unitOf(stage, unit).topics.flatMap(({ id }, index) => {
		const moment = { unit, day: (unit === 1 ? 3 : 1) + index, time: index === 1 ? '19:20' : '07:35' };
		const at = addMinutes(stage.at(moment), Math.round(lot('reads', key, id) * 110));
		if (at >= stage.until || isSilentAt(stage, key, at) || lot('lesson', key, id) > 0.5 + diligence(key) / 2) return [];
		return {
			at,
			what: `${stage.name}: ${key} marks “${id}” as read`,
			run: (now: Date) => does(stage.person(key), now, markLessonRead, { communityId: stage.communityId, topicId: id }),
		};
	});
}
