import { sql } from 'kysely';
import { whileHearing } from '#platform/server/hearing.ts';
import { addJob } from '#platform/server/jobs.ts';
import { codeOf } from '#platform/server/cannot-start.ts';
import { log } from '#platform/server/log.ts';
import { countJob } from '#platform/server/metrics.ts';
import { transaction } from '#platform/server/transaction.ts';
import { deliver } from '#notifications/server/deliver.ts';

/** Of how many activities a process tells at once. */
const most = 4;
let lanes = 0;
let more = false;

/** Tells of whatever happened and nobody has been told of, the oldest first. */
export async function deliverPending(going: () => boolean = () => true): Promise<void> {
	more = true;
	if (lanes === most) return;
	lanes += 1;
	try {
		while (more && going()) {
			more = false;
			while (going() && (await deliverNext())) continue;
		}
	} finally {
		lanes -= 1;
	}
}

type Next = { activityId: string; more: boolean };

/** Takes one off the list in the transaction that tells of it. Answers whether there were more. */
async function deliverNext(): Promise<boolean> {
	let next: Next | undefined;
	try {
		await transaction(async (trx) => {
			const { rows } = await sql<Next>`
				with taken as (
					delete from activity_pending where activity_id =
						(select activity_id from activity_pending order by activity_id limit 1 for update skip locked)
					returning activity_id
				)
				select activity_id as "activityId", (select count(*) from activity_pending) > 1 as more from taken`.execute(trx);
			[next] = rows;
			if (next) await deliver(trx, next.activityId);
		});
		if (next) countJob('deliver_activity', 'done');
	} catch (cause) {
		if (!next) throw cause;
		countJob('deliver_activity', 'failed');
		log.error({ activity: next.activityId, code: codeOf(cause) }, 'an activity could not be told of');
		await queue(next.activityId);
	}
	return next?.more ?? false;
}

/** Leaves it to the queue, which tries again and tells administrators in the end. */
function queue(activityId: string): Promise<void> {
	return transaction(async (trx) => {
		const { numAffectedRows } = await sql`delete from activity_pending where activity_id = ${activityId}`.execute(trx);
		if (numAffectedRows) await addJob(trx, 'deliver_activity', { activityId });
	});
}

/** Tells of what this process hears of. Answers what ends it. */
export const deliverWhatIsHeard = (): (() => Promise<void>) => whileHearing(['community', 'activity'], deliverPending);
