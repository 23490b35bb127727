import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { addDayOff, insertPause, moveMeeting, removeDayOff, removePause } from '#course/server/timetable.ts';
import { does } from '../../../tests/cast.ts';
import { cohortWorld, meetingEnd, meetingStart, type World } from '../../../tests/world.ts';

/** In the middle of unit 3. */
const wednesday = new Date('2026-09-23T10:00:00Z');
const week = 7 * 24 * 3600 * 1000;
const later = (instant: Date, weeks: number) => new Date(instant.getTime() + weeks * week);

async function startsOf({ communityId }: World): Promise<Date[]> {
	const meetings = await database
		.selectFrom('meeting')
		.select('startsAt')
		.where('communityId', '=', communityId)
		.orderBy('number')
		.execute();
	return meetings.map(({ startsAt }) => startsAt);
}

async function shiftOf({ communityId, learners }: World, unitNumber: number): Promise<string> {
	const { id } = await database
		.insertInto('shift')
		.values({
			communityId,
			userId: learners[unitNumber]?.userId ?? '',
			unitNumber,
			startsAt: meetingEnd(unitNumber - 1),
			endsAt: meetingEnd(unitNumber),
			createdAt: meetingEnd(0),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}
const shift = (id: string) =>
	database.selectFrom('shift').select(['startsAt', 'endsAt']).where('id', '=', id).executeTakeFirstOrThrow();

const kinds = async ({ cohortId }: World) => {
	const rows = await database
		.selectFrom('activity')
		.select('kind')
		.where('cohortId', '=', cohortId)
		.orderBy('id')
		.execute();
	return rows.map(({ kind }) => kind);
};

test('a meeting moves alone, and the shifts before and after it end and begin with it', async () => {
	const world = await cohortWorld();
	const [third, fourth, fifth] = [await shiftOf(world, 3), await shiftOf(world, 4), await shiftOf(world, 5)];
	await does(world.olga, wednesday, moveMeeting, {
		cohortId: world.cohortId,
		meeting: 3,
		date: '2026-09-29',
		time: '18:00',
	});
	const [start, end] = [new Date('2026-09-29T16:00:00Z'), new Date('2026-09-29T17:30:00Z')];
	const starts = await startsOf(world);
	expect(starts[3]).toEqual(start);
	expect(starts.filter((_, n) => n !== 3 && n > 0)).toEqual([1, 2, 4, 5, 6, 7, 8, 9, 10].map(meetingStart));
	expect(await shift(third)).toEqual({ startsAt: meetingEnd(2), endsAt: end });
	expect(await shift(fourth)).toEqual({ startsAt: end, endsAt: meetingEnd(4) });
	expect(await shift(fifth)).toEqual({ startsAt: meetingEnd(4), endsAt: meetingEnd(5) });
	expect(await kinds(world)).toEqual(['meeting_moved']);
	const moved = await database
		.selectFrom('meeting')
		.select(['movedFrom', 'sequence'])
		.where('id', '=', world.meetings[3] ?? '')
		.executeTakeFirstOrThrow();
	expect(moved).toEqual({ movedFrom: meetingStart(3), sequence: 1 });
});

test('moved back to where the rhythm has it, a meeting is no longer moved by hand', async () => {
	const world = await cohortWorld();
	const move = { cohortId: world.cohortId, meeting: 3 };
	await does(world.olga, wednesday, moveMeeting, { ...move, date: '2026-09-29', time: '18:00' });
	await does(world.olga, wednesday, moveMeeting, { ...move, date: '2026-09-28', time: '17:00' });
	const [row] = await database
		.selectFrom('meeting')
		.select('movedFrom')
		.where('id', '=', world.meetings[3] ?? '')
		.execute();
	expect(row).toEqual({ movedFrom: null });
	expect((await startsOf(world))[3]).toEqual(meetingStart(3));
});

test('a meeting stays between its neighbours, cannot go into the past, and not once it has begun', async () => {
	const world = await cohortWorld();
	const move = (meeting: number, date: string) =>
		does(world.olga, wednesday, moveMeeting, { cohortId: world.cohortId, meeting, date, time: '17:00' });
	await expect(move(4, '2026-10-20')).rejects.toMatchObject({ code: 'timetable_not_between' });
	await expect(move(3, '2026-09-22')).rejects.toMatchObject({ code: 'timetable_in_the_past' });
	await expect(move(2, '2026-09-24')).rejects.toMatchObject({ code: 'timetable_already_begun' });
	expect(await startsOf(world)).toEqual([
		new Date('2026-09-07T11:00:00Z'),
		...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(meetingStart),
	]);
});

test('a pause moves everything after it at the same time of day, across the end of summer time', async () => {
	const world = await cohortWorld();
	const [third, fourth, sixth] = [await shiftOf(world, 3), await shiftOf(world, 4), await shiftOf(world, 6)];
	await does(world.olga, wednesday, insertPause, {
		cohortId: world.cohortId,
		afterMeeting: 3,
		weeks: 2,
		reason: 'Herbstferien',
	});
	const starts = await startsOf(world);
	expect(starts[3]).toEqual(meetingStart(3));
	expect(starts[4]).toEqual(later(meetingStart(4), 2));
	// Meeting 5 goes from 12 to 26 October: 17:00 in Berlin is 16:00 in the world then.
	expect(starts[5]).toEqual(new Date('2026-10-26T16:00:00Z'));
	expect(await shift(third)).toEqual({ startsAt: meetingEnd(2), endsAt: meetingEnd(3) });
	expect(await shift(fourth)).toEqual({ startsAt: meetingEnd(3), endsAt: later(meetingEnd(4), 2) });
	expect(await shift(sixth)).toEqual({
		startsAt: new Date('2026-10-26T17:30:00Z'),
		endsAt: new Date('2026-11-02T17:30:00Z'),
	});
	expect(await kinds(world)).toEqual(['timetable_shifted']);
});

test('a pause taken out again leaves the timetable as it was', async () => {
	const world = await cohortWorld();
	const before = await startsOf(world);
	const sixth = await shiftOf(world, 6);
	await does(world.olga, wednesday, insertPause, { cohortId: world.cohortId, afterMeeting: 4, weeks: 1 });
	const { id } = await database
		.selectFrom('cohortPause')
		.select('id')
		.where('cohortId', '=', world.cohortId)
		.executeTakeFirstOrThrow();
	await does(world.olga, wednesday, removePause, { cohortId: world.cohortId, pauseId: id });
	expect(await startsOf(world)).toEqual(before);
	expect(await shift(sixth)).toEqual({ startsAt: meetingEnd(5), endsAt: meetingEnd(6) });
});

test('a meeting moved by hand keeps its distance when a pause comes before it', async () => {
	const world = await cohortWorld();
	await does(world.olga, wednesday, moveMeeting, {
		cohortId: world.cohortId,
		meeting: 5,
		date: '2026-10-13',
		time: '18:00',
	});
	await does(world.olga, wednesday, insertPause, { cohortId: world.cohortId, afterMeeting: 3, weeks: 1 });
	expect((await startsOf(world))[5]).toEqual(new Date('2026-10-20T16:00:00Z'));
});

test('a day kept free sends its meeting to the next working day, and back when it is ordinary again', async () => {
	const world = await cohortWorld();
	const day = { cohortId: world.cohortId, day: '2026-10-12' };
	await does(world.olga, wednesday, addDayOff, { ...day, name: 'Betriebsausflug' });
	expect((await startsOf(world))[5]).toEqual(new Date('2026-10-13T15:00:00Z'));
	await does(world.olga, wednesday, removeDayOff, day);
	expect((await startsOf(world))[5]).toEqual(meetingStart(5));
});

test('a shift that was handed on keeps the instant of handing on when its meeting moves', async () => {
	const world = await cohortWorld();
	const handedOn = new Date('2026-09-22T09:00:00Z');
	const [old, heir] = world.learners;
	const values = { communityId: world.communityId, unitNumber: 3, createdAt: handedOn };
	await database
		.insertInto('shift')
		.values([
			{ ...values, userId: old?.userId ?? '', startsAt: meetingEnd(2), endsAt: handedOn },
			{ ...values, userId: heir?.userId ?? '', startsAt: handedOn, endsAt: meetingEnd(3) },
		])
		.execute();
	await does(world.clara, wednesday, moveMeeting, {
		cohortId: world.cohortId,
		meeting: 3,
		date: '2026-09-29',
		time: '17:00',
	});
	const shifts = await database
		.selectFrom('shift')
		.select(['startsAt', 'endsAt'])
		.where('communityId', '=', world.communityId)
		.orderBy('startsAt')
		.execute();
	expect(shifts).toEqual([
		{ startsAt: meetingEnd(2), endsAt: handedOn },
		{ startsAt: handedOn, endsAt: new Date('2026-09-29T16:30:00Z') },
	]);
});
