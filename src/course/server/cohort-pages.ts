import { sql, type Transaction } from 'kysely';
import * as z from 'zod';
import type { DB } from '#platform/server/schema.ts';
import type { Locale } from '#platform/viewer.ts';
import { pageOf } from '#platform/server/list-pages.ts';
import { verb, type Scene } from '#platform/server/verb.ts';
import { dateIn, wallClock } from '#platform/time.ts';
import { freeDayOn } from '#course/rules/holidays.ts';
import { cohortHeading, cohortOf, type CohortRow } from '#course/server/cohort-row.ts';
import { formatOf, meetsOnSite, outlineOf } from '#course/server/course-content.ts';
import { cohortGround } from '#course/server/grounds.ts';
import { missingTexts } from '#course/server/publishing.ts';
import { givesSeats, seatsTaken } from '#course/server/seats.ts';
import { staffRole } from '#course/server/staff.ts';
import { calendarOf } from '#course/server/timetable-plan.ts';

const applicationsOnPage = 100;

/** A cohort at a glance for those who organise it: what is missing, seats, applications, staffing, progress. */
export const cohortPage = verb({
	name: 'cohortPage',
	method: 'get',
	path: '/cohorts/{cohortId}',
	summary: 'A cohort at a glance',
	scope: 'course:read',
	who: ['organiser'],
	at: cohortGround,
	input: z.object({ cohortId: z.uuid() }),
	async run(scene, { cohortId }) {
		const { trx, now, locale } = scene;
		const cohort = await cohortOf(trx, cohortId);
		const outline = await outlineOf(trx, cohort.courseVersionId);
		const meetings = await meetingRows(trx, cohort);
		return {
			cohort: {
				...cohortHeading(cohort),
				language: cohort.language,
				seats: cohort.seats,
				priceText: cohort.priceText,
				priceTextEn: cohort.priceTextEn,
				conferencingUrl: cohort.conferencingUrl,
				place: cohort.place,
				onSite: meetsOnSite(formatOf(outline, cohort.deliveryFormat)),
				format: formatOf(outline, cohort.deliveryFormat).title[locale],
				ownPace: cohort.endsAt !== null,
				endsAt: cohort.endsAt,
				examDate: cohort.examDate,
				lastDayToApply: lastDay(cohort),
				cancelMessage: cohort.cancelMessage ?? '',
			},
			course: { title: outline.title[locale], recommended: outline.participants.recommended },
			missing: await missingTexts(trx, cohort),
			taken: await seatsTaken(trx, cohort),
			applications: await statesOf(trx, cohortId),
			staff: await openStaff(trx, cohortId),
			next: meetings.find(({ endsAt, cancelledAt }) => endsAt > now && !cancelledAt) ?? null,
			units: await progress(scene, cohort),
			coming: await comingUnits(scene, cohort),
			versions: await versionsOf(trx, outline.id),
		};
	},
});

const lastDay = ({ applicationDeadline, timeZone }: CohortRow): string =>
	applicationDeadline ? dateIn(timeZone, new Date(applicationDeadline.getTime() - 1)) : '';

async function statesOf(trx: Transaction<DB>, cohortId: string): Promise<Record<string, number>> {
	const rows = await trx
		.selectFrom('application')
		.select((e) => ['state', e.fn.countAll<number>().as('count')])
		.where('cohortId', '=', cohortId)
		.groupBy('state')
		.execute();
	return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

function openStaff(trx: Transaction<DB>, cohortId: string) {
	return trx
		.selectFrom('staffAssignment as s')
		.innerJoin('user as u', 'u.id', 's.userId')
		.select(['s.role', 'u.name', 'u.id as userId'])
		.where('s.cohortId', '=', cohortId)
		.where('s.endedAt', 'is', null)
		.orderBy('s.role')
		.orderBy('u.name')
		.execute();
}

type UnitProgress = {
	number: number;
	/** How many results there can be: one for each group, or at one's own pace for each learner. */
	groups: number;
	handedIn: number;
	late: number;
	present: number;
	/** None at one's own pace. */
	meeting: Date | null;
};

/** For each unit that has opened: its groups, their results, and who came to its meeting. */
async function progress({ trx, locale }: Scene, cohort: CohortRow) {
	const { units } = await outlineOf(trx, cohort.courseVersionId);
	if (cohort.endsAt) return ownPaceProgress(trx, cohort, units, locale);
	const { rows } = await sql<UnitProgress>`
		select m.number, m.starts_at as meeting,
			(select count(*)::int from learning_group g
				where g.cohort_id = ${cohort.id} and g.unit_number = m.number and g.merged_into is null) as groups,
			(select count(*)::int from submission s where s.cohort_id = ${cohort.id} and s.unit_number = m.number
				and s.kind = 'group' and s.handed_in_at is not null) as "handedIn",
			(select count(*)::int from submission s where s.cohort_id = ${cohort.id} and s.unit_number = m.number
				and s.kind = 'group' and s.handed_in_at is not null and s.late) as late,
			(select count(*)::int from attendance a where a.meeting_id = m.id
				and (a.checked_in_at is not null or a.corrected_minutes > 0)) as present
		from meeting m
		where m.community_id = ${cohort.communityId} and m.kind = 'weekly' and m.number <= ${cohort.unitsOpened}
			and m.cancelled_at is null
		order by m.number`.execute(trx);
	return rows.map((row) => ({ ...row, title: units[row.number - 1]?.title[locale] ?? '' }));
}

async function ownPaceProgress(
	trx: Transaction<DB>,
	cohort: CohortRow,
	units: readonly { number: number; title: Record<Locale, string> }[],
	locale: Locale,
) {
	if (cohort.unitsOpened === 0) return [];
	const { rows } = await sql<{ number: number; handedIn: number; late: number }>`
		select s.unit_number as number, count(*)::int as "handedIn", count(*) filter (where s.late)::int as late
		from submission s join enrolment e on e.user_id = s.user_id and e.cohort_id = s.cohort_id and e.ended_at is null
		where s.cohort_id = ${cohort.id} and s.kind = 'person' and s.version > 0 group by s.unit_number`.execute(trx);
	const { learners } = await trx
		.selectFrom('enrolment')
		.select((e) => e.fn.countAll<number>().as('learners'))
		.where('cohortId', '=', cohort.id)
		.where('endedAt', 'is', null)
		.executeTakeFirstOrThrow();
	return units.map(({ number, title }) => {
		const row = rows.find((each) => each.number === number);
		return {
			number,
			title: title[locale],
			groups: Number(learners),
			handedIn: row?.handedIn ?? 0,
			late: row?.late ?? 0,
			present: 0,
			meeting: null,
		};
	});
}

/** The units that have not opened and may still follow another version of the course, with the one they follow now. */
async function comingUnits({ trx, locale }: Scene, cohort: CohortRow) {
	const { units } = await outlineOf(trx, cohort.courseVersionId);
	const replaced = await trx
		.selectFrom('cohortUnitVersion')
		.select(['unitNumber', 'courseVersionId'])
		.where('cohortId', '=', cohort.id)
		.execute();
	return units
		.filter(({ number }) => number > cohort.unitsOpened)
		.map(({ number, title }) => ({
			number,
			title: title[locale],
			courseVersionId:
				replaced.find(({ unitNumber }) => unitNumber === number)?.courseVersionId ?? cohort.courseVersionId,
		}));
}

function versionsOf(trx: Transaction<DB>, courseId: string) {
	return trx
		.selectFrom('courseVersion')
		.select(['id', 'label', 'hash', 'importedAt'])
		.where('courseId', '=', courseId)
		.orderBy('importedAt', 'desc')
		.execute();
}

/** Applications in the order in which they count, with the words of the applicants. */
export const cohortApplications = verb({
	name: 'cohortApplications',
	method: 'get',
	path: '/cohorts/{cohortId}/applications',
	summary: 'The applications for a cohort',
	scope: 'course:read',
	who: ['organiser'],
	at: cohortGround,
	input: z.object({
		cohortId: z.uuid(),
		after: z.uuid().optional().describe('The last application of the page before'),
	}),
	paged: 'after',
	async run({ trx, now, locale }, { cohortId, after = null }) {
		const cohort = await cohortOf(trx, cohortId);
		const outline = await outlineOf(trx, cohort.courseVersionId);
		const statements = new Map(outline.prerequisites.map(({ id, text }) => [id, text[locale]]));
		const found = await trx
			.selectFrom('application')
			.selectAll()
			.where('cohortId', '=', cohortId)
			.where('state', '<>', 'unverified')
			.where(
				sql<boolean>`(${after}::uuid is null or (verified_at, position) >
				(select verified_at, position from application where id = ${after} and cohort_id = ${cohortId}))`,
			)
			.orderBy('verifiedAt')
			.orderBy('position')
			.limit(applicationsOnPage + 1)
			.execute();
		const { page: rows, next } = pageOf(found, applicationsOnPage, ({ id }) => id);
		const waiting = await waitingOf(trx, cohortId);
		const { fresh, unverified } = await trx
			.selectFrom('application')
			.select((e) => [
				e.fn.countAll<number>().filterWhere('state', '=', 'received').as('fresh'),
				e.fn.countAll<number>().filterWhere('state', '=', 'unverified').as('unverified'),
			])
			.where('cohortId', '=', cohortId)
			.executeTakeFirstOrThrow();
		const deadlines = await openDeadlines(trx, cohortId);
		return {
			cohort: { ...cohortHeading(cohort), seats: cohort.seats },
			taken: await seatsTaken(trx, cohort),
			givesSeats: await givesSeats(trx, cohort, now),
			/** How many wait for a decision, and for their address to be proved, on whatever page. */
			fresh,
			unverified,
			next,
			applications: rows.map((row) => ({
				applicationId: row.id,
				userId: row.userId,
				name: row.name,
				email: row.email,
				state: row.state,
				/** On the waitlist, from 1. */
				place: waiting.get(row.id) ?? null,
				motivation: row.motivation,
				prerequisites: row.prerequisites.flatMap((id) => statements.get(id) ?? []),
				appliedAt: row.appliedAt,
				decisionWords: row.decisionWords ?? '',
				/** How long the offer or the invitation holds. */
				until: deadlines.get(row.id) ?? null,
			})),
		};
	},
});

/** For each application on the waitlist its place there. */
async function waitingOf(trx: Transaction<DB>, cohortId: string): Promise<Map<string, number>> {
	const rows = await trx
		.selectFrom('application')
		.select('id')
		.where('cohortId', '=', cohortId)
		.where('state', 'in', ['waitlisted', 'offered'])
		.orderBy('verifiedAt')
		.orderBy('position')
		.execute();
	return new Map(rows.map(({ id }, index) => [id, index + 1]));
}

async function openDeadlines(trx: Transaction<DB>, cohortId: string): Promise<Map<string, Date>> {
	const { rows } = await sql<{ id: string; until: Date }>`
		select a.id, coalesce(o.expires_at, i.expires_at) as until
		from application a
		left join seat_offer o on o.application_id = a.id and o.answered_at is null
		left join invitation i on i.application_id = a.id and i.used_at is null and i.revoked_at is null
		where a.cohort_id = ${cohortId} and a.state in ('offered', 'accepted')
			and coalesce(o.expires_at, i.expires_at) is not null`.execute(trx);
	return new Map(rows.map(({ id, until }) => [id, until]));
}

/** The timetable with its pauses and free days, for those who may change it. */
export const cohortTimetable = verb({
	name: 'cohortTimetable',
	method: 'get',
	path: '/cohorts/{cohortId}/timetable',
	summary: 'A cohort’s timetable',
	scope: 'course:read',
	who: ['organiser', 'companion'],
	at: cohortGround,
	input: z.object({ cohortId: z.uuid() }),
	async run({ trx, now, locale, roles }, { cohortId }) {
		const cohort = await cohortOf(trx, cohortId);
		const { units } = await outlineOf(trx, cohort.courseVersionId);
		const calendar = await calendarOf(trx, cohort);
		const meetings = await meetingRows(trx, cohort);
		return {
			cohort: { ...cohortHeading(cohort), stateCode: cohort.stateCode },
			/** Where everybody goes at their own pace: when the units close, and the day of the exam. */
			endsAt: cohort.endsAt,
			examDate: cohort.examDate,
			mayChangeAll: roles.has('organiser'),
			meetings: meetings.map((meeting) => {
				const local = wallClock(meeting.startsAt, cohort.timeZone);
				return {
					...meeting,
					local,
					movable: meeting.kind !== 'work' && meeting.startsAt > now && !meeting.cancelledAt && !cohort.cancelledAt,
					unit: meeting.kind === 'weekly' ? (units[meeting.number - 1]?.title[locale] ?? null) : null,
					freeDay: freeDayOn(local.date, calendar)?.name[locale] ?? null,
				};
			}),
			pauses: await trx
				.selectFrom('cohortPause')
				.select(['id', 'afterMeeting', 'weeks', 'reason'])
				.where('cohortId', '=', cohortId)
				.orderBy('afterMeeting')
				.execute(),
			daysOff: await trx
				.selectFrom('cohortDayOff')
				.select(['day', 'name'])
				.where('cohortId', '=', cohortId)
				.orderBy('day')
				.execute(),
		};
	},
});

function meetingRows(trx: Transaction<DB>, cohort: CohortRow) {
	return trx
		.selectFrom('meeting')
		.select(['id as meetingId', 'kind', 'number', 'title', 'place', 'startsAt', 'endsAt', 'movedFrom', 'cancelledAt'])
		.where('communityId', '=', cohort.communityId)
		.where('kind', 'in', ['kick_off', 'weekly', 'work'])
		.orderBy('startsAt')
		.execute();
}

/** Who works in the cohort and who takes part, with what was held before. */
export const cohortPeople = verb({
	name: 'cohortPeople',
	method: 'get',
	path: '/cohorts/{cohortId}/people',
	summary: 'Staff and learners of a cohort',
	scope: 'course:read',
	who: ['organiser'],
	at: cohortGround,
	input: z.object({ cohortId: z.uuid() }),
	async run({ trx }, { cohortId }) {
		const cohort = await cohortOf(trx, cohortId);
		const staff = await trx
			.selectFrom('staffAssignment as s')
			.innerJoin('user as u', 'u.id', 's.userId')
			.select([
				's.id as assignmentId',
				's.role',
				's.startedAt',
				's.endedAt',
				's.exceptionReason',
				'u.id as userId',
				'u.name',
			])
			.where('s.cohortId', '=', cohortId)
			.orderBy('s.startedAt')
			.orderBy('u.name')
			.execute();
		const learners = await trx
			.selectFrom('enrolment as e')
			.innerJoin('user as u', 'u.id', 'e.userId')
			.select(['u.id as userId', 'u.name', 'u.email', 'e.startedAt', 'e.endedAt', 'e.endReason'])
			.where('e.cohortId', '=', cohortId)
			.orderBy('u.name')
			.execute();
		return {
			cohort: cohortHeading(cohort),
			staff: staff.map((post) => ({ ...post, role: staffRole(post.role) })),
			learners,
			known: await knownStaff(trx, cohort),
		};
	},
});

/** People who have worked in a cohort of this organisation, to be chosen from. */
async function knownStaff(trx: Transaction<DB>, cohort: CohortRow) {
	return trx
		.selectFrom('user as u')
		.select(['u.name', 'u.email'])
		.where('u.erasedAt', 'is', null)
		.where((e) =>
			e.exists(
				e
					.selectFrom('staffAssignment as s')
					.innerJoin('cohort as k', 'k.id', 's.cohortId')
					.select('s.id')
					.whereRef('s.userId', '=', 'u.id')
					.where('k.organisationId', '=', cohort.organisationId),
			),
		)
		.orderBy('u.name')
		.execute();
}
