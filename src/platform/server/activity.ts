import { sql, type Kysely } from 'kysely';
import { addingJob } from '#platform/server/jobs.ts';
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
	const payload = sql`json_build_object('activityId', recorded.id)`;
	const { id } = await trx
		.with('recorded', (db) =>
			db
				.insertInto('activity')
				.values({ ...activity, data: JSON.stringify(activity.data ?? {}) })
				.returning(['id', 'communityId']),
		)
		.selectFrom('recorded')
		.select([
			'id',
			addingJob({ name: 'deliver_activity', payload }).as('job'),
			sql`case when community_id is not null then announce('community:' || community_id) end`.as('told'),
		])
		.executeTakeFirstOrThrow();
	return id;
}
