import { beforeAll, expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { closeMeeting, editAgenda, startAgendaItem } from '#events/server/agenda.ts';
import { checkIn, checkOut, correctAttendance, recordAttendance } from '#events/server/presence.ts';
import { meetingPage } from '#events/server/meeting-page.ts';
import { writeMinutes } from '#events/server/minutes.ts';
import { wallClock } from '#platform/time.ts';
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
test('a companion records who was there, who came late and who left early; own times stand', async () => {
	const [, , cem, dia] = world.learners as [Viewer, Viewer, Viewer, Viewer];
	const meeting = { meetingId: world.meetings[4] ?? '' };
	const then = (n: number) => new Date(meetingStart(4).getTime() + n * 60_000);
	const all = [lea, acting, cem, dia].map(({ userId }) => userId);
	const record = (by: Viewer, at: Date, input: object) => does(by, at, recordAttendance, { ...meeting, ...input });
	await expect(record(world.clara, then(-1), { people: all })).rejects.toMatchObject({ code: 'meeting_not_begun' });
	await expect(record(lea, then(5), { people: all })).rejects.toMatchObject({ status: 403 });
	await does(lea, then(20), checkIn, meeting);
	expect(await record(world.clara, then(95), { people: all })).toEqual({ recorded: 3 });
	const clock = (n: number) => wallClock(then(n), 'Europe/Berlin').time;
	await record(world.clara, then(96), { people: [cem.userId], from: clock(30), until: '' });
	await record(world.clara, then(97), { people: [dia.userId], until: clock(40) });
	const { people } = await does(world.clara, then(100), meetingPage, meeting);
	expect(people.map(({ minutes, recorded }) => [minutes, recorded])).toEqual([
		[70, false],
		[90, true],
		[60, true],
		[40, true],
	]);
	for (const [field, times] of [
		['from', { from: clock(-1) }],
		['from', { from: clock(90) }],
		['until', { from: clock(50), until: clock(50) }],
		['until', { until: clock(91) }],
	] as const)
		await expect(record(world.clara, then(100), { people: all, ...times })).rejects.toMatchObject({
			code: 'attendance_times',
			field,
		});
	const stranger = [...all, world.carl.userId];
	await expect(record(world.clara, then(100), { people: stranger })).rejects.toMatchObject({ status: 404 });
	// what was recorded late stays so: after an admission it does not count
	const recorded = people.filter(({ checkedOutAt, recorded }) => recorded && !checkedOutAt).map(({ userId }) => userId);
	for (const one of world.learners.filter(({ userId }) => recorded.includes(userId))) {
		await does(one, then(120), checkOut, meeting);
		expect((await does(one, then(121), meetingPage, meeting)).me).toMatchObject({ recorded: true });
	}
	expect(recorded).toHaveLength(2);
});
test('nobody is recorded to have come at a time that is still to come', async () => {
	const meeting = { meetingId: world.meetings[5] ?? '', people: [lea.userId] };
	const then = (n: number) => new Date(meetingStart(5).getTime() + n * 60_000);
	const later = wallClock(then(30), 'Europe/Berlin').time;
	await expect(does(world.clara, then(10), recordAttendance, { ...meeting, from: later })).rejects.toMatchObject({
		code: 'attendance_times',
	});
	await does(world.clara, then(10), recordAttendance, meeting);
	const { here } = await does(lea, then(11), meetingPage, meeting);
	expect(here.people.map(({ userId }) => userId)).toEqual([lea.userId]);
	// what oneself says afterwards is one's own, and is not recorded over
	await does(lea, then(12), checkOut, meeting);
	expect(await does(world.clara, then(13), recordAttendance, meeting)).toEqual({ recorded: 0 });
	await does(lea, then(14), checkIn, meeting);
	const { me } = await does(lea, then(15), meetingPage, meeting);
	expect(me).toMatchObject({ recorded: false, checkedOutAt: null });
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
