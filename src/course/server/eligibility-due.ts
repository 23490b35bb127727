import { record } from '#platform/server/activity.ts';
import { addDays } from '#platform/time.ts';
import { countingEnds } from '#course/rules/requirements.ts';
import { requirementRulesOf } from '#course/server/course-records.ts';
import { standings } from '#course/server/learner-standing.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import type { DueStep } from '#course/server/settle.ts';
import { scheduleOf, type UnitSchedule } from '#course/server/unit-schedule.ts';

/**
 * After each weekly meeting, or each week at one's own pace, learners hear of a requirement that has come to be at risk, once for each requirement.
 */
export const noticeRisks: DueStep = {
	name: 'notice risks',
	async dueAt(trx, cohort) {
		if (cohort.cancelledAt) return null;
		const schedule = await scheduleOf(trx, cohort.communityId);
		if (schedule.ownPace) return weekAfterKickOff(schedule, cohort);
		return schedule.meetings.find(({ number }) => number === cohort.risksChecked + 1)?.endsAt ?? null;
	},
	async run(trx, cohort, at) {
		await trx
			.updateTable('cohort')
			.set({ risksChecked: cohort.risksChecked + 1 })
			.where('id', '=', cohort.id)
			.execute();
		const told = await trx
			.selectFrom('activity')
			.select(['subjectId', 'data'])
			.where('kind', '=', 'requirement_at_risk')
			.where('cohortId', '=', cohort.id)
			.execute();
		const known = new Set(told.map(({ subjectId, data }) => `${subjectId} ${JSON.stringify(data)}`));
		for (const [userId, { status, excepted }] of await standings(trx, { cohort, at }))
			for (const { requirement, state } of status) {
				if ((state !== 'at_risk' && state !== 'out_of_reach') || excepted.includes(requirement)) continue;
				if (known.has(`${userId} ${JSON.stringify({ requirement })}`)) continue;
				await record(trx, {
					kind: 'requirement_at_risk',
					// Without the community: it is nobody's business but the learner's.
					cohortId: cohort.id,
					subjectId: userId,
					data: { requirement },
					at,
				});
			}
	},
};

function weekAfterKickOff({ meetings, ends }: UnitSchedule, { risksChecked, timeZone }: CohortRow): Date | null {
	const [kickOff] = meetings;
	const due = kickOff && addDays(kickOff.endsAt, 7 * (risksChecked + 1), timeZone);
	return due && ends && due < ends ? due : null;
}

/** A day after the last meeting counting ends: what is there then decides on admission, whatever is deleted later. */
export const freezeEligibility: DueStep = {
	name: 'freeze eligibility',
	async dueAt(trx, cohort) {
		if (cohort.cancelledAt || cohort.frozenAt) return null;
		const end = (await scheduleOf(trx, cohort.communityId)).ends;
		return end && countingEnds(end, await requirementRulesOf(trx, cohort));
	},
	async run(trx, cohort, at) {
		for (const [userId, { counts, eligible }] of await standings(trx, { cohort, at }))
			await trx
				.insertInto('eligibility')
				.values({ cohortId: cohort.id, userId, counts: JSON.stringify(counts), eligible, frozenAt: at })
				.onConflict((c) => c.doNothing())
				.execute();
		await trx.updateTable('cohort').set({ frozenAt: at }).where('id', '=', cohort.id).execute();
		await record(trx, {
			kind: 'eligibility_frozen',
			communityId: cohort.communityId,
			cohortId: cohort.id,
			subjectId: cohort.id,
			at,
		});
	},
};
