import { beforeAll, expect, test } from 'vitest';
import { publishHouseRules } from '#community/server/house-rules.ts';
import { openCalendar, subscribedCalendar } from '#events/server/calendars.ts';
import { closeMeeting, editAgenda, startAgendaItem } from '#events/server/agenda.ts';
import { checkIn } from '#events/server/presence.ts';
import { meetingPage } from '#events/server/meeting-page.ts';
import { writeMinutes } from '#events/server/minutes.ts';
import { callOffEvent, changeEvent, scheduleEvent } from '#events/server/planning.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does, person } from '../../../tests/cast.ts';
import { community, company } from '../../../tests/company.ts';
import { cohortWorld } from '../../../tests/world.ts';

const now = new Date('2026-10-05T08:00:00Z');
const begins = new Date('2026-10-20T15:00:00Z');
const after = (minutes: number) => new Date(begins.getTime() + minutes * 60_000);
let manager: Viewer, mia: Viewer;
let communityId: string, meetingId: string;
beforeAll(async () => {
	[manager, mia] = [await person('manfred'), await person('mia')];
	communityId = await community(await company(), { manager, at: now });
	await database
		.insertInto('membership')
		.values({ communityId, userId: mia.userId, role: 'member', startedAt: now })
		.execute();
	await does(manager, now, publishHouseRules, { communityId, body: 'Wir hören einander zu.', from: 0 });
});
const plan = { title: 'Werkstattgespräch', startsAt: '2026-10-20T17:00', minutes: 90 };

test('whoever leads asks to a meeting, by the clock of the community', async () => {
	await expect(does(mia, now, scheduleEvent, { communityId, ...plan })).rejects.toMatchObject({ status: 403 });
	await expect(
		does(manager, now, scheduleEvent, { communityId, ...plan, startsAt: '2026-10-05T09:59' }),
	).rejects.toMatchObject({ code: 'meeting_in_past', field: 'startsAt' });
	({ meetingId } = await does(manager, now, scheduleEvent, { communityId, ...plan }));
	const { meeting } = await does(mia, now, meetingPage, { meetingId });
	expect(meeting).toMatchObject({ kind: 'event', startsAt: begins, endsAt: after(90), title: 'Werkstattgespräch' });
	const offset = await does(manager, now, scheduleEvent, {
		communityId,
		...plan,
		startsAt: '2026-10-21T17:00:00-04:00',
	});
	expect((await does(mia, now, meetingPage, offset)).meeting.startsAt).toEqual(new Date('2026-10-21T21:00:00Z'));
	await does(manager, now, callOffEvent, offset);
	await expect(does(manager, now, changeEvent, { ...offset, ...plan })).rejects.toMatchObject({
		code: 'meeting_cancelled',
	});
});

test('outside of courses it counts who else comes, those who accompany too', async () => {
	const carla = await person('carla');
	await database
		.insertInto('membership')
		.values({ communityId, userId: carla.userId, role: 'companion', startedAt: now })
		.execute();
	const { people } = await does(manager, now, meetingPage, { meetingId });
	expect(people.map(({ name }) => name)).toEqual(['Carla', 'Manfred', 'Mia']);
	await database.updateTable('membership').set({ endedAt: now }).where('userId', '=', carla.userId).execute();
});

test('it has an agenda of one part, a door, a timer, attendance and minutes, as every meeting has', async () => {
	await does(manager, now, editAgenda, { meetingId, titles: ['Ankommen', 'Lackfehler'], minutes: [10, 60] });
	await does(mia, after(-5), checkIn, { meetingId });
	await does(manager, after(0), startAgendaItem, { meetingId });
	await does(manager, after(85), closeMeeting, { meetingId });
	await does(manager, after(88), writeMinutes, { meetingId, minutes: 'Wir prüfen die Luftfeuchte.' });
	const page = await does(manager, after(100), meetingPage, { meetingId });
	expect(page.people.map(({ name, minutes }) => [name, minutes])).toEqual([
		['Manfred', 0],
		['Mia', 90],
	]);
	expect(page.meeting.minutesHtml).toContain('Luftfeuchte');
	expect(page.agenda.map(({ part }) => part)).toEqual(['review', 'review']);
});

test('who reads the calendar sees it move and fall out', async () => {
	const { address } = await does(mia, now, openCalendar, { communityId });
	const secret = /\/calendar\/(.+)\.ics$/.exec(address)?.[1];
	const read = async () => (await does(null, now, subscribedCalendar, { secret })).text();
	const made = await does(manager, now, scheduleEvent, { communityId, ...plan, title: 'Probefahrt' });
	expect(await read()).toContain('SUMMARY:Probefahrt · Werkbank');
	const moved = await does(manager, now, changeEvent, {
		...made,
		...plan,
		title: 'Probefahrt',
		startsAt: '2026-11-03T17:00',
	});
	expect([moved, await read()]).toEqual([
		{ moved: true },
		expect.stringContaining('TZID=Europe/Berlin:20261103T170000'),
	]);
	expect((await does(mia, now, meetingPage, made)).meeting).toMatchObject({ movedFrom: begins, sequence: 1 });
	await does(manager, now, callOffEvent, made);
	expect(await read()).toContain('STATUS:CANCELLED');
});

test('the meetings of a course stand in its timetable', async () => {
	const { clara, meetings } = await cohortWorld({ learners: 1 });
	const weekly = { meetingId: meetings[8] };
	await expect(does(clara, now, callOffEvent, weekly)).rejects.toMatchObject({ code: 'meeting_of_timetable' });
	await expect(does(clara, now, changeEvent, { ...weekly, ...plan })).rejects.toMatchObject({
		code: 'meeting_of_timetable',
	});
});
