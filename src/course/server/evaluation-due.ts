import type { Kysely } from 'kysely';
import { record } from '#platform/server/activity.ts';
import type { DB } from '#platform/server/schema.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { sheetTimesOf } from '#course/server/evaluation-sheets.ts';
import type { DueStep } from '#course/server/settle.ts';
import { scheduleOf } from '#course/server/unit-schedule.ts';

/** Learners are asked after each unit, at the end, and once more months later; for each sheet once. */
export const askForEvaluation: DueStep = {
	name: 'ask for evaluation',
	async dueAt(trx, cohort) {
		return cohort.cancelledAt ? null : ((await nextSheet(trx, cohort))?.opensAt ?? null);
	},
	async run(trx, cohort, at) {
		const sheet = await nextSheet(trx, cohort);
		await trx
			.updateTable('cohort')
			.set({ sheetsAsked: cohort.sheetsAsked + 1 })
			.where('id', '=', cohort.id)
			.execute();
		if (!sheet) return;
		await record(trx, {
			kind: 'evaluation_opened',
			communityId: cohort.communityId,
			cohortId: cohort.id,
			data: sheet.unit ? { sheet: 'unit', unitNumber: sheet.unit } : { sheet: sheet.id },
			at,
		});
	},
};

const nextSheet = async (db: Kysely<DB>, cohort: CohortRow) =>
	(await sheetTimesOf(db, cohort, await scheduleOf(db, cohort.communityId)))[cohort.sheetsAsked];
