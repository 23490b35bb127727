import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import { endFor, type Extension } from '#exam/rules/deadline.ts';
import type { PaperKind, PaperWindow } from '#exam/rules/hand-in.ts';
import type { ExamRow } from '#exam/server/exam-row.ts';
import { notLocked } from '#exam/server/locked.ts';
import { lockExam } from '#exam/server/exam-row.ts';
import { notFound } from '#platform/refusal.ts';
import type { DB, Paper } from '#platform/server/schema.ts';

/** A paper with the end of its own deadline. */
export type PaperRow = Omit<Selectable<Paper>, 'kind'> & { kind: PaperKind; endsAt: Date };

const kinds: Record<string, PaperKind> = { group: 'group', case: 'case', reflection: 'reflection' };
export function kindOf(kind: string): PaperKind {
	const found = kinds[kind];
	if (!found) throw new Error(`no paper is of the kind ${kind}`);
	return found;
}

/** The papers of an exam, each with the end of its own deadline; `open`: without those that are locked. */
export async function papersOf(
	db: Kysely<DB>,
	exam: Pick<ExamRow, 'id' | 'endsAt'>,
	which: 'all' | 'open' = 'all',
): Promise<PaperRow[]> {
	const papers = await db
		.selectFrom('paper as p')
		.selectAll('p')
		.where('p.examId', '=', exam.id)
		.$if(which === 'open', (q) => q.where(notLocked(sql`p.user_id`)))
		.orderBy('p.id')
		.execute();
	const extensions = await extensionsOf(db, exam.id);
	return papers.map((paper) => withEnd(paper, exam, extensions));
}

/** One paper, held until the transaction ends together with its exam, which is locked first. */
export async function lockPaper(trx: Transaction<DB>, paperId: string): Promise<{ exam: ExamRow; paper: PaperRow }> {
	const { examId } = await trx
		.selectFrom('paper')
		.select('examId')
		.where('id', '=', paperId)
		.executeTakeFirstOrThrow(notFound);
	const exam = await lockExam(trx, examId);
	return { exam, paper: await paperOf(trx, exam, paperId) };
}

/** One paper with the end of its own deadline. */
export async function paperOf(
	db: Kysely<DB>,
	exam: Pick<ExamRow, 'id' | 'endsAt'>,
	paperId: string,
): Promise<PaperRow> {
	const paper = await db.selectFrom('paper').selectAll().where('id', '=', paperId).executeTakeFirstOrThrow(notFound);
	return withEnd(paper, exam, await extensionsOf(db, exam.id));
}

export const windowOf = (exam: Pick<ExamRow, 'opensAt'>, paper: Pick<PaperRow, 'endsAt'>): PaperWindow => ({
	opensAt: exam.opensAt,
	endsAt: paper.endsAt,
});

/** Who writes or wrote a paper: a group's candidates or one, without those who withdrew for cause. */
export async function authorsOf(db: Kysely<DB>, paper: Pick<PaperRow, 'examId' | 'learningGroupId' | 'userId'>) {
	return db
		.selectFrom('examCandidate as c')
		.innerJoin('user as u', 'u.id', 'c.userId')
		.select(['u.id as userId', 'u.name', 'u.pictureFileId', 'c.candidateNumber'])
		.where('c.examId', '=', paper.examId)
		.where((e) => e.or([e('c.userId', '=', paper.userId), e('c.learningGroupId', '=', paper.learningGroupId)]))
		.where((e) => e.or([e('c.withdrawalGranted', 'is', null), e('c.withdrawalGranted', '=', false)]))
		.orderBy('u.name')
		.execute();
}

/** The hand-in that stands, if any. */
export async function standingHandIn(db: Kysely<DB>, paperId: string) {
	return db
		.selectFrom('paperHandIn')
		.selectAll()
		.where('paperId', '=', paperId)
		.where('withdrawnAt', 'is', null)
		.executeTakeFirst();
}

async function extensionsOf(db: Kysely<DB>, examId: string): Promise<Extension[]> {
	const rows = await db
		.selectFrom('examExtension')
		.select(['userId as person', 'learningGroupId as group', 'endsAt'])
		.where('examId', '=', examId)
		.execute();
	return rows;
}

function withEnd(paper: Selectable<Paper>, exam: Pick<ExamRow, 'endsAt'>, extensions: readonly Extension[]): PaperRow {
	const owner = { person: paper.userId, group: paper.learningGroupId };
	return { ...paper, kind: kindOf(paper.kind), endsAt: endFor(owner, exam.endsAt, extensions) };
}

/**
 * The deadline of a paper is dealt with once more: for what was sent in time and got its turn only afterwards, and for
 * time granted later.
 */
export async function reopenPapers(
	trx: Transaction<DB>,
	exam: Pick<ExamRow, 'id' | 'opensAt'>,
	paperIds: readonly string[],
) {
	if (paperIds.length > 0) await trx.updateTable('paper').set({ closedAt: null }).where('id', 'in', paperIds).execute();
	// The settling looks again at once and finds the new reminders and the new deadline.
	await trx.updateTable('exam').set({ closedAt: null, dueAt: exam.opensAt }).where('id', '=', exam.id).execute();
}
