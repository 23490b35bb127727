import type { Kysely } from 'kysely';
import { addJob } from '#platform/server/jobs.ts';
import { announce } from '#platform/server/live.ts';
import type { DB } from '#platform/server/schema.ts';

export type Activity = {
	kind: string;
	actorId?: string | null;
	communityId?: string | null;
	cohortId?: string | null;
	subjectId?: string | null;
	/** What messages need besides ids; never texts of others. */
	data?: Record<string, unknown>;
	at: Date;
};

/** Records what happened in the transaction that did it; notifications, mails and live updates follow from the record. */
export async function record(trx: Kysely<DB>, activity: Activity): Promise<string> {
	const { id } = await trx
		.insertInto('activity')
		.values({ ...activity, data: JSON.stringify(activity.data ?? {}) })
		.returning('id')
		.executeTakeFirstOrThrow();
	await addJob(trx, 'deliver_activity', { activityId: id });
	if (activity.communityId) await announce(trx, `community:${activity.communityId}`);
	return id;
}
