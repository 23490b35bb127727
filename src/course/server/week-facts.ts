import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import type { Interval } from '#platform/time.ts';
import { weekState, type OwnExam, type WeekState } from '#course/rules/week-state.ts';
import { timetable } from '#course/rules/timetable.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { courseFacts } from '#course/server/course-facts.ts';
import { planOf } from '#course/server/timetable-plan.ts';
import { unitAt, type UnitSchedule } from '#course/server/unit-schedule.ts';

type ApplicationState = 'received' | 'waitlisted' | 'offered' | 'accepted';
const standingApplicationStates: readonly ApplicationState[] = ['received', 'waitlisted', 'offered', 'accepted'];

/** Where a person stands with the cohort now; null for whoever has nothing to do with it. */
export async function weekStateOf(
	db: Kysely<DB>,
	{ cohort, schedule, userId, now }: { cohort: CohortRow; schedule: UnitSchedule; userId: string; now: Date },
): Promise<WeekState | null> {
	const [enrolment, pauses, exams, opens, retakes, unit] = await Promise.all([
		enrolmentOf(db, cohort, userId),
		pausesOf(db, cohort),
		ownExams(db, cohort, userId),
		examOpensAt(db, cohort.id),
		retakesOf(db, cohort.courseVersionId),
		schedule.ownPace ? ownUnitAt(db, { cohort, schedule, userId, now }) : unitAt(schedule, now),
	]);
	return weekState(
		{
			cancelled: cohort.cancelledAt !== null,
			archived: enrolment?.archivedAt !== null && enrolment !== undefined,
			enrolled: enrolment !== undefined,
			application: enrolment ? null : await applicationOf(db, cohort.id, userId),
			kickOffEnd: schedule.meetings[0]?.endsAt ?? null,
			courseEnds: schedule.ends,
			unit,
			pauseUntil: pauses.find(({ from, until }) => from <= now && now < until)?.until ?? null,
			exams: enrolment ? exams : [],
			examOpensAt: opens,
			retakes,
		},
		now,
	);
}

const enrolmentOf = (db: Kysely<DB>, cohort: CohortRow, userId: string) =>
	db
		.selectFrom('enrolment as e')
		.innerJoin('community as c', (join) => join.on('c.id', '=', cohort.communityId))
		.select(['e.id', 'c.archivedAt'])
		.where('e.cohortId', '=', cohort.id)
		.where('e.userId', '=', userId)
		.where('e.endedAt', 'is', null)
		.executeTakeFirst();

/** At one's own pace: the first unit without a result of one's own; the last once all are in; null outside of the course. */
export async function ownUnitAt(
	db: Kysely<DB>,
	{ cohort, schedule, userId, now }: { cohort: CohortRow; schedule: UnitSchedule; userId: string; now: Date },
): Promise<number | null> {
	const open = schedule.units.filter(({ opens, closes }) => opens <= now && now < closes);
	if (open.length === 0) return null;
	const done = new Set(await ownResults(db, cohort.id, userId));
	return (open.find(({ number }) => !done.has(number)) ?? open.at(-1))?.number ?? null;
}

/** Units in which a learner has handed in a result of their own. */
export async function ownResults(db: Kysely<DB>, cohortId: string, userId: string): Promise<number[]> {
	const rows = await db
		.selectFrom('submission')
		.select('unitNumber')
		.where('cohortId', '=', cohortId)
		.where('userId', '=', userId)
		.where('kind', '=', 'person')
		.where('version', '>', 0)
		.execute();
	return rows.map(({ unitNumber }) => unitNumber);
}

async function applicationOf(db: Kysely<DB>, cohortId: string, userId: string) {
	const { rows } = await sql<{ state: ApplicationState; position: number | null }>`
		select a.state, case when a.state in ('waitlisted', 'offered') then (select count(*)::int from application b
			where b.cohort_id = a.cohort_id and b.state in ('waitlisted', 'offered') and b.position <= a.position) end as position
		from application a where a.cohort_id = ${cohortId} and a.user_id = ${userId}
			and a.state = any(${[...standingApplicationStates]}::text[]) limit 1`.execute(db);
	return rows[0] ?? null;
}

/** The pauses as stretches of time; most cohorts have none, and then nothing is reckoned. */
export async function pausesOf(db: Kysely<DB>, cohort: CohortRow): Promise<Interval[]> {
	const pause = await db.selectFrom('cohortPause').select('id').where('cohortId', '=', cohort.id).executeTakeFirst();
	if (!pause) return [];
	const planned = timetable(await planOf(db, cohort));
	return planned.ok ? [...planned.value.breaks] : [];
}

/** The exams that a person sits, each with the deadline that holds for this person. */
async function ownExams(db: Kysely<DB>, cohort: CohortRow, userId: string): Promise<OwnExam[]> {
	const { rows } = await sql<OwnExam>`
		select e.id, e.kind, e.opens_at as "opensAt", e.released_at as "releasedAt",
			greatest(e.ends_at, (select max(x.ends_at) from exam_extension x where x.exam_id = e.id
				and (x.user_id = c.user_id or x.learning_group_id = c.learning_group_id))) as "endsAt",
			(select r.passed from exam_result r where r.exam_id = e.id and r.user_id = c.user_id
				and r.superseded_by is null) as passed
		from exam e join exam_candidate c on c.exam_id = e.id
		where c.cohort_id = ${cohort.id} and c.user_id = ${userId} and e.cancelled_at is null
			and not coalesce(c.withdrawal_granted, false)
		order by e.opens_at`.execute(db);
	return rows;
}

async function examOpensAt(db: Kysely<DB>, cohortId: string): Promise<Date | null> {
	const exam = await db
		.selectFrom('exam')
		.select('opensAt')
		.where('cohortId', '=', cohortId)
		.where('kind', '=', 'main')
		.where('cancelledAt', 'is', null)
		.executeTakeFirst();
	return exam?.opensAt ?? null;
}

export async function retakesOf(db: Kysely<DB>, courseVersionId: string): Promise<number> {
	return (await courseFacts(db, courseVersionId)).retakes ?? 1;
}
