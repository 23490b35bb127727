import { sql, type Transaction } from 'kysely';
import { forgetMarks } from '#conversation/server/forget-marks.ts';
import { respondentOf } from '#course/server/evaluation-sheets.ts';
import type { DB } from '#platform/server/schema.ts';
import { kept } from '#privacy/kept.ts';
import { dropExports } from '#privacy/server/own-data.ts';
import { detachFiles, wordsInLog } from '#privacy/server/forget-traces.ts';
import { randomBytes } from 'node:crypto';

/** Tables whose rows want more than to be deleted; `eraseOwnThings` and the steps before it see to them. */
const byHand = new Set([
	'user',
	'file',
	'application',
	'invitation',
	'submission',
	'withdrawal_evidence',
	'data_export',
]);

/** Deletes every row that is declared to go with its person. May be done again for what came in at the last moment. */
export async function eraseRows(trx: Transaction<DB>, userId: string): Promise<void> {
	for (const { tables } of kept)
		for (const [table, columns] of Object.entries(tables)) {
			if (byHand.has(table)) continue;
			for (const [column, fate] of Object.entries(columns))
				if (fate === 'deleted')
					await sql`delete from ${sql.table(table)} where ${sql.ref(column)} = ${userId}`.execute(trx);
		}
}

/** What hangs together and goes: own assignments, files, mails, links, and the thread to answers given without a name. */
export async function eraseOwnThings(
	trx: Transaction<DB>,
	{ id: userId, email }: { id: string; email: string },
): Promise<void> {
	await eraseOwnSubmissions(trx, userId);
	await sql`delete from recommendation_done where recommendation_id in
		(select id from recommendation where user_id = ${userId})`.execute(trx);
	await detachFiles(trx, sql`file_id in (select id from file where owner_id = ${userId})`);
	await sql`update "user" set picture_file_id = null where id = ${userId}`.execute(trx);
	await sql`update file set removed_at = coalesce(removed_at, now()), name = 'removed', owner_id = null
		where owner_id = ${userId}`.execute(trx);
	await dropExports(trx, sql`user_id = ${userId}`);
	await unlinkAnswers(trx, userId);
	await forgetMarks(trx, userId);
	await sql`delete from mail where user_id = ${userId} or lower(to_address) = ${email}`.execute(trx);
	await sql`delete from verification where value = ${userId}::text or strpos(lower(identifier || ' ' || value), ${email}) > 0`.execute(
		trx,
	);
	await sql`delete from rate_limit where strpos(bucket, ${userId}::text) > 0 or strpos(lower(bucket), ${email}) > 0`.execute(
		trx,
	);
	await sql`update audit set detail = detail - ${wordsInLog}::text[] where subject_id = ${userId}`.execute(trx);
}

/** Individual assignments are nobody else's; group results stay with the group. */
async function eraseOwnSubmissions(trx: Transaction<DB>, userId: string): Promise<void> {
	const own = sql`(select id from submission where user_id = ${userId})`;
	await sql`update thread set submission_id = null where submission_id in ${own}`.execute(trx);
	for (const table of ['feedback', 'presentation', 'submission_section', 'submission_version', 'submission_member'])
		await sql`delete from ${sql.table(table)} where submission_id in ${own}`.execute(trx);
	await sql`delete from submission where user_id = ${userId}`.execute(trx);
}

/** The digest that keeps somebody from answering twice could be reckoned anew; from now on it fits nobody. */
async function unlinkAnswers(trx: Transaction<DB>, userId: string): Promise<void> {
	const { rows } = await sql<{ cohortId: string; sheet: string }>`
		select distinct a.cohort_id as "cohortId", a.sheet from evaluation_answer a
		join enrolment e on e.cohort_id = a.cohort_id and e.user_id = ${userId}`.execute(trx);
	for (const { cohortId, sheet } of rows)
		await sql`update evaluation_answer set respondent = ${randomBytes(32)}
			where cohort_id = ${cohortId} and sheet = ${sheet}
				and respondent = ${respondentOf(cohortId, sheet, userId)}`.execute(trx);
}
