import type { Kysely, Transaction } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import { planRotation } from '#course/rules/rotation.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { learnersFor } from '#course/server/groups.ts';
import type { DueStep } from '#course/server/settle.ts';

type Window = { startsAt: Date; endsAt: Date };

/** Shift n runs from the scheduled end of meeting n−1 to that of meeting n; index 0 is unit 1. */
async function shiftWindows(db: Kysely<DB>, communityId: string): Promise<Window[]> {
	const meetings = await db
		.selectFrom('meeting')
		.select('endsAt')
		.where('communityId', '=', communityId)
		.where('kind', 'in', ['kick_off', 'weekly'])
		.where('cancelledAt', 'is', null)
		.orderBy('number')
		.execute();
	return meetings
		.slice(1)
		.map((meeting, index) => ({ startsAt: meetings[index]?.endsAt ?? meeting.endsAt, endsAt: meeting.endsAt }));
}

/** With the kick-off everybody knows when to lead: two or three a unit, loads as equal as arithmetic allows. */
export const planShifts: DueStep = {
	name: 'plan shifts',
	async dueAt(trx, cohort) {
		if (cohort.cancelledAt || cohort.endsAt) return null;
		const planned = await trx
			.selectFrom('shift')
			.select('id')
			.where('communityId', '=', cohort.communityId)
			.limit(1)
			.executeTakeFirst();
		if (planned || (await learnersFor(trx, cohort, 0)).length < 2) return null;
		const kickOff = await trx
			.selectFrom('meeting')
			.select('endsAt')
			.where('communityId', '=', cohort.communityId)
			.where('kind', '=', 'kick_off')
			.where('cancelledAt', 'is', null)
			.executeTakeFirst();
		return kickOff?.endsAt ?? null;
	},
	async run(trx, cohort, at) {
		const windows = await shiftWindows(trx, cohort.communityId);
		const people = await learnersFor(trx, cohort, 0);
		const rotation = planRotation(people, windows.length, cohort.seed);
		for (const [index, acting] of rotation.entries())
			for (const userId of acting) await addShift(trx, cohort, index + 1, windows[index], userId, at);
	},
};

async function addShift(
	trx: Transaction<DB>,
	cohort: CohortRow,
	unitNumber: number,
	window: Window | undefined,
	userId: string,
	at: Date,
): Promise<void> {
	if (!window) return;
	await trx
		.insertInto('shift')
		.values({
			communityId: cohort.communityId,
			userId,
			unitNumber,
			startsAt: window.startsAt,
			endsAt: window.endsAt,
			createdAt: at,
		})
		.execute();
}
