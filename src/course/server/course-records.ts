import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import type { Interval } from '#platform/time.ts';
import type { Attendance } from '#course/rules/attendance.ts';
import type { Written } from '#course/rules/contribution.ts';
import type { CourseRecords, CreditedResult, RequirementRules } from '#course/rules/requirements.ts';
import { houseRequirements } from '#course/rules/requirements.ts';
import type { HeldShift } from '#course/rules/shift-done.ts';
import { hoursSchema, requirementsSchema, type DeliveryFormat } from '#course/package/model.ts';
import { courseFacts } from '#course/server/course-facts.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { closesAt, opensAt, type UnitSchedule } from '#course/server/unit-schedule.ts';

/** What a learner must have, as the cohort's version of the course and its delivery format say; else the house's own. */
export async function requirementRulesOf(
	db: Kysely<DB>,
	{ courseVersionId, deliveryFormat }: Pick<CohortRow, 'courseVersionId' | 'deliveryFormat'>,
): Promise<RequirementRules> {
	const { requirements, hours, formats } = await courseFacts(db, courseVersionId);
	const said = requirementsSchema.safeParse(requirements).data;
	if (!said) return houseRequirements;
	const meetingHours = hoursSchema.safeParse(hours).data?.meetings ?? 0;
	const length = (meetingHours * 60) / said.meetings.of || houseRequirements.meetings.length;
	const needed: DeliveryFormat['needed'] = formats.find(({ id }) => id === deliveryFormat)?.needed ?? {};
	return {
		...said,
		artefacts: { ...said.artefacts, needed: needed.artefacts ?? said.artefacts.needed },
		meetings: { ...said.meetings, length, needed: needed.meetings ?? said.meetings.needed },
		contributions: { ...said.contributions, needed: needed.contributions ?? said.contributions.needed },
		replies: { needed: needed.replies ?? said.replies.needed },
		shifts: { ...said.shifts, needed: needed.shifts ?? said.shifts.needed },
	};
}

type Asked = {
	cohort: Pick<CohortRow, 'id' | 'communityId'>;
	schedule: UnitSchedule;
	/** What was there at this instant; what was hidden or deleted later counts all the same. */
	at: Date;
	/** One learner, or everyone who is enrolled. */
	userId?: string | undefined;
};

/** All that counts for the requirements, of one learner or all, in a number of queries that does not grow with them. */
export async function courseRecords(db: Kysely<DB>, asked: Asked): Promise<Map<string, CourseRecords>> {
	const end = asked.schedule.ends ?? asked.at;
	const [people, results, meetings, written, shifts, accepted] = await Promise.all([
		learners(db, asked),
		creditedResults(db, asked),
		attendances(db, asked),
		writtenBy(db, asked),
		heldShifts(db, asked),
		houseRulesAcceptedBy(db, asked),
	]);
	return new Map(
		people.map((person) => [
			person,
			{
				person,
				results: results.get(person) ?? [],
				meetings: meetings.get(person) ?? [],
				written: written.get(person) ?? [],
				shifts: shifts.get(person) ?? [],
				houseRulesAccepted: accepted.has(person),
				lastMeetingEnd: end,
			},
		]),
	);
}

async function learners(db: Kysely<DB>, { cohort, at, userId }: Asked): Promise<string[]> {
	let query = db
		.selectFrom('enrolment')
		.select('userId')
		.where('cohortId', '=', cohort.id)
		.where((e) => e.or([e('endedAt', 'is', null), e('endedAt', '>', at)]));
	if (userId) query = query.where('userId', '=', userId);
	return (await query.orderBy('startedAt').orderBy('userId').execute()).map((row) => row.userId);
}

/** Results of groups, or of persons where everybody goes at their own pace. */
async function creditedResults(db: Kysely<DB>, { cohort, schedule, at, userId }: Asked) {
	const rows = await db
		.selectFrom('submission as s')
		.innerJoin('submissionMember as m', 'm.submissionId', 's.id')
		.select(['s.unitNumber as unit', 'm.userId', 'm.creditedAt'])
		.where('s.cohortId', '=', cohort.id)
		.where('s.kind', '=', schedule.ownPace ? 'person' : 'group')
		.where('m.creditedAt', '<=', at)
		.$if(userId !== undefined, (q) => q.where('m.userId', '=', userId ?? ''))
		.execute();
	return grouped(rows, ({ unit, userId: person, creditedAt }): [string, CreditedResult] => [
		person,
		{ unit, handedInAt: creditedAt, members: [person] },
	]);
}

async function attendances(db: Kysely<DB>, { cohort, at, userId }: Asked) {
	const rows = await db
		.selectFrom('attendance as a')
		.innerJoin('meeting as m', 'm.id', 'a.meetingId')
		.select([
			'a.userId',
			'm.startsAt',
			'm.endsAt',
			'a.checkedInAt',
			'a.checkedOutAt',
			'a.correctedMinutes',
			'a.correctedAt',
			'a.recordedAt',
		])
		.where('m.communityId', '=', cohort.communityId)
		.where('m.kind', '=', 'weekly')
		.where('m.cancelledAt', 'is', null)
		.where('m.startsAt', '<=', at)
		.$if(userId !== undefined, (q) => q.where('a.userId', '=', userId ?? ''))
		.execute();
	return grouped(rows, (row): [string, Attendance] => [
		row.userId,
		{
			meeting: { from: row.startsAt, until: row.endsAt },
			stays:
				row.checkedInAt && (!row.recordedAt || row.recordedAt <= at)
					? [{ from: row.checkedInAt, until: row.checkedOutAt }]
					: [],
			correctedMinutes: row.correctedAt && row.correctedAt <= at ? row.correctedMinutes : null,
		},
	]);
}

type WrittenRow = {
	kind: Written['kind'];
	author: string;
	/** As JSON brings it. */
	at: string;
	words: number;
	hidden: boolean;
	deleted: boolean;
	to: string[];
};

/**
 * Posts, and feedback to peers. The post that opens a result's thread is the group's work and nobody's own. A top post in
 * one's own thread answers whoever wrote there last. As one JSON, which is read ten times as fast as rows with lists.
 */
async function writtenBy(db: Kysely<DB>, { cohort, at, userId }: Asked) {
	const author = userId ?? null;
	const { rows } = await sql<{ written: WrittenRow[] }>`
		select coalesce(json_agg(each), '[]') as written from (
		select 'post' as kind, p.author_id as author, p.created_at as at, p.words,
			coalesce(p.hidden_at <= ${at}, false) as hidden, coalesce(p.deleted_at <= ${at}, false) as deleted,
			case when p.opening then '{}' else array[coalesce(parent.author_id, nullif(t.author_id, p.author_id),
				(select o.author_id from post o where o.thread_id = p.thread_id and o.sequence < p.sequence
					and o.author_id <> p.author_id order by o.sequence desc limit 1), p.author_id)] end as "to"
		from post p join thread t on t.id = p.thread_id left join post parent on parent.id = coalesce(p.answers_id, p.parent_id)
		where p.community_id = ${cohort.communityId} and p.created_at <= ${at}
			and not (p.opening and t.submission_id is not null)
			and exists (select from enrolment e where e.cohort_id = ${cohort.id} and e.user_id = p.author_id)
			and (${author}::uuid is null or p.author_id = ${author}::uuid)
		union all
		select 'peer_feedback', f.author_id, f.given_at, cardinality(regexp_split_to_array(btrim(f.words), '\\s+')), false, false,
			array(select m.user_id from submission_member m where m.submission_id = f.submission_id)
		from feedback f
		where f.cohort_id = ${cohort.id} and f.kind = 'peer' and f.submission_id is not null and f.given_at <= ${at}
			and (${author}::uuid is null or f.author_id = ${author}::uuid)) as each`.execute(db);
	return grouped(rows[0]?.written ?? [], (row): [string, Written] => [row.author, { ...row, at: new Date(row.at) }]);
}

type ShiftRow = { userId: string; unitNumber: number; startsAt: Date; endsAt: Date; note: boolean };

async function heldShifts(db: Kysely<DB>, { cohort, schedule, at, userId }: Asked) {
	const { rows } = await sql<ShiftRow>`
		select user_id as "userId", unit_number as "unitNumber", starts_at as "startsAt", ends_at as "endsAt",
			coalesce(handover_at <= ${at}, false) as note
		from shift where community_id = ${cohort.communityId} and removed_at is null and unit_number is not null
			and starts_at < ${at} and (${userId ?? null}::uuid is null or user_id = ${userId ?? null}::uuid)`.execute(db);
	const shifts = new Map<string, HeldShift[]>();
	for (const [person, own] of grouped(rows, (row): [string, ShiftRow] => [row.userId, row]))
		shifts.set(
			person,
			[...new Set(own.map(({ unitNumber }) => unitNumber))].flatMap((unit) => {
				const window = windowOf(schedule, unit);
				const held = own.filter(({ unitNumber }) => unitNumber === unit);
				return window ? [heldIn(window, held, at)] : [];
			}),
		);
	return shifts;
}

const heldIn = (window: Interval, held: readonly ShiftRow[], at: Date): HeldShift => ({
	window,
	held: held.map(({ startsAt, endsAt }) => ({ from: startsAt, until: endsAt < at ? endsAt : at })),
	handoverNote: held.some(({ note }) => note),
});

function windowOf(schedule: UnitSchedule, unit: number): Interval | null {
	const [from, until] = [opensAt(schedule, unit), closesAt(schedule, unit)];
	return from && until ? { from, until } : null;
}

/** Days that everyone has to read a new version of the house rules before it is asked for. */
const graceDays = 7;

/** Who has accepted the house rules in force, or, while a new version is younger than a week, the one before. */
async function houseRulesAcceptedBy(db: Kysely<DB>, { cohort, at, userId }: Asked): Promise<Set<string>> {
	const { rows } = await sql<{ userId: string }>`
		select distinct a.user_id as "userId" from house_rules_acceptance a join house_rules h on h.id = a.house_rules_id
		where h.community_id = ${cohort.communityId} and a.accepted_at <= ${at}
			and (${userId ?? null}::uuid is null or a.user_id = ${userId ?? null}::uuid) and h.version >= coalesce(
			(select max(version) from house_rules where community_id = ${cohort.communityId}
				and published_at <= ${at}::timestamptz - make_interval(days => ${graceDays})), 1)`.execute(db);
	return new Set(rows.map(({ userId }) => userId));
}

function grouped<Row, Value>(rows: readonly Row[], entry: (row: Row) => [string, Value]): Map<string, Value[]> {
	const groups = new Map<string, Value[]>();
	for (const row of rows) {
		const [key, value] = entry(row);
		const group = groups.get(key);
		if (group) group.push(value);
		else groups.set(key, [value]);
	}
	return groups;
}
