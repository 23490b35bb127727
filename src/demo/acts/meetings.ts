import { announceAbsence } from '#events/server/absences.ts';
import { closeMeeting, startAgendaItem } from '#events/server/agenda.ts';
import { checkIn, correctAttendance } from '#events/server/presence.ts';
import { meetingPage } from '#events/server/meeting-page.ts';
import { writeMinutes } from '#events/server/minutes.ts';
import { orderPresentations } from '#events/server/presentations.ts';
import { addMinutes, dateIn } from '#platform/time.ts';
import { groupActs } from '#demo/acts/groups.ts';
import { does } from '#demo/story/does.ts';
import { lot } from '#demo/story/lot.ts';
import { isSilentAt, leadersOf, meetingOf, zone, type Stage, type StageMeeting } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

/** A meeting from the first check-in to the minutes, with the forming of the next unit's groups. */
export function meetingActs(stage: Stage, number: number): Act[] {
	const meeting = meetingOf(stage, number);
	return [
		...absentActs(stage, meeting),
		...arrivals(stage, meeting),
		...programme(stage, meeting),
		...groupActs(stage, meeting),
		...afterwards(stage, meeting),
	];
}

const absencesAt = ({ plan }: Stage, number: number) => plan.absences.filter(({ meeting }) => meeting === number);

/** Announced the day before. */
function absentActs(stage: Stage, { number, startsAt }: StageMeeting): Act[] {
	const day = dateIn(zone, startsAt);
	return absencesAt(stage, number)
		.filter(({ announced }) => announced)
		.map(({ person, reason }) => ({
			at: addMinutes(startsAt, -24 * 60 + Math.round(lot(person, number) * 200)),
			what: `${stage.name}: ${person} announces to be away from meeting ${number}`,
			run: (at) =>
				does(stage.person(person), at, announceAbsence, {
					communityId: stage.communityId,
					fromDate: day,
					toDate: day,
					reason,
				}),
		}));
}

/** From a few minutes before the beginning on; companions are there first. */
function arrivals(stage: Stage, { id, number, startsAt }: StageMeeting): Act[] {
	const away = absencesAt(stage, number);
	const set = stage.plan.corrections.filter(({ meeting }) => meeting === number);
	const comes = (key: string): number | null => {
		if (set.some(({ person }) => person === key)) return null;
		const entry = away.find(({ person }) => person === key);
		if (entry) return entry.late ?? null;
		return isSilentAt(stage, key, startsAt) ? null : Math.round(lot('arrives', key, number) * 14) - 11;
	};
	const companions = stage.entry.companions.map((key) => ({ key, minutes: -14 }));
	const people = stage.learners.map((key) => ({ key, minutes: comes(key) }));
	return [...companions, ...people].flatMap(({ key, minutes }) =>
		minutes === null
			? []
			: {
					at: addMinutes(startsAt, minutes),
					what: `${stage.name}: ${key} comes to meeting ${number}`,
					run: (at: Date) => does(stage.person(key), at, checkIn, { meetingId: id }),
				},
	);
}

/** The agenda's items begin one after another; the results are presented in the order of the queue. */
function programme(stage: Stage, { id, number, startsAt, endsAt }: StageMeeting): Act[] {
	const agenda = (number === 0 ? stage.course.kickOff : stage.course.units[number - 1]?.agenda)?.items ?? [];
	const leader = stage.person(leadersOf(stage, number)[0]);
	let begins = startsAt;
	const acts: Act[] = agenda.map((item) => {
		const at = begins;
		begins = addMinutes(begins, item.minutes);
		return {
			at,
			what: `${stage.name}: meeting ${number}, ${item.id}`,
			run: async (now) => {
				await does(leader, now, startAgendaItem, { meetingId: id });
				if (item.kind === 'results') await present(stage, id, now);
			},
		};
	});
	const close = (at: Date) => does(leader, at, closeMeeting, { meetingId: id });
	return [...acts, { at: addMinutes(endsAt, -2), what: `${stage.name}: meeting ${number} is closed`, run: close }];

	async function present({ communityId: _ }: Stage, meetingId: string, now: Date): Promise<void> {
		const { queue } = await does(leader, now, meetingPage, { meetingId });
		for (const [index, { id: presentationId }] of queue.entries())
			await does(leader, addMinutes(now, 4 + index * 5), orderPresentations, {
				meetingId,
				presentationId,
				presented: true,
			});
	}
}

/** Minutes by whoever led, as the meeting ends; attendance set right by a companion. */
function afterwards(stage: Stage, { id, number, endsAt }: StageMeeting): Act[] {
	const minutes = stage.plan.minutes
		.filter(({ meeting }) => meeting === number)
		.map(({ by, body }) => ({
			at: addMinutes(endsAt, -1),
			what: `${stage.name}: ${by} writes the minutes of meeting ${number}`,
			run: (at: Date) => does(stage.person(by), at, writeMinutes, { meetingId: id, minutes: body }),
		}));
	const corrections = stage.plan.corrections
		.filter(({ meeting }) => meeting === number)
		.map(({ person, by, at, minutes: there, reason }) => ({
			at: stage.at(at),
			what: `${stage.name}: ${by} corrects the attendance of ${person}`,
			run: (now: Date) =>
				does(stage.person(by), now, correctAttendance, {
					meetingId: id,
					userId: stage.person(person).userId,
					minutes: there,
					reason,
				}),
		}));
	return [...minutes, ...corrections];
}
