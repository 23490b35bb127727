import { beforeAll, expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { closeMeeting, editAgenda, startAgendaItem } from '#events/server/agenda.ts';
import { checkIn, checkOut, correctAttendance } from '#events/server/attendance.ts';
import { meetingPage } from '#events/server/meeting-page.ts';
import { writeMinutes } from '#events/server/minutes.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '../../../tests/cast.ts';
import { cohortWorld, meetingEnd, meetingStart, type World } from '../../../tests/world.ts';

let world: World;
let lea: Viewer;
let acting: Viewer;
let meetingId: string;
const minute = (n: number) => new Date(meetingStart(3).getTime() + n * 60_000);
beforeAll(async () => {
	world = await cohortWorld({ learners: 4 });
	[lea, acting] = world.learners as [Viewer, Viewer];
	meetingId = world.meetings[3] ?? '';
	await database
		.insertInto('shift')
		.values({
			communityId: world.communityId,
			userId: acting.userId,
			unitNumber: 3,
			startsAt: meetingEnd(2),
			endsAt: meetingEnd(3),
			createdAt: meetingEnd(0),
		})
		.execute();
	await does(acting, minute(-60), editAgenda, {
		meetingId,
		titles: ['Ergebnisse', 'Neue Gruppen'],
		minutes: [60, 30],
		parts: ['review', 'outlook'],
	});
});

test('the timer is derived from when an item was started, alike for everyone', async () => {
	await does(acting, minute(0), startAgendaItem, { meetingId });
	const one = await does(lea, minute(20), meetingPage, { meetingId });
	const two = await does(world.clara, minute(20), meetingPage, { meetingId });
	expect(one.timer).toEqual({ state: 'running', itemId: one.agenda[0]?.id, endsAt: minute(60), over: false });
	expect(two.timer).toEqual(one.timer);
	await does(acting, minute(61), startAgendaItem, { meetingId });
	expect((await does(lea, minute(62), meetingPage, { meetingId })).timer).toMatchObject({
		itemId: one.agenda[1]?.id,
		endsAt: minute(91),
	});
});
test('an agenda longer than the meeting is refused', async () => {
	const fourth = world.meetings[4] ?? '';
	const items = { meetingId: fourth, titles: ['Alles'], minutes: [91], parts: ['review'] };
	await expect(does(world.clara, minute(0), editAgenda, items)).rejects.toMatchObject({
		code: 'agenda_too_long',
		values: { total: 91, length: 90 },
	});
});
test('whoever checks in late and leaves early was there in between; a correction stands above it', async () => {
	await expect(does(lea, minute(-16), checkIn, { meetingId })).rejects.toMatchObject({ code: 'check_in_early' });
	await does(lea, minute(10), checkIn, { meetingId });
	await does(lea, minute(65), checkOut, { meetingId });
	const mine = async (viewer: Viewer) =>
		(await does(viewer, minute(95), meetingPage, { meetingId })).people.find((one) => one.userId === lea.userId);
	expect(await mine(lea)).toMatchObject({ minutes: 55 });
	expect(await mine(acting)).toMatchObject({ minutes: null, correctedReason: null });
	await expect(
		does(acting, minute(95), correctAttendance, { meetingId, userId: lea.userId, minutes: 90, reason: 'War da' }),
	).rejects.toMatchObject({ status: 403 });
	await does(world.clara, minute(95), correctAttendance, {
		meetingId,
		userId: lea.userId,
		minutes: 75,
		reason: 'Verbindung war weg',
	});
	expect(await mine(lea)).toMatchObject({ minutes: 75, corrected: true });
});
test('in a course the attendance of those who learn counts, and companions are only seen to be there', async () => {
	await does(world.clara, minute(5), checkIn, { meetingId });
	const seen = await does(world.clara, minute(20), meetingPage, { meetingId });
	expect(seen.people.map(({ userId }) => userId)).toEqual(world.learners.map(({ userId }) => userId));
	expect(seen.here.people.map(({ userId }) => userId)).toContain(world.clara.userId);
	expect(seen.me).toMatchObject({ userId: world.clara.userId, here: true });
	const correction = { meetingId, userId: world.carl.userId, minutes: 90, reason: 'War da' };
	await expect(does(world.clara, minute(95), correctAttendance, correction)).rejects.toMatchObject({ status: 404 });
});
test('minutes are not written over somebody’s newer ones', async () => {
	await does(acting, minute(80), writeMinutes, {
		meetingId,
		minutes: 'Beschlossen: Wir begrüßen jede und jeden.',
		from: '',
	});
	await expect(
		does(world.clara, minute(81), writeMinutes, { meetingId, minutes: 'Anders', from: '' }),
	).rejects.toMatchObject({ code: 'minutes_newer' });
});
test('the shift and with it the lead end at the scheduled end', async () => {
	await expect(does(acting, meetingEnd(3), closeMeeting, { meetingId })).rejects.toMatchObject({ status: 403 });
	await does(world.clara, meetingEnd(3), closeMeeting, { meetingId });
});
