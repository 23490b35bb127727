import type { Selectable } from 'kysely';
import * as z from 'zod';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import { announce } from '#platform/server/live.ts';
import type { Meeting } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { addMinutes, instantOf } from '#platform/time.ts';
import { communityGround } from '#community/server/standing.ts';
import { meetingGround } from '#events/server/grounds.ts';
import { zoneOf } from '#events/server/meeting-row.ts';

/** Those who ask people to meet. Kick-off and weekly meetings of a course stand in its timetable. */
const planners = ['acting', 'companion', 'manager'] as const;

const when = {
	startsAt: z.iso
		.datetime({ local: true, offset: true })
		.describe('With an offset, or as a clock shows it in the time zone of the community'),
	minutes: z.coerce.number().int().min(15).max(1440),
};
const what = {
	title: z.string().trim().min(3).max(120),
	conferencingUrl: z.union([z.literal(''), z.url().max(500)]).default(''),
};

export const scheduleEvent = verb({
	name: 'scheduleEvent',
	method: 'post',
	path: '/communities/{communityId}/meetings',
	summary: 'Ask the community to a meeting',
	scope: 'events:write',
	who: planners,
	at: communityGround,
	status: 201,
	input: z.object({ communityId: z.uuid(), ...what, ...when }),
	output: z.object({ meetingId: z.uuid() }),
	async run(scene, { communityId, minutes, startsAt, ...meeting }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const starts = await instantFrom(scene, communityId, startsAt);
		const { id } = await trx
			.insertInto('meeting')
			.values({
				...meeting,
				communityId,
				kind: 'event',
				startsAt: starts,
				endsAt: addMinutes(starts, minutes),
				createdAt: now,
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(trx, {
			kind: 'meeting_scheduled',
			actorId: userId,
			communityId,
			cohortId: scene.place.cohortId,
			subjectId: id,
			at: now,
		});
		return { meetingId: id };
	},
});

/** Whoever has it in the calendar sees it move. */
export const changeEvent = verb({
	name: 'changeEvent',
	method: 'put',
	path: '/meetings/{meetingId}',
	summary: 'Move a meeting, or give it another title or place',
	scope: 'events:write',
	who: planners,
	at: meetingGround,
	input: z.object({ meetingId: z.uuid(), ...what, ...when }),
	output: z.object({ moved: z.boolean() }),
	async run(scene, { meetingId, minutes, startsAt, ...meeting }) {
		const { trx, now } = scene;
		const before = await plannedEvent(scene, meetingId);
		const starts = await instantFrom(scene, before.communityId, startsAt);
		const ends = addMinutes(starts, minutes);
		const moved = starts.getTime() !== before.startsAt.getTime() || ends.getTime() !== before.endsAt.getTime();
		await trx
			.updateTable('meeting')
			.set({
				...meeting,
				startsAt: starts,
				endsAt: ends,
				...(moved ? { movedFrom: before.startsAt, sequence: before.sequence + 1 } : {}),
			})
			.where('id', '=', meetingId)
			.execute();
		if (moved)
			await record(trx, {
				kind: 'meeting_moved',
				actorId: signedIn(scene).userId,
				communityId: before.communityId,
				cohortId: scene.place.cohortId,
				subjectId: meetingId,
				data: { number: 0, from: before.startsAt, to: starts },
				at: now,
			});
		await announce(trx, `meeting:${meetingId}`);
		return { moved };
	},
});

export const callOffEvent = verb({
	name: 'callOffEvent',
	method: 'post',
	path: '/meetings/{meetingId}/cancellation',
	summary: 'Call a meeting off',
	scope: 'events:write',
	who: planners,
	at: meetingGround,
	input: z.object({ meetingId: z.uuid() }),
	output: z.object({ cancelled: z.literal(true) }),
	async run(scene, { meetingId }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const meeting = await plannedEvent(scene, meetingId);
		await trx
			.updateTable('meeting')
			.set({ cancelledAt: now, sequence: meeting.sequence + 1 })
			.where('id', '=', meetingId)
			.execute();
		await audit(trx, { action: 'meeting_cancelled', actorId: userId, subjectId: meetingId });
		await record(trx, {
			kind: 'meeting_cancelled',
			actorId: userId,
			communityId: meeting.communityId,
			cohortId: scene.place.cohortId,
			subjectId: meetingId,
			at: now,
		});
		await announce(trx, `meeting:${meetingId}`);
		return { cancelled: true as const };
	},
});

/** A meeting that is still to come, held. */
async function plannedEvent({ trx, now }: Scene, meetingId: string): Promise<Selectable<Meeting>> {
	const meeting = await trx
		.selectFrom('meeting')
		.selectAll()
		.where('id', '=', meetingId)
		.forUpdate()
		.executeTakeFirstOrThrow();
	if (meeting.kind !== 'event') refuse('meeting_of_timetable');
	if (meeting.cancelledAt) refuse('meeting_cancelled');
	if (meeting.startsAt <= now) refuse('meeting_begun');
	return meeting;
}

async function instantFrom({ trx, now }: Scene, communityId: string, written: string): Promise<Date> {
	const zone = await zoneOf(trx, communityId);
	const [date = '', time = ''] = written.split('T');
	const withOffset = /(Z|[+-]\d\d:\d\d)$/.test(time);
	const starts = withOffset ? new Date(written) : instantOf(date, time.slice(0, 5), zone);
	if (starts <= now) refuse('meeting_in_past', { status: 422, field: 'startsAt' });
	return starts;
}
