import { sql, type Kysely } from 'kysely';
import * as z from 'zod';
import type { DB } from '#platform/server/schema.ts';
import {
	countingEnds,
	eligibility,
	requirementCounts,
	requirements,
	requirementStatus,
	type CourseRecords,
	type Eligibility,
	type Outlook,
	type Requirement,
	type RequirementCounts,
	type RequirementRules,
	type RequirementStatus,
} from '#course/rules/requirements.ts';
import { isAttended } from '#course/rules/attendance.ts';
import { shiftDone } from '#course/rules/shift-done.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { courseRecords, requirementRulesOf } from '#course/server/course-records.ts';
import { closesAt, scheduleOf, type UnitSchedule } from '#course/server/unit-schedule.ts';

export const countsSchema = z.object({
	artefacts: z.number(),
	meetings: z.number(),
	contributions: z.number(),
	replies: z.number(),
	shifts: z.number(),
	houseRules: z.number(),
});

export type Standing = Eligibility & {
	counts: RequirementCounts;
	status: RequirementStatus[];
	/** When counting ended for good; null while it goes on. */
	frozenAt: Date | null;
};
type Asked = { cohort: CohortRow; schedule?: UnitSchedule | undefined; at: Date; userId?: string | undefined };

/**
 * Where one learner or all stand with the requirements at an instant. Once frozen, what was counted then holds, whatever
 * is deleted or added afterwards; exceptions are taken as they stand.
 */
export async function standings(
	db: Kysely<DB>,
	{ cohort, at, userId, ...asked }: Asked,
): Promise<Map<string, Standing>> {
	const schedule = asked.schedule ?? (await scheduleOf(db, cohort.communityId));
	const [rules, records, frozen, excepted, groups, ahead] = await Promise.all([
		requirementRulesOf(db, cohort),
		courseRecords(db, { cohort, schedule, at, userId }),
		frozenCounts(db, cohort.id),
		exceptionsIn(db, cohort.id),
		unitsInGroups(db, cohort.id),
		shiftsAhead(db, cohort.communityId, at),
	]);
	return new Map(
		[...records].map(([person, own]) => {
			const fixed = frozen.get(person);
			const counts = fixed?.counts ?? requirementCounts(own, rules, at);
			const outlook = outlookOf({ own, rules, schedule, at }, groups.get(person) ?? [], ahead.get(person) ?? 0);
			return [
				person,
				{
					counts,
					status: requirementStatus(counts, rules, { ...outlook, frozen: outlook.frozen || fixed !== undefined }),
					frozenAt: fixed?.frozenAt ?? null,
					...eligibility(counts, rules, excepted.get(person) ?? []),
				},
			];
		}),
	);
}

type Looking = { own: CourseRecords; rules: RequirementRules; schedule: UnitSchedule; at: Date };

function outlookOf({ own, rules, schedule, at }: Looking, unitsWithGroup: readonly number[], shifts: number): Outlook {
	const units = schedule.units.map(({ number }) => number);
	const left = units.filter((unit) => (closesAt(schedule, unit) ?? at) > at);
	const credited = new Set(own.results.map(({ unit }) => unit));
	const over = at > own.lastMeetingEnd;
	const unfinished = own.shifts.filter(
		(shift) => !shift.handoverNote && shiftDone({ ...shift, handoverNote: true }, rules.shifts.share),
	);
	return {
		unitsLeft: schedule.ownPace ? unitsThatFit(schedule, at) : left.length,
		ownPace: schedule.ownPace,
		unitsInAll: Math.max(1, units.length),
		resultsPossible: over
			? 0
			: units.filter((unit) => !credited.has(unit) && (left.includes(unit) || unitsWithGroup.includes(unit))).length,
		meetingsLeft: schedule.meetings.filter(
			({ number, startsAt, endsAt }) =>
				number > 0 && endsAt > at && !own.meetings.some((each) => isOf(each, startsAt) && attended(each, rules, at)),
		).length,
		shiftsAhead: shifts + unfinished.length,
		frozen: at >= countingEnds(own.lastMeetingEnd, rules),
	};
}

/** The share of the time that is left, in units, rounded up. */
function unitsThatFit({ units }: UnitSchedule, at: Date): number {
	const [first] = units;
	if (!first) return 0;
	const [whole, left] = [first.closes.getTime() - first.opens.getTime(), first.closes.getTime() - at.getTime()];
	return Math.ceil(units.length * Math.min(1, Math.max(0, left / Math.max(1, whole))));
}

type Attended = CourseRecords['meetings'][number];
const isOf = ({ meeting }: Attended, startsAt: Date): boolean => meeting.from.getTime() === startsAt.getTime();
const attended = (each: Attended, rules: RequirementRules, at: Date): boolean => isAttended(each, rules.meetings, at);

async function frozenCounts(db: Kysely<DB>, cohortId: string) {
	const rows = await db
		.selectFrom('eligibility')
		.select(['userId', 'counts', 'frozenAt'])
		.where('cohortId', '=', cohortId)
		.execute();
	return new Map(
		rows.map(({ userId, counts, frozenAt }) => [userId, { counts: countsSchema.parse(counts), frozenAt }]),
	);
}

/** Exceptions that the organiser granted, by learner. */
export async function exceptionsIn(db: Kysely<DB>, cohortId: string): Promise<Map<string, Requirement[]>> {
	const rows = await db
		.selectFrom('requirementException')
		.select(['userId', 'requirement'])
		.where('cohortId', '=', cohortId)
		.where('granted', '=', true)
		.execute();
	const granted = new Map<string, Requirement[]>();
	for (const { userId, requirement } of rows) {
		const known = requirements.find((each) => each === requirement);
		if (known) granted.set(userId, [...(granted.get(userId) ?? []), known]);
	}
	return granted;
}

async function unitsInGroups(db: Kysely<DB>, cohortId: string): Promise<Map<string, number[]>> {
	const { rows } = await sql<{ userId: string; units: number[] }>`
		select m.user_id as "userId", array_agg(g.unit_number) as units
		from learning_group g join learning_group_member m on m.learning_group_id = g.id and m.left_at is null
		where g.cohort_id = ${cohortId} and g.merged_into is null group by m.user_id`.execute(db);
	return new Map(rows.map(({ userId, units }) => [userId, units]));
}

async function shiftsAhead(db: Kysely<DB>, communityId: string, at: Date): Promise<Map<string, number>> {
	const rows = await db
		.selectFrom('shift')
		.select(['userId', (e) => e.fn.count<number>('unitNumber').distinct().as('n')])
		.where('communityId', '=', communityId)
		.where('removedAt', 'is', null)
		.where('endsAt', '>', at)
		.groupBy('userId')
		.execute();
	return new Map(rows.map(({ userId, n }) => [userId, Number(n)]));
}
