import { beforeEach, expect, test } from 'vitest';
import { cancelCohort } from '#course/server/cancelling.ts';
import { leaveCohort } from '#course/server/leaving.ts';
import { moveMeeting } from '#course/server/timetable.ts';
import {
	meetingCalendar,
	myCalendars,
	openCalendar,
	revokeCalendar,
	subscribedCalendar,
} from '#events/server/calendars.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from './cast.ts';
import { learnerOf } from './learning.ts';
import { cohortWorld, type World } from './world.ts';

/** In the middle of unit 3. */
const wednesday = new Date('2026-09-23T10:00:00Z');
let world: World;
let ann: Viewer;
beforeEach(async () => {
	world = await cohortWorld({ learners: 4 });
	ann = learnerOf(world, 0);
}, 60_000);

async function opened(viewer: Viewer, communityId: string | null = null): Promise<string> {
	const { address } = await does(viewer, wednesday, openCalendar, { communityId });
	return address;
}
/** What a calendar gets that knows nothing but the address. */
async function read(address: string): Promise<string> {
	const secret = /\/calendar\/(\S+)\.ics$/.exec(address)?.[1] ?? '';
	return (await does(null, wednesday, subscribedCalendar, { secret })).text();
}
const eventOf = (file: string, meetingId: string): string =>
	file.split('BEGIN:VEVENT').find((event) => event.includes(`UID:${meetingId}`)) ?? '';
const meeting = (number: number): string => world.meetings[number] ?? '';

test('a calendar reads all one’s meetings without a session, at the same time on the wall in winter', async () => {
	const file = await read(await opened(ann));
	expect(file.match(/BEGIN:VEVENT/g)).toHaveLength(11);
	expect(eventOf(file, meeting(6))).toContain('DTSTART;TZID=Europe/Berlin:20261019T170000');
	expect(eventOf(file, meeting(7))).toContain('DTSTART;TZID=Europe/Berlin:20261026T170000');
	expect(file).toContain('BEGIN:VTIMEZONE');
});

test('a meeting that was moved stays the same event under a higher number', async () => {
	const address = await opened(ann);
	expect(eventOf(await read(address), meeting(5))).toContain('SEQUENCE:0');
	await does(world.olga, wednesday, moveMeeting, {
		cohortId: world.cohortId,
		meeting: 5,
		date: '2026-10-13',
		time: '18:00',
	});
	const event = eventOf(await read(address), meeting(5));
	expect(event).toContain('SEQUENCE:1');
	expect(event).toContain('DTSTART;TZID=Europe/Berlin:20261013T180000');
});

test('meetings that are called off are struck out', async () => {
	const address = await opened(ann);
	await does(world.olga, wednesday, cancelCohort, {
		cohortId: world.cohortId,
		message: 'Die Kohorte findet leider nicht statt.',
	});
	expect(eventOf(await read(address), meeting(8))).toContain('STATUS:CANCELLED');
});

test('an address that was ended or renewed opens nothing, and the new one does', async () => {
	const first = await opened(ann);
	const second = await opened(ann);
	await expect(read(first)).rejects.toMatchObject({ code: 'not_found' });
	expect(await read(second)).toContain('BEGIN:VEVENT');
	const { all } = await does(ann, wednesday, myCalendars, {});
	expect(all).toMatchObject({ address: second });
	await does(ann, wednesday, revokeCalendar, { calendarTokenId: all?.calendarTokenId });
	await expect(read(second)).rejects.toMatchObject({ code: 'not_found' });
	expect((await does(ann, wednesday, myCalendars, {})).all).toBeNull();
});

test('nobody ends the address of another', async () => {
	await opened(ann);
	const { all } = await does(ann, wednesday, myCalendars, {});
	await expect(
		does(learnerOf(world, 1), wednesday, revokeCalendar, { calendarTokenId: all?.calendarTokenId }),
	).rejects.toMatchObject({ status: 404 });
});

test('whoever leaves the cohort sees no more of its meetings', async () => {
	const everything = await opened(ann);
	const cohort = await opened(ann, world.communityId);
	expect(await read(cohort)).toContain('BEGIN:VEVENT');
	await does(ann, wednesday, leaveCohort, { cohortId: world.cohortId });
	expect(await read(everything)).not.toContain('BEGIN:VEVENT');
	await expect(read(cohort)).rejects.toMatchObject({ code: 'not_found' });
	await expect(opened(ann, world.communityId)).rejects.toMatchObject({ code: 'not_found' });
});

test('a cohort’s calendar holds the meetings of that cohort only', async () => {
	const other = await cohortWorld({ learners: 2 });
	await database
		.insertInto('membership')
		.values({ communityId: other.communityId, userId: ann.userId, role: 'member', startedAt: wednesday })
		.execute();
	expect((await read(await opened(ann))).match(/BEGIN:VEVENT/g)).toHaveLength(22);
	const file = await read(await opened(ann, world.communityId));
	expect(file.match(/BEGIN:VEVENT/g)).toHaveLength(11);
	expect(eventOf(file, other.meetings[4] ?? '')).toBe('');
	await expect(opened(world.edda, world.communityId)).rejects.toMatchObject({ code: 'not_found' });
});

test('the database keeps a digest only, and the address can be shown again', async () => {
	const address = await opened(ann);
	const rows = await database.selectFrom('calendarToken').selectAll().where('userId', '=', ann.userId).execute();
	const secret = /\/calendar\/(\S+)\.ics$/.exec(address)?.[1] ?? '';
	expect(secret.length).toBeGreaterThan(40);
	for (const { digest, ...row } of rows)
		expect(JSON.stringify(row) + digest.toString() + digest.toString('base64url')).not.toContain(secret);
	expect((await does(ann, wednesday, myCalendars, {})).all?.address).toBe(address);
	await database
		.updateTable('calendarToken')
		.set({ digest: Buffer.alloc(32, 7) })
		.where('userId', '=', ann.userId)
		.execute();
	expect((await does(ann, wednesday, myCalendars, {})).all?.address).toBeNull();
});

test('a single meeting can be downloaded', async () => {
	const response = await does(ann, wednesday, meetingCalendar, { meetingId: meeting(4) });
	expect(response.headers.get('content-type')).toContain('text/calendar');
	const file = await response.text();
	expect(file.match(/BEGIN:VEVENT/g)).toHaveLength(1);
	expect(eventOf(file, meeting(4))).not.toBe('');
});
