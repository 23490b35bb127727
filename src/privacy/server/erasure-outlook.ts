import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import { retentionHere } from '#privacy/server/retention.ts';

type Counts = {
	posts: number;
	files: number;
	drafts: number;
	groupResults: number;
	feedback: number;
	/** Whether there is an exam that is not over, whose individual papers would not be marked any more. */
	examRuns: boolean;
	enrolled: boolean;
	/** Of the latest exam; until then and the period after it, its evidence is locked. */
	examAt: Date | null;
	certificates: number;
	issuedAt: Date | null;
};

/** What would go, what would stay, and until when what is locked: for the person, before deciding. */
export async function erasureOutlook(db: Kysely<DB>, userId: string) {
	const { rows } = await sql<Counts>`
		select
			(select count(*)::int from post where author_id = ${userId} and deleted_at is null) as posts,
			(select count(*)::int from file where owner_id = ${userId} and removed_at is null) as files,
			(select count(*)::int from draft where user_id = ${userId}) as drafts,
			(select count(*)::int from submission_member m join submission s on s.id = m.submission_id
				where m.user_id = ${userId} and s.kind = 'group') as "groupResults",
			(select count(*)::int from feedback where author_id = ${userId}) as feedback,
			exists(select from exam_candidate c join exam e on e.id = c.exam_id where c.user_id = ${userId}
				and e.released_at is null and e.cancelled_at is null and c.withdrawal_granted is not true) as "examRuns",
			exists(select from enrolment e join cohort k on k.id = e.cohort_id where e.user_id = ${userId}
				and e.ended_at is null and k.closed_at is null and k.cancelled_at is null) as enrolled,
			(select max(coalesce(e.released_at, e.cancelled_at, e.ends_at)) from exam_candidate c
				join exam e on e.id = c.exam_id where c.user_id = ${userId}) as "examAt",
			(select count(*)::int from certificate where user_id = ${userId}) as certificates,
			(select max(issued_at) from certificate where user_id = ${userId}) as "issuedAt"`.execute(db);
	const counts = rows[0];
	if (!counts) throw new Error('counting gave no row');
	const { examAt, issuedAt, ...rest } = counts;
	const months = await retentionHere(db);
	return {
		...rest,
		examUntil: await later(db, examAt, months.exam),
		certificatesUntil: await later(db, issuedAt, months.certificate),
	};
}

/** As the nightly deletion reckons it. */
async function later(db: Kysely<DB>, instant: Date | null, months: number): Promise<Date | null> {
	if (!instant) return null;
	const { rows } = await sql<{ until: Date }>`
		select ${instant}::timestamptz + make_interval(months => ${months}) as until`.execute(db);
	return rows[0]?.until ?? null;
}
