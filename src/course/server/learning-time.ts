import { sql, type Kysely } from 'kysely';
import * as z from 'zod';
import { remembering, type Memory } from '#platform/server/memory.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { addCalendarDays, dateIn, startOfDay } from '#platform/time.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { minutesPresent } from '#events/attendance.ts';
import { hoursSchema } from '#course/package/model.ts';
import {
	houseHours,
	learningParts,
	suggestedTime,
	timeBalance,
	type CourseHours,
	type Suggestion,
	type TimeBalance,
} from '#course/rules/learning-time.ts';
import { cohortHere, pictureOf } from '#course/server/cohort-here.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { formatOf, outlineOf, partsOfMeeting } from '#course/server/course-content.ts';
import { courseFacts } from '#course/server/course-facts.ts';
import { unitsOf } from '#course/server/course-package.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import { readingsOf } from '#course/server/readings.ts';
import { timeEntryGround } from '#course/server/learning-grounds.ts';
import { scheduleOf, unitAt } from '#course/server/unit-schedule.ts';
import { noteAccess } from '#community/server/record-access.ts';
import { worksCouncilMode } from '#community/server/works-council.ts';

/** Hours of the course for one person, in the cohort's delivery format. */
export async function hoursOf(db: Kysely<DB>, { courseVersionId, deliveryFormat }: Course): Promise<CourseHours> {
	const { hours, formats } = await courseFacts(db, courseVersionId);
	const ofFormat = formats.find(({ id }) => id === deliveryFormat)?.hours;
	return ofFormat ?? hoursSchema.safeParse(hours).data ?? houseHours;
}
type Course = Pick<CohortRow, 'courseVersionId' | 'deliveryFormat'>;

const partSchema = z.enum(learningParts);

/** A learner's booked time against the hours of the course. */
export async function timeBalanceOf(
	db: Kysely<DB>,
	cohort: Course & Pick<CohortRow, 'id'>,
	userId: string,
): Promise<TimeBalance> {
	return timeBalance(await timeEntriesOf(db, cohort.id, userId), await hoursOf(db, cohort));
}

/** What a learner has booked, the latest day first. */
export const timeEntriesOf = (
	db: Kysely<DB>,
	cohortId: string,
	userId: string,
	memory?: Memory,
): Promise<TimeEntry[]> => rememberEntries(memory, `${cohortId} ${userId}`, () => timeEntries(db, cohortId, userId));

const rememberEntries = remembering<TimeEntry[]>();
type TimeEntry = Awaited<ReturnType<typeof timeEntries>>[number];

async function timeEntries(db: Kysely<DB>, cohortId: string, userId: string) {
	const rows = await db
		.selectFrom('timeEntry')
		.select(['id', 'day', 'minutes', 'part', 'unitNumber', 'note', 'suggestionKey'])
		.where('cohortId', '=', cohortId)
		.where('userId', '=', userId)
		.where('removedAt', 'is', null)
		.orderBy('day', 'desc')
		.orderBy('bookedAt', 'desc')
		.execute();
	return rows.map((row) => ({ ...row, part: partSchema.parse(row.part) }));
}

/** Booked minutes by learner. */
export async function timeSums(db: Kysely<DB>, cohortId: string): Promise<Map<string, number>> {
	const rows = await db
		.selectFrom('timeEntry')
		.select(['userId', (e) => e.fn.sum<number>('minutes').as('minutes')])
		.where('cohortId', '=', cohortId)
		.where('removedAt', 'is', null)
		.groupBy('userId')
		.execute();
	return new Map(rows.map(({ userId, minutes }) => [userId, Number(minutes)]));
}

export const learningTime = verb({
	name: 'learningTime',
	method: 'get',
	path: '/communities/{communityId}/learning-time',
	summary: 'One’s own learning time, and suggestions from what one did',
	scope: 'course:read',
	who: ['learner'],
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid() }),
	async run(scene) {
		const { userId } = signedIn(scene);
		const cohort = await cohortHere(scene);
		const entries = await timeEntriesOf(scene.trx, cohort.id, userId, scene.memory);
		const booked = new Set(entries.flatMap(({ suggestionKey }) => suggestionKey ?? []));
		return {
			today: dateIn(cohort.timeZone, scene.now),
			firstDay: cohort.startDate,
			balance: timeBalance(entries, await hoursOf(scene.trx, cohort)),
			entries,
			suggestions: await suggestions(scene, cohort, userId, booked),
			mayBook: scene.roles.has('member'),
		};
	},
});

const suggestedDays = 21;

/** What somebody did lately and has not booked: meetings, days with own acts, lessons marked as read. */
async function suggestions(
	scene: Scene,
	cohort: CohortRow,
	userId: string,
	booked: ReadonlySet<string>,
): Promise<(Suggestion & { title: string | null; number: number | null })[]> {
	const { trx, now } = scene;
	const today = startOfDay(dateIn(cohort.timeZone, now), cohort.timeZone);
	const since = startOfDay(addCalendarDays(dateIn(cohort.timeZone, now), -suggestedDays), cohort.timeZone);
	const [attended, acts, lessons] = await Promise.all([
		meetingsAttended(scene, cohort, userId),
		actsOf(trx, cohort, userId, since, today),
		lessonsRead(scene, cohort, userId, since),
	]);
	const meetings = attended.filter(({ startedAt }) => startedAt >= since);
	const found = suggestedTime({ meetings, acts }, booked, cohort.timeZone).map((each) => ({
		...each,
		title: null,
		number: meetings.find(({ key }) => key === each.key)?.number ?? null,
	}));
	return [...found, ...lessons.filter(({ key }) => !booked.has(key))].toSorted((a, b) =>
		a.day === b.day ? 0 : a.day < b.day ? 1 : -1,
	);
}

async function meetingsAttended({ trx, now }: Scene, cohort: CohortRow, userId: string) {
	const rows = await trx
		.selectFrom('attendance as a')
		.innerJoin('meeting as m', 'm.id', 'a.meetingId')
		.select([
			'm.id',
			'm.kind',
			'm.number',
			'm.startsAt',
			'm.endsAt',
			'a.checkedInAt',
			'a.checkedOutAt',
			'a.correctedMinutes',
		])
		.where('m.communityId', '=', cohort.communityId)
		.where('a.userId', '=', userId)
		.where('m.cancelledAt', 'is', null)
		.where('m.endsAt', '<=', now)
		.execute();
	const format = formatOf(await outlineOf(trx, cohort.courseVersionId), cohort.deliveryFormat);
	return rows.flatMap((row) => {
		const { startsAt: startedAt, number } = row;
		const minutes = minutesPresent(row, row, now);
		const meeting = { key: `meeting ${row.id}`, startedAt, number };
		if (row.kind === 'kick_off') return { ...meeting, part: 'kick_off' as const, minutes };
		if (row.kind === 'work') return { ...meeting, part: 'units' as const, minutes };
		if (row.kind !== 'weekly') return { ...meeting, part: 'meetings' as const, minutes };
		// a day in the classroom is meeting for as long as a meeting lasts, and work on the unit for the rest
		const { ofMeeting, ofUnit } = timeOf(partsOfMeeting(format, number));
		return [
			{ ...meeting, part: 'meetings' as const, minutes: ofUnit > 0 ? Math.min(minutes, ofMeeting) : minutes },
			{
				...meeting,
				key: `meeting ${row.id} unit`,
				part: 'units' as const,
				minutes: Math.min(Math.max(0, minutes - ofMeeting), ofUnit),
			},
		].filter((each) => each.part === 'meetings' || each.minutes > 0);
	});
}

function timeOf(parts: ReturnType<typeof partsOfMeeting>) {
	const sum = (hours: string) => parts.reduce((all, part) => all + (part.hours === hours ? part.minutes : 0), 0);
	return { ofMeeting: sum('meeting'), ofUnit: sum('unit') };
}

/** Instants of own acts on days that are over. */
async function actsOf(
	db: Kysely<DB>,
	{ id, communityId }: CohortRow,
	userId: string,
	since: Date,
	until: Date,
): Promise<Date[]> {
	const { rows } = await sql<{ at: Date }>`
		select at from (
			select created_at as at from post where author_id = ${userId} and community_id = ${communityId}
			union all select edited_at from post where author_id = ${userId} and community_id = ${communityId}
			union all select given_at from feedback where author_id = ${userId} and cohort_id = ${id}
			union all select v.handed_in_at from submission_version v join submission s on s.id = v.submission_id
				where v.handed_in_by = ${userId} and s.cohort_id = ${id}
			union all select c.saved_at from submission_section c join submission s on s.id = c.submission_id
				where c.saved_by = ${userId} and s.cohort_id = ${id}
		) as acts where at >= ${since} and at < ${until} order by at`.execute(db);
	return rows.map(({ at }) => at);
}

async function lessonsRead({ trx, locale, memory }: Scene, cohort: CohortRow, userId: string, since: Date) {
	const lately = (await readingsOf(trx, cohort.id, userId, memory)).filter(({ readAt }) => readAt >= since);
	if (lately.length === 0) return [];
	const units = await unitsOf(trx, cohort, memory);
	return lately.flatMap(({ topicId, readAt }) => {
		const found = units.find(({ unit }) => unit.topics.some(({ id }) => id === topicId));
		const topic = found?.unit.topics.find(({ id }) => id === topicId);
		if (!found || !topic) return [];
		return {
			key: `lesson ${topicId}`,
			part: 'units' as const,
			day: dateIn(cohort.timeZone, readAt),
			minutes: topic.minutes,
			title: topic.title[locale],
			number: found.unit.number,
		};
	});
}

export const bookTime = verb({
	name: 'bookTime',
	method: 'post',
	path: '/communities/{communityId}/learning-time',
	summary: 'Book learning time, by hand or as suggested',
	scope: 'course:write',
	who: ['learner'],
	at: courseCommunityGround,
	status: 201,
	input: z.object({
		communityId: z.uuid(),
		day: z.iso.date(),
		hours: z.union([z.literal('').transform(() => 0), z.coerce.number().int().min(0).max(16)]).default(0),
		minutes: z.union([z.literal('').transform(() => 0), z.coerce.number().int().min(0).max(960)]).default(0),
		part: partSchema.default('units'),
		note: z.string().trim().max(500).default(''),
		suggestionKey: z.string().max(120).optional(),
	}),
	output: z.object({ timeEntryId: z.uuid() }),
	async run(scene, input) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		if (!scene.roles.has('member')) refuse('forbidden', { status: 403 });
		const cohort = await cohortHere(scene);
		if (input.day > dateIn(cohort.timeZone, now)) refuse('time_in_future', { status: 422, field: 'day' });
		if (input.day < cohort.startDate) refuse('time_before_start', { status: 422, field: 'day' });
		const minutes = input.hours * 60 + input.minutes;
		if (minutes < 5 || minutes > 960) refuse('time_length', { status: 422, field: 'minutes' });
		const schedule = await scheduleOf(trx, cohort.communityId);
		const suggestionKey = input.suggestionKey || null;
		const entry = await trx
			.insertInto('timeEntry')
			.values({
				cohortId: cohort.id,
				userId,
				day: input.day,
				minutes,
				part: input.part,
				unitNumber: unitAt(schedule, startOfDay(addCalendarDays(input.day, 1), cohort.timeZone)),
				note: input.note,
				suggestionKey,
				bookedAt: now,
			})
			.onConflict((c) =>
				c
					.columns(['userId', 'suggestionKey'])
					.where('removedAt', 'is', null)
					.where('suggestionKey', 'is not', null)
					.doUpdateSet({ minutes, note: input.note }),
			)
			.returning('id')
			.executeTakeFirstOrThrow();
		return { timeEntryId: entry.id };
	},
});

export const removeTime = verb({
	name: 'removeTime',
	method: 'delete',
	path: '/learning-time/{timeEntryId}',
	summary: 'Take back booked learning time',
	scope: 'course:write',
	who: ['owner'],
	at: timeEntryGround,
	input: z.object({ timeEntryId: z.uuid() }),
	async run({ trx, now }, { timeEntryId }) {
		const removed = await trx
			.updateTable('timeEntry')
			.set({ removedAt: now })
			.where('id', '=', timeEntryId)
			.where('removedAt', 'is', null)
			.returning('id')
			.executeTakeFirst();
		if (!removed) throw notFound();
		return { removed: true };
	},
});

export const learningTimeSums = verb({
	name: 'learningTimeSums',
	method: 'get',
	path: '/communities/{communityId}/learning-time/sums',
	summary: 'Booked learning time of each learner as a sum, looking is noted; nothing in works-council mode',
	scope: 'course:read',
	who: ['companion', 'organiser'],
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid() }),
	async run(scene) {
		const { trx } = scene;
		const cohort = await cohortHere(scene);
		const { total } = await hoursOf(trx, cohort);
		if (await worksCouncilMode(trx, cohort.organisationId))
			return { plannedMinutes: total * 60, worksCouncilMode: true, learners: [] };
		const sums = await timeSums(trx, cohort.id);
		const people = await trx
			.selectFrom('enrolment as e')
			.innerJoin('user as u', 'u.id', 'e.userId')
			.select(['u.id as userId', 'u.name', 'u.pictureFileId'])
			.where('e.cohortId', '=', cohort.id)
			.where('e.endedAt', 'is', null)
			.orderBy('u.name')
			.execute();
		await noteAccess(
			scene,
			people.map(({ userId }) => userId),
			'learning_time',
			cohort.timeZone,
		);
		return {
			plannedMinutes: total * 60,
			worksCouncilMode: false,
			learners: people.map(({ pictureFileId, ...person }) => ({
				...person,
				picture: pictureOf(pictureFileId),
				minutes: sums.get(person.userId) ?? 0,
			})),
		};
	},
});
