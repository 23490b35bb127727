import { noteLostCertificate } from '#community/server/certification.ts';
import { sql, type Transaction } from 'kysely';
import { numberDigest } from '#credentials/server/gone.ts';
import type { DB } from '#platform/server/schema.ts';
import type { Retention } from '#privacy/retention.ts';
import { before, forgetRequirements } from '#privacy/server/forget-course.ts';

/**
 * Papers, marks and results of exams whose period is over. The exam itself stays with its case and its days, so that no
 * case is given twice. What is still objected to or heard is kept, and so is what a pending retake takes the group's
 * mark from.
 */
export async function forgetExams(trx: Transaction<DB>, now: Date, months: Retention): Promise<void> {
	const { rows } = await sql<{ id: string }>`
		update exam e set papers_gone_at = ${now}
		where e.papers_gone_at is null
			and coalesce(e.released_at, e.cancelled_at, e.ends_at) < ${before(now, months.exam)}
			and not exists(select from objection o join exam_result r on r.id = o.exam_result_id
				where r.exam_id = e.id and o.decided_at is null)
			and not exists(select from hearing h join paper p on p.id = h.paper_id
				where p.exam_id = e.id and h.decided_at is null)
			and not exists(select from exam_candidate c join exam x on x.id = c.exam_id
				where c.group_mark_exam_id = e.id and x.released_at is null and x.cancelled_at is null
					and x.ends_at >= ${before(now, months.exam)})
		returning e.id`.execute(trx);
	for (const { id } of rows) await forgetExam(trx, id);
	await forgetRequirements(trx, now, months);
}

async function forgetExam(trx: Transaction<DB>, examId: string): Promise<void> {
	const papers = sql`(select id from paper where exam_id = ${examId})`;
	const results = sql`(select id from exam_result where exam_id = ${examId})`;
	await dropEvidence(trx, sql`exam_id = ${examId}`);
	await sql`delete from inspection where exam_result_id in ${results}`.execute(trx);
	await sql`delete from objection where exam_result_id in ${results}`.execute(trx);
	await sql`update certificate set exam_result_id = null where exam_result_id in ${results}`.execute(trx);
	await sql`delete from exam_result where exam_id = ${examId}`.execute(trx);
	await sql`delete from hearing where paper_id in ${papers}`.execute(trx);
	await sql`delete from marking where paper_id in ${papers}`.execute(trx);
	await sql`delete from paper_hand_in where paper_id in ${papers}`.execute(trx);
	await sql`delete from paper_section where paper_id in ${papers}`.execute(trx);
	await sql`delete from paper_section_apart where paper_id in ${papers}`.execute(trx);
	await sql`delete from paper_reminder where paper_id in ${papers}`.execute(trx);
	await sql`delete from paper where exam_id = ${examId}`.execute(trx);
	await sql`delete from exam_extension where exam_id = ${examId}`.execute(trx);
	await sql`delete from exam_candidate where exam_id = ${examId}`.execute(trx);
}

/** Certificates of attendance at a doctor's and the like, some time after it was decided on them. */
export async function forgetEvidence(trx: Transaction<DB>, now: Date, { evidence }: Retention): Promise<void> {
	await dropEvidence(
		trx,
		sql`exists(select from exam_candidate c join exam e on e.id = c.exam_id
			where c.exam_id = w.exam_id and c.user_id = w.user_id
				and coalesce(c.withdrawal_decided_at, e.released_at, e.cancelled_at) < ${before(now, evidence)})`,
	);
}

/** Takes the files away; their contents go with the next tidying of the store. */
export async function dropEvidence(trx: Transaction<DB>, which: ReturnType<typeof sql>): Promise<void> {
	await sql`with gone as (delete from withdrawal_evidence w where ${which} returning w.file_id)
		update file set removed_at = now(), name = 'removed' where id in (select file_id from gone)`.execute(trx);
}

/** Entries of the register whose time is over: that there was such a number is still answered, and nothing else. */
export async function forgetCertificates(trx: Transaction<DB>, now: Date, { certificate }: Retention): Promise<void> {
	const { rows } = await sql<{ number: string; userId: string }>`
		delete from certificate where issued_at < ${before(now, certificate)}
		returning number, user_id as "userId"`.execute(trx);
	if (rows.length === 0) return;
	await trx
		.insertInto('certificateGone')
		.values(rows.map(({ number }) => ({ digest: numberDigest(number), goneOn: now.toISOString().slice(0, 10) })))
		.onConflict((c) => c.doNothing())
		.execute();
	// with the entry in the register goes what a community may ask of those who lead it
	for (const userId of new Set(rows.map((row) => row.userId))) await noteLostCertificate(trx, { userId, at: now });
}
