import { sql, type Transaction } from 'kysely';
import { enterPhase } from '#community/server/phases.ts';
import { record } from '#platform/server/activity.ts';
import type { DB } from '#platform/server/schema.ts';
import { dateIn } from '#platform/time.ts';
import { phasesOfTenUnits } from '#course/rules/lifecycle.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { courseFacts } from '#course/server/course-facts.ts';
import type { DueStep } from '#course/server/settle.ts';
import { scheduleOf } from '#course/server/unit-schedule.ts';

/**
 * Unit n opens with the scheduled end of meeting n−1 (the kick-off for unit 1), and the community's phase follows. At
 * one's own pace all open with that of the kick-off, and it is told of the first.
 */
export const openUnits: DueStep = {
	name: 'open units',
	async dueAt(trx, cohort) {
		if (cohort.cancelledAt) return null;
		if (cohort.endsAt) return cohort.unitsOpened === 0 ? kickOffEnd(trx, cohort) : null;
		const meetings = await trx
			.selectFrom('meeting')
			.select(['number', 'endsAt'])
			.where('communityId', '=', cohort.communityId)
			.where('kind', 'in', ['kick_off', 'weekly'])
			.where('cancelledAt', 'is', null)
			.where('number', '>=', cohort.unitsOpened)
			.orderBy('number')
			.limit(2)
			.execute();
		// The last meeting opens no unit.
		return meetings.length === 2 ? (meetings[0]?.endsAt ?? null) : null;
	},
	async run(trx, cohort, at) {
		const unitNumber = cohort.unitsOpened + 1;
		const { units } = await courseFacts(trx, cohort.courseVersionId);
		const unitsOpened = cohort.endsAt ? (units ?? unitNumber) : unitNumber;
		await trx.updateTable('cohort').set({ unitsOpened }).where('id', '=', cohort.id).execute();
		await enterPhase(trx, {
			communityId: cohort.communityId,
			// at one's own pace nobody leads the community through its phases: it lives from the first day
			phase: cohort.endsAt ? 'growth' : await phaseOfUnit(trx, cohort, unitNumber),
			since: dateIn(cohort.timeZone, at),
			at,
		});
		await record(trx, {
			kind: 'unit_opened',
			communityId: cohort.communityId,
			cohortId: cohort.id,
			data: { unitNumber },
			at,
		});
	},
};

async function kickOffEnd(trx: Transaction<DB>, cohort: CohortRow): Promise<Date | null> {
	return (await scheduleOf(trx, cohort.communityId)).meetings[0]?.endsAt ?? null;
}

async function phaseOfUnit(trx: Transaction<DB>, cohort: CohortRow, unitNumber: number): Promise<string> {
	const { rows } = await sql<{ phase: string | null }>`
		select content -> 'units' -> ${unitNumber - 1}::int ->> 'phase' as phase
		from course_version where id = ${cohort.courseVersionId}`.execute(trx);
	return rows[0]?.phase ?? phasesOfTenUnits.find(({ lastUnit }) => unitNumber <= lastUnit)?.phase ?? 'closing';
}
