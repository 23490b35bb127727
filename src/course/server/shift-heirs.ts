import type { Transaction } from 'kysely';
import { record } from '#platform/server/activity.ts';
import type { DB } from '#platform/server/schema.ts';
import { rebalanceRotation } from '#course/rules/rotation-rebalance.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { meetingsOf } from '#course/server/rescheduling.ts';

/** Ends the shift that someone holds now; what was to come goes to others. */
export async function giveUpShifts(trx: Transaction<DB>, cohort: CohortRow, userId: string, at: Date): Promise<void> {
	await trx
		.updateTable('shift')
		.set({ endsAt: at })
		.where('communityId', '=', cohort.communityId)
		.where('userId', '=', userId)
		.where('removedAt', 'is', null)
		.where('startsAt', '<=', at)
		.where('endsAt', '>', at)
		.execute();
	await redistributeShifts(trx, cohort, at);
}

/**
 * Shares the shifts of units to come among those who are enrolled now, as the rule of the rotation has it. Does nothing
 * while no rotation has been drawn. To be called, with the cohort's row locked, when someone has come or gone.
 */
export async function redistributeShifts(trx: Transaction<DB>, cohort: CohortRow, at: Date): Promise<void> {
	const shifts = await trx
		.selectFrom('shift')
		.select(['id', 'unitNumber', 'userId'])
		.where('communityId', '=', cohort.communityId)
		.where('unitNumber', 'is not', null)
		.where('removedAt', 'is', null)
		.orderBy('id')
		.forUpdate()
		.execute();
	if (shifts.length === 0) return;
	const ends = (await meetingsOf(trx, cohort)).map(({ endsAt }) => endsAt);
	const units = ends.slice(1).map((_, index) => index + 1);
	const holders = (unit: number) => shifts.filter(({ unitNumber }) => unitNumber === unit);
	const after = rebalanceRotation({
		rotation: units.map((unit) => holders(unit).map(({ userId }) => userId)),
		people: await enrolled(trx, cohort),
		firstOpenUnit: ends.filter((end) => end <= at).length + 1,
		seed: cohort.seed,
	});
	const heirs: { userId: string; unitNumber: number }[] = [];
	for (const unit of units) {
		const [opens, closes] = [ends[unit - 1], ends[unit]];
		if (!opens || !closes || opens <= at) continue;
		const acting = after[unit - 1] ?? [];
		const gone = holders(unit).filter(({ userId }) => !acting.includes(userId));
		const come = acting.filter((userId) => !holders(unit).some((shift) => shift.userId === userId));
		for (const { id } of gone) await trx.updateTable('shift').set({ removedAt: at }).where('id', '=', id).execute();
		for (const userId of come) {
			heirs.push({ userId, unitNumber: unit });
			await trx
				.insertInto('shift')
				.values({
					communityId: cohort.communityId,
					userId,
					unitNumber: unit,
					startsAt: opens,
					endsAt: closes,
					createdAt: at,
				})
				.execute();
		}
	}
	if (heirs.length === 0) return;
	await record(trx, {
		kind: 'shifts_redistributed',
		communityId: cohort.communityId,
		cohortId: cohort.id,
		data: { heirs },
		at,
	});
}

async function enrolled(trx: Transaction<DB>, cohort: CohortRow): Promise<string[]> {
	const learners = await trx
		.selectFrom('enrolment')
		.select('userId')
		.where('cohortId', '=', cohort.id)
		.where('endedAt', 'is', null)
		.orderBy('startedAt')
		.orderBy('id')
		.execute();
	return learners.map(({ userId }) => userId);
}
