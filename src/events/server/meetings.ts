import { sql, type RawBuilder } from 'kysely';
import * as z from 'zod';
import { markdownToHtml } from '#platform/markdown.ts';
import { record } from '#platform/server/activity.ts';
import { announce } from '#platform/server/live.ts';
import { nameKey, packed, packedKey, pageOf } from '#platform/server/list-pages.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { noteAccess } from '#community/server/record-access.ts';
import { communityGround } from '#community/server/standing.ts';
import { worksCouncilMode } from '#community/server/works-council.ts';
import { minutesPresent } from '#events/attendance.ts';
import { meetingGround } from '#events/server/grounds.ts';
import { timerAt } from '#events/timer.ts';

const leaders = ['acting', 'companion', 'manager'] as const;
const readers = ['member', 'observer', 'organiser', 'former'] as const;

const meetingsOnPage = 60;
const peopleOnPage = 60;
/** Faces of those who are there just now. */
const shownHere = 40;

/** In their order; those that are over, asked for alone, the last one first. */
export const meetingList = verb({
	name: 'meetingList',
	method: 'get',
	path: '/communities/{communityId}/meetings',
	summary: 'The meetings of a community in their order',
	scope: 'events:read',
	who: readers,
	at: communityGround,
	input: z.object({
		communityId: z.uuid(),
		which: z.enum(['all', 'coming', 'past']).default('all').describe('A meeting is coming until it ends'),
		after: packedKey(z.tuple([z.iso.datetime(), z.uuid()]))
			.optional()
			.describe('Key of the last meeting of the page before'),
	}),
	paged: 'after',
	async run({ trx, viewer, now }, { communityId, which, after }) {
		const startsAt = sql<Date>`date_trunc('milliseconds', m.starts_at)`;
		const direction = which === 'past' ? 'desc' : 'asc';
		const found = await trx
			.selectFrom('meeting as m')
			.leftJoin('attendance as a', (join) =>
				join.onRef('a.meetingId', '=', 'm.id').on('a.userId', '=', viewer?.userId ?? null),
			)
			.select([
				'm.id',
				'm.kind',
				'm.number',
				'm.title',
				'm.startsAt',
				'm.endsAt',
				'm.movedFrom',
				'm.cancelledAt',
				'm.conferencingUrl',
				'm.place',
			])
			.select(['a.checkedInAt', 'a.checkedOutAt', 'a.correctedMinutes'])
			.select((e) => e('m.minutes', '<>', '').as('hasMinutes'))
			.where('m.communityId', '=', communityId)
			.$if(which !== 'all', (q) => q.where('m.endsAt', which === 'past' ? '<=' : '>', now))
			.$if(after !== undefined, (q) =>
				q.where(
					sql<boolean>`(${startsAt}, m.id) ${which === 'past' ? sql`<` : sql`>`} (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`,
				),
			)
			.orderBy(startsAt, direction)
			.orderBy('m.id', direction)
			.limit(meetingsOnPage + 1)
			.execute();
		const { page: meetings, next } = pageOf(found, meetingsOnPage, (last) => packed(last.startsAt, last.id));
		return {
			now,
			next,
			meetings: meetings.map(({ checkedInAt, checkedOutAt, correctedMinutes, ...meeting }) => ({
				...meeting,
				minutesPresent: minutesPresent({ checkedInAt, checkedOutAt, correctedMinutes }, meeting, now),
			})),
		};
	},
});

type Attending = {
	userId: string;
	name: string;
	picture: string | null;
	role: string;
	checkedInAt: Date | null;
	checkedOutAt: Date | null;
	correctedMinutes: number | null;
	correctedReason: string | null;
};

export const meetingPage = verb({
	name: 'meetingPage',
	method: 'get',
	path: '/meetings/{meetingId}',
	summary: 'A meeting with its agenda, timer, queue of results, attendance and minutes',
	scope: 'events:read',
	who: readers,
	at: meetingGround,
	input: z.object({
		meetingId: z.uuid(),
		after: nameKey.optional().describe('Key of the last person of the page before'),
	}),
	paged: 'after',
	async run(scene, { meetingId, after }) {
		const { trx, now, viewer, roles } = scene;
		const meeting = await trx.selectFrom('meeting').selectAll().where('id', '=', meetingId).executeTakeFirstOrThrow();
		const agenda = await agendaOf(scene, meeting.id);
		const queue = await trx
			.selectFrom('presentation')
			.select(['id', 'title', 'position', 'learningGroupId', 'submissionId', 'presentedAt'])
			.where('meetingId', '=', meeting.id)
			.orderBy('position')
			.execute();
		const found = await attending(scene, meeting, {
			only: sql`${after?.id ?? null}::uuid is null or (u.name collate "de-x-icu", u.id)
				> (${after?.name ?? ''}::text collate "de-x-icu", ${after?.id ?? null}::uuid)`,
			most: peopleOnPage + 1,
		});
		const { page: people, next } = pageOf(found, peopleOnPage, ({ name, userId }) => `${name}_${userId}`);
		const [me] = viewer ? await attending(scene, meeting, { only: sql`u.id = ${viewer.userId}`, most: 1 }) : [];
		const companion = (roles.has('companion') || roles.has('manager')) && !(await withoutAttendance(scene));
		if (companion)
			await noteAccess(
				scene,
				people.filter((row) => row.checkedInAt !== null || row.correctedMinutes !== null).map(({ userId }) => userId),
				'attendance',
			);
		// Attendance belongs to the course records: companions see all of it, everyone else who is there just now and their own.
		const told = (row: Attending) => {
			const { checkedInAt: _in, checkedOutAt: _out, correctedMinutes, correctedReason, ...person } = row;
			const open = companion || row.userId === viewer?.userId;
			return {
				...person,
				here: isHere(row, meeting, now),
				minutes: open ? minutesPresent(row, meeting, now) : null,
				corrected: open ? correctedMinutes !== null : null,
				correctedReason: open ? correctedReason : null,
			};
		};
		return {
			meeting: { ...meeting, minutesHtml: meeting.minutes ? markdownToHtml(meeting.minutes) : null },
			agenda,
			timer: timerAt(agenda, now),
			queue,
			people: people.map(told),
			next,
			/** Who is there just now: how many, and the first of them by name. */
			here: await whoIsHere(scene, meeting),
			me: me ? { ...told(me), checkedInAt: me.checkedInAt } : null,
			may: {
				lead: leaders.some((role) => roles.has(role)),
				correct: companion,
				checkIn:
					roles.has('member') && !meeting.cancelledAt && now >= checkInFrom(meeting.startsAt) && now < meeting.endsAt,
			},
			now,
		};
	},
});

type Met = { id: string; communityId: string; endsAt: Date };

const isHere = (row: Attending, { endsAt }: Pick<Met, 'endsAt'>, now: Date): boolean =>
	row.checkedInAt !== null && row.checkedOutAt === null && now < endsAt;

/** Those expected at a meeting or come to it, by name; guests are not, nor whoever became a member after it. */
async function attending(
	{ trx }: Scene,
	{ id, communityId, endsAt }: Met,
	{ only, most }: { only: RawBuilder<unknown>; most: number },
): Promise<Attending[]> {
	const { rows } = await sql<Attending>`
		select u.id as "userId", u.name, '/files/' || u.picture_file_id as picture, m.role,
			a.checked_in_at as "checkedInAt", a.checked_out_at as "checkedOutAt",
			a.corrected_minutes as "correctedMinutes", a.corrected_reason as "correctedReason"
		from (select user_id, min(role) as role from membership
				where community_id = ${communityId} and ended_at is null and role <> 'observer' group by user_id) m
			join "user" u on u.id = m.user_id
			left join attendance a on a.user_id = u.id and a.meeting_id = ${id}
		where (a.meeting_id is not null or exists(select from membership w where w.community_id = ${communityId}
				and w.user_id = u.id and w.started_at < ${endsAt})) and (${only})
		order by u.name collate "de-x-icu", u.id limit ${most}`.execute(trx);
	return rows;
}

async function whoIsHere(scene: Scene, meeting: Met) {
	const there = sql`a.checked_in_at is not null and a.checked_out_at is null`;
	if (scene.now >= meeting.endsAt) return { count: 0, people: [] };
	const { rows } = await sql<{ count: number }>`
		select count(*)::int as count from attendance a where a.meeting_id = ${meeting.id} and ${there}
			and exists(select from membership m where m.community_id = ${meeting.communityId} and m.user_id = a.user_id
				and m.ended_at is null and m.role <> 'observer')`.execute(scene.trx);
	const people = await attending(scene, meeting, { only: there, most: shownHere });
	return {
		count: rows[0]?.count ?? 0,
		people: people.map(({ userId, name, picture, role }) => ({ userId, name, picture, role })),
	};
}

/**
 * Outside of courses nobody's minutes are a course record; in works-council mode they are shown to the person alone.
 */
async function withoutAttendance({ trx, place }: Scene): Promise<boolean> {
	if (place.cohortId || !place.organisationId) return false;
	return worksCouncilMode(trx, place.organisationId);
}

const agendaOf = (scene: Scene, meetingId: string) =>
	scene.trx
		.selectFrom('agendaItem')
		.select(['id', 'part', 'title', 'minutes', 'position', 'startedAt', 'endedAt'])
		.where('meetingId', '=', meetingId)
		.orderBy('position')
		.execute();

/** The door opens a quarter of an hour early. */
const checkInFrom = (startsAt: Date): Date => new Date(startsAt.getTime() - 15 * 60_000);

const meetingFor = async (scene: Scene, meetingId: string) => {
	const meeting = await scene.trx
		.selectFrom('meeting')
		.selectAll()
		.where('id', '=', meetingId)
		.forUpdate()
		.executeTakeFirstOrThrow();
	if (meeting.cancelledAt) refuse('meeting_cancelled');
	return meeting;
};
const tell = (scene: Scene, meetingId: string) => announce(scene.trx, `meeting:${meetingId}`);

export const checkIn = verb({
	name: 'checkIn',
	method: 'post',
	path: '/meetings/{meetingId}/check-in',
	summary: 'Say that one is there',
	scope: 'events:write',
	who: ['member'],
	at: meetingGround,
	input: z.object({ meetingId: z.uuid() }),
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
				})),
			)
			.execute();
		await tell(scene, meeting.id);
		return { checkedIn: true };
	},
});

export const checkOut = verb({
	name: 'checkOut',
	method: 'post',
	path: '/meetings/{meetingId}/check-out',
	summary: 'Leave before the end',
	scope: 'events:write',
	who: ['member'],
	at: meetingGround,
	input: z.object({ meetingId: z.uuid() }),
	async run(scene, input) {
		const { userId } = signedIn(scene);
		await meetingFor(scene, input.meetingId);
		await scene.trx
			.updateTable('attendance')
			.set({ checkedOutAt: scene.now })
			.where('meetingId', '=', input.meetingId)
			.where('userId', '=', userId)
			.where('checkedInAt', 'is not', null)
			.where('checkedOutAt', 'is', null)
			.execute();
		await tell(scene, input.meetingId);
		return { checkedIn: false };
	},
});

export const correctAttendance = verb({
	name: 'correctAttendance',
	method: 'put',
	path: '/meetings/{meetingId}/attendance/{userId}',
	summary: 'Correct how many minutes somebody was there, for a reason that is kept',
	scope: 'events:write',
	who: ['companion', 'manager'],
	at: meetingGround,
	input: z.object({
		meetingId: z.uuid(),
		userId: z.uuid(),
		minutes: z.coerce.number().int().min(0).max(480),
		reason: z.string().trim().min(3).max(500),
	}),
	async run(scene, input) {
		const viewer = signedIn(scene);
		if (await withoutAttendance(scene)) refuse('works_council_on');
		const meeting = await meetingFor(scene, input.meetingId);
		if (scene.now < meeting.startsAt) refuse('meeting_not_begun');
		const member = await scene.trx
			.selectFrom('membership')
			.select('id')
			.where('communityId', '=', meeting.communityId)
			.where('userId', '=', input.userId)
			.executeTakeFirst();
		if (!member) refuse('not_found', { status: 404 });
		const correction = {
			correctedMinutes: input.minutes,
			correctedBy: viewer.userId,
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

export const startAgendaItem = verb({
	name: 'startAgendaItem',
	method: 'post',
	path: '/meetings/{meetingId}/timer',
	summary: 'Start the next agenda item, or the given one; the running one ends',
	scope: 'events:write',
	who: leaders,
	at: meetingGround,
	input: z.object({ meetingId: z.uuid(), itemId: z.union([z.uuid(), z.literal('')]).optional() }),
	async run(scene, input) {
		const { trx, now } = scene;
		const viewer = signedIn(scene);
		const meeting = await meetingFor(scene, input.meetingId);
		if (now < checkInFrom(meeting.startsAt)) refuse('check_in_early');
		if (meeting.closedAt) refuse('meeting_over');
		const agenda = await agendaOf(scene, meeting.id);
		const next = input.itemId
			? agenda.find((item) => item.id === input.itemId)
			: agenda.find((item) => !item.startedAt);
		await trx
			.updateTable('agendaItem')
			.set({ endedAt: now })
			.where('meetingId', '=', meeting.id)
			.where('startedAt', 'is not', null)
			.where('endedAt', 'is', null)
			.execute();
		if (next)
			await trx.updateTable('agendaItem').set({ startedAt: now, endedAt: null }).where('id', '=', next.id).execute();
		if (!meeting.openedAt)
			await trx
				.updateTable('meeting')
				.set({ openedAt: now, openedBy: viewer.userId })
				.where('id', '=', meeting.id)
				.execute();
		await tell(scene, meeting.id);
		return { itemId: next?.id ?? null };
	},
});

export const closeMeeting = verb({
	name: 'closeMeeting',
	method: 'post',
	path: '/meetings/{meetingId}/close',
	summary: 'End the timer of the meeting',
	scope: 'events:write',
	who: leaders,
	at: meetingGround,
	input: z.object({ meetingId: z.uuid() }),
	async run(scene, input) {
		const meeting = await meetingFor(scene, input.meetingId);
		if (meeting.closedAt) return { closed: true };
		await scene.trx
			.updateTable('agendaItem')
			.set({ endedAt: scene.now })
			.where('meetingId', '=', meeting.id)
			.where('startedAt', 'is not', null)
			.where('endedAt', 'is', null)
			.execute();
		await scene.trx.updateTable('meeting').set({ closedAt: scene.now }).where('id', '=', meeting.id).execute();
		await tell(scene, meeting.id);
		return { closed: true };
	},
});

export const editAgenda = verb({
	name: 'editAgenda',
	method: 'put',
	path: '/meetings/{meetingId}/agenda',
	summary: 'Write the agenda anew; lengths in minutes fit the meeting',
	scope: 'events:write',
	who: leaders,
	at: meetingGround,
	input: z.object({
		meetingId: z.uuid(),
		titles: z.array(z.string().trim().min(1).max(160)).min(1).max(30),
		minutes: z.array(z.coerce.number().int().min(0).max(480)).min(1).max(30),
		parts: z
			.array(z.enum(['work', 'review', 'outlook']))
			.max(30)
			.default([])
			.describe(
				'Of a meeting that concludes a unit, where it may have work on the unit, too; other meetings have one part',
			),
	}),
	async run(scene, input) {
		const { trx } = scene;
		const meeting = await meetingFor(scene, input.meetingId);
		if (meeting.openedAt) refuse('meeting_running');
		const parts = meeting.kind === 'weekly' ? input.parts : input.titles.map(() => 'review' as const);
		if (input.titles.length !== input.minutes.length || input.titles.length !== parts.length)
			refuse('agenda_uneven', { status: 422 });
		const total = input.minutes.reduce((sum, minutes) => sum + minutes, 0);
		const length = Math.round((meeting.endsAt.getTime() - meeting.startsAt.getTime()) / 60_000);
		if (total > length) refuse('agenda_too_long', { status: 422, field: 'minutes', values: { total, length } });
		await trx.deleteFrom('agendaItem').where('meetingId', '=', meeting.id).execute();
		await trx
			.insertInto('agendaItem')
			.values(
				input.titles.map((title, position) => ({
					meetingId: meeting.id,
					title,
					minutes: input.minutes[position] ?? 0,
					part: parts[position] ?? 'review',
					position,
				})),
			)
			.execute();
		await tell(scene, meeting.id);
		return { minutes: total };
	},
});

export const writeMinutes = verb({
	name: 'writeMinutes',
	method: 'put',
	path: '/meetings/{meetingId}/minutes',
	summary: 'Write the minutes of the meeting',
	scope: 'events:write',
	who: leaders,
	at: meetingGround,
	input: z.object({
		meetingId: z.uuid(),
		minutes: z.string().trim().max(40_000),
		from: z.string().optional().describe('When the minutes one started from were saved'),
	}),
	async run(scene, input) {
		const viewer = signedIn(scene);
		const meeting = await meetingFor(scene, input.meetingId);
		const saved = meeting.minutesAt?.toISOString() ?? '';
		if (input.from !== undefined && input.from !== saved) refuse('minutes_newer', { field: 'minutes' });
		await scene.trx
			.updateTable('meeting')
			.set({ minutes: input.minutes, minutesBy: viewer.userId, minutesAt: scene.now })
			.where('id', '=', meeting.id)
			.execute();
		await record(scene.trx, {
			kind: 'minutes_written',
			actorId: viewer.userId,
			communityId: meeting.communityId,
			cohortId: scene.place.cohortId,
			subjectId: meeting.id,
			at: scene.now,
		});
		await tell(scene, meeting.id);
		return { savedAt: scene.now };
	},
});

export const orderPresentations = verb({
	name: 'orderPresentations',
	method: 'put',
	path: '/meetings/{meetingId}/queue',
	summary: 'Mark a result as presented, or move it to another place in the queue',
	scope: 'events:write',
	who: leaders,
	at: meetingGround,
	input: z.object({
		meetingId: z.uuid(),
		presentationId: z.uuid(),
		presented: z.union([z.boolean(), z.stringbool()]).optional(),
		to: z.enum(['earlier', 'later']).optional(),
	}),
	async run(scene, input) {
		const { trx } = scene;
		await meetingFor(scene, input.meetingId);
		const queue = await trx
			.selectFrom('presentation')
			.select(['id', 'position'])
			.where('meetingId', '=', input.meetingId)
			.orderBy('position')
			.execute();
		const index = queue.findIndex((entry) => entry.id === input.presentationId);
		const entry = queue[index] ?? refuse('not_found', { status: 404 });
		if (input.presented !== undefined)
			await trx
				.updateTable('presentation')
				.set({ presentedAt: input.presented ? scene.now : null })
				.where('id', '=', entry.id)
				.execute();
		const other = queue[input.to === 'earlier' ? index - 1 : index + 1];
		if (input.to && other) {
			await trx.updateTable('presentation').set({ position: other.position }).where('id', '=', entry.id).execute();
			await trx.updateTable('presentation').set({ position: entry.position }).where('id', '=', other.id).execute();
		}
		await tell(scene, input.meetingId);
		return { done: true };
	},
});
