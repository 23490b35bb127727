import type { Transaction } from 'kysely';
import { database } from '#platform/server/database.ts';
import type { DB } from '#platform/server/schema.ts';
import type { Place } from '#platform/server/verb.ts';
import { lockCohort, type CohortRow } from '#course/server/cohort-row.ts';
import { askForEvaluation } from '#course/server/evaluation-due.ts';
import { expireInvitations, expireSeatOffers } from '#course/server/seats-due.ts';
import { freezeEligibility, noticeRisks } from '#course/server/eligibility-due.ts';
import { formGroups, placeNewcomers } from '#course/server/groups-due.ts';
import { planShifts } from '#course/server/shifts.ts';
import { openUnits } from '#course/server/units-due.ts';

/** Something that falls due in a cohort by the passing of time alone. */
export type DueStep = {
	name: string;
	/** The earliest instant, past or future, at which there is something to do; `null`: nothing as things stand. */
	dueAt: (trx: Transaction<DB>, cohort: CohortRow) => Promise<Date | null>;
	/** Does what falls due at `at`, as of that instant. Afterwards `dueAt` must have moved on. */
	run: (trx: Transaction<DB>, cohort: CohortRow, at: Date) => Promise<void>;
};

/** In the order in which they come when they fall due at the same instant. */
export const steps: readonly DueStep[] = [
	expireSeatOffers,
	expireInvitations,
	formGroups,
	planShifts,
	openUnits,
	placeNewcomers,
	noticeRisks,
	askForEvaluation,
	freezeEligibility,
];

const mostSteps = 2000;

/**
 * Carries out all that has fallen due in a cohort up to `now`, one step after the other in the order of their due
 * instants, each in a transaction of its own with the cohort's row locked. What happens is dated with the instant at
 * which it fell due, so that it makes no difference when anyone looked.
 */
export async function settleCohort(cohortId: string, now: Date): Promise<void> {
	const cohort = await database
		.selectFrom('cohort')
		.select('id')
		.where('id', '=', cohortId)
		.where('dueAt', '<=', now)
		.executeTakeFirst();
	if (!cohort) return;
	for (let done = 0; done < mostSteps; done++) if (!(await settleNext(cohortId, now))) return;
	throw new Error(`cohort ${cohortId} does not come to rest`);
}

/** The cohort at a place. */
export async function settleHere({ cohortId }: Pick<Place, 'cohortId'>, now: Date): Promise<void> {
	if (cohortId) await settleCohort(cohortId, now);
}

/** Settles every cohort in which something has fallen due. */
export async function settleCohorts(now: Date): Promise<void> {
	const due = await database.selectFrom('cohort').select('id').where('dueAt', '<=', now).orderBy('dueAt').execute();
	for (const { id } of due) await settleCohort(id, now);
}

async function settleNext(cohortId: string, now: Date): Promise<boolean> {
	return database.transaction().execute(async (trx) => {
		const cohort = await lockCohort(trx, cohortId);
		const next = await nextStep(trx, cohort);
		if (!next || next.at > now) {
			await trx
				.updateTable('cohort')
				.set({ dueAt: next?.at ?? null })
				.where('id', '=', cohortId)
				.execute();
			return false;
		}
		await next.step.run(trx, cohort, next.at);
		return true;
	});
}

async function nextStep(trx: Transaction<DB>, cohort: CohortRow): Promise<{ step: DueStep; at: Date } | null> {
	let next: { step: DueStep; at: Date } | null = null;
	for (const step of steps) {
		const at = await step.dueAt(trx, cohort);
		if (at && (!next || at < next.at)) next = { step, at };
	}
	return next;
}
