import * as z from 'zod';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { instantOf, isWallTime, wallClock } from '#platform/time.ts';
import { attends, withoutAttendance } from '#events/server/attendance.ts';
import { meetingGround } from '#events/server/grounds.ts';
import { checkInFrom, meetingFor, tell, zoneOf, type MeetingRow } from '#events/server/meeting-row.ts';

/** While a meeting lasts, what oneself says of it makes the times one's own, whoever recorded them before. */
const asOwn = { recordedBy: null, recordedAt: null };

/** What a person does about being there oneself. */
const oneself = {
	method: 'post',
	scope: 'events:write',
	who: ['member'],
	at: meetingGround,
	input: z.object({ meetingId: z.uuid() }),
} as const;

export const checkIn = verb({
	name: 'checkIn',
	...oneself,
	path: '/meetings/{meetingId}/check-in',
	summary: 'Say that one is there',
	async run(scene, input) {
		const { userId } = signedIn(scene);
		const meeting = await meetingFor(scene, input.meetingId);
		if (scene.now < checkInFrom(meeting.startsAt)) refuse('check_in_early');
		if (scene.now >= meeting.endsAt) refuse('meeting_over');
		await scene.trx
			.insertInto('attendance')
			.values({ meetingId: meeting.id, userId, checkedInAt: scene.now })
			.onConflict((c) =>
				c.columns(['meetingId', 'userId']).doUpdateSet((e) => ({
					checkedInAt: e.fn.coalesce('attendance.checkedInAt', 'excluded.checkedInAt'),
					checkedOutAt: null,
					...asOwn,
				})),
			)
			.execute();
		await tell(scene, meeting.id);
		return { checkedIn: true };
	},
});

export const checkOut = verb({
	name: 'checkOut',
	...oneself,
	path: '/meetings/{meetingId}/check-out',
	summary: 'Leave before the end',
	async run(scene, input) {
		const { userId } = signedIn(scene);
		const { endsAt } = await meetingFor(scene, input.meetingId);
		await scene.trx
			.updateTable('attendance')
			.set({ checkedOutAt: scene.now, ...(scene.now < endsAt ? asOwn : {}) })
			.where('meetingId', '=', input.meetingId)
			.where('userId', '=', userId)
			.where('checkedInAt', 'is not', null)
			.where('checkedOutAt', 'is', null)
			.execute();
		await tell(scene, input.meetingId);
		return { checkedIn: false };
	},
});

/** What those who keep the record do about others’ being there. */
const others = {
	method: 'put',
	scope: 'events:write',
	who: ['companion', 'manager'],
	at: meetingGround,
} as const;

const clock = z
	.string()
	.refine((text) => text === '' || isWallTime(text))
	.default('');

/** Whoever has checked in keeps the own times, which are corrected with a reason. */
export const recordAttendance = verb({
	name: 'recordAttendance',
	...others,
	path: '/meetings/{meetingId}/attendance',
	summary: 'Record who was there, from when and until when, of those who have not checked in themselves',
	input: z.object({
		meetingId: z.uuid(),
		people: z.array(z.uuid()).min(1).max(100),
		from: clock.describe('A time of day in the time zone of the community; without it, the beginning'),
		until: clock.describe('A time of day in the time zone of the community; without it, the end'),
	}),
	async run(scene, input) {
		const meeting = await begunMeeting(scene, input.meetingId);
		const people = await attendees(scene, meeting, input.people);
		const { from, until } = await between(scene, meeting, input);
		const recorded = {
			checkedInAt: from,
			checkedOutAt: until < meeting.endsAt ? until : null,
			recordedBy: signedIn(scene).userId,
			recordedAt: scene.now,
		};
		const { numInsertedOrUpdatedRows } = await scene.trx
			.insertInto('attendance')
			.values(people.map((userId) => ({ meetingId: meeting.id, userId, ...recorded })))
			.onConflict((c) =>
				c
					.columns(['meetingId', 'userId'])
					.doUpdateSet(recorded)
					.where((e) => e.or([e('attendance.checkedInAt', 'is', null), e('attendance.recordedBy', 'is not', null)])),
			)
			.executeTakeFirstOrThrow();
		await tell(scene, meeting.id);
		return { recorded: Number(numInsertedOrUpdatedRows ?? 0) };
	},
});

export const correctAttendance = verb({
	name: 'correctAttendance',
	...others,
	path: '/meetings/{meetingId}/attendance/{userId}',
	summary: 'Correct how many minutes somebody was there, for a reason that is kept',
	input: z.object({
		meetingId: z.uuid(),
		userId: z.uuid(),
		minutes: z.coerce.number().int().min(0).max(480),
		reason: z.string().trim().min(3).max(500),
	}),
	async run(scene, input) {
		const meeting = await begunMeeting(scene, input.meetingId);
		await attendees(scene, meeting, [input.userId]);
		const correction = {
			correctedMinutes: input.minutes,
			correctedBy: signedIn(scene).userId,
			correctedReason: input.reason,
			correctedAt: scene.now,
		};
		await scene.trx
			.insertInto('attendance')
			.values({ meetingId: meeting.id, userId: input.userId, ...correction })
			.onConflict((c) => c.columns(['meetingId', 'userId']).doUpdateSet(correction))
			.execute();
		await tell(scene, meeting.id);
		return { minutes: input.minutes };
	},
});

/** A meeting whose attendance may be written down. */
async function begunMeeting(scene: Scene, meetingId: string): Promise<MeetingRow> {
	if (await withoutAttendance(scene)) refuse('works_council_on');
	const meeting = await meetingFor(scene, meetingId);
	if (scene.now < meeting.startsAt) refuse('meeting_not_begun');
	return meeting;
}

/** The same people, each once, if all of them belong here and their attendance counts. */
async function attendees(scene: Scene, meeting: MeetingRow, people: readonly string[]): Promise<string[]> {
	const found = await scene.trx
		.selectFrom('membership as m')
		.select('m.userId')
		.distinct()
		.where('m.communityId', '=', meeting.communityId)
		.where('m.userId', 'in', [...people])
		.where(attends(scene.place))
		.execute();
	if (found.length < new Set(people).size) refuse('not_found', { status: 404 });
	return found.map(({ userId }) => userId);
}

/** The instants that are meant on the meeting’s day; a time out of it, or not before the other, is refused. */
async function between({ trx, now }: Scene, meeting: MeetingRow, { from, until }: { from: string; until: string }) {
	const zone = await zoneOf(trx, meeting.communityId);
	const { date } = wallClock(meeting.startsAt, zone);
	const times = {
		from: from ? instantOf(date, from, zone) : meeting.startsAt,
		until: until ? instantOf(date, until, zone) : meeting.endsAt,
	};
	const wrong = (field: 'from' | 'until') =>
		refuse('attendance_times', {
			status: 422,
			field,
			values: { from: wallClock(meeting.startsAt, zone).time, until: wallClock(meeting.endsAt, zone).time },
		});
	if (times.from < meeting.startsAt || times.from >= meeting.endsAt || times.from > now) wrong('from');
	if (times.until <= times.from || times.until > meeting.endsAt) wrong('until');
	return times;
}
