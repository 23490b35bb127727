import { sql, type Kysely, type RawBuilder } from 'kysely';
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
	const { rows } = await recording(activity).execute(trx);
	const [row] = rows;
	if (!row) throw new Error('the activity was not recorded');
	return row.id;
}

/** The statement that does it. What has no community is announced to nobody, so that it is heard of all the same. */
export function recording(activity: Activity): RawBuilder<{ id: string }> {
	const { kind, actorId = null, communityId = null, cohortId = null, subjectId = null, data = {}, at } = activity;
	return sql`
		with recorded as (
			insert into activity (kind, actor_id, community_id, cohort_id, subject_id, data, at)
			values (${kind}, ${actorId}, ${communityId}, ${cohortId}, ${subjectId}, ${JSON.stringify(data)}, ${at})
			returning id, community_id
		), pending as (
			insert into activity_pending (activity_id) select id from recorded
		)
		select id, announce(coalesce('community:' || community_id, 'activity:' || id)) as told from recorded`;
}
