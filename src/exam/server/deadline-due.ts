import type { Transaction } from 'kysely';
import { automaticHandIn, type AutomaticHandIn } from '#exam/rules/hand-in.ts';
import { cohortOfExam, type ExamRow } from '#exam/server/exam-row.ts';
import { authorsOf, papersOf, standingHandIn, windowOf, type PaperRow } from '#exam/server/paper-rows.ts';
import { draftOf, isWritten, lengthIfTypeset, standHandIn } from '#exam/server/paper-draft.ts';
import type { ExamDueStep } from '#exam/server/settle.ts';
import { record } from '#platform/server/activity.ts';
import type { DB } from '#platform/server/schema.ts';
import { earliest } from '#platform/time.ts';

/** A paper's deadline is over with the first millisecond after its last instant. */
const overAt = (endsAt: Date): Date => new Date(endsAt.getTime() + 1);

/** At its deadline a draft is handed in by itself unless declined; then the paper is as it will be marked. */
export const closePapers: ExamDueStep = {
	name: 'close papers at their deadlines',
	async dueAt(trx, exam) {
		if (!exam.openedAt || exam.closedAt) return null;
		const open = (await papersOf(trx, exam)).filter((paper) => paper.closedAt === null);
		return open.length === 0 ? exam.endsAt : earliest(open.map(({ endsAt }) => overAt(endsAt)));
	},
	// One paper a time, so that no transaction typesets a whole cohort's work.
	async run(trx, exam, at) {
		const papers = await papersOf(trx, exam);
		const next = papers.find((paper) => paper.closedAt === null && overAt(paper.endsAt) <= at);
		if (next) await closePaper(trx, exam, next, at);
		if (papers.every((paper) => paper.closedAt !== null || paper.id === next?.id)) {
			const last = papers.reduce((end, paper) => (paper.endsAt > end ? paper.endsAt : end), exam.endsAt);
			await trx.updateTable('exam').set({ closedAt: last }).where('id', '=', exam.id).execute();
		}
	},
};

async function closePaper(trx: Transaction<DB>, exam: ExamRow, paper: PaperRow, at: Date): Promise<void> {
	const outcome = await outcomeOf(trx, exam, paper, at);
	await trx.updateTable('paper').set({ closedAt: paper.endsAt }).where('id', '=', paper.id).execute();
	if (outcome.kind !== 'handed_in') return;
	const sections = await draftOf(trx, paper.id);
	await standHandIn(trx, paper, {
		arrivedAt: outcome.arrivedAt,
		userId: null,
		automatic: true,
		sections,
		pages: await lengthIfTypeset(trx, exam, paper, sections),
		declaration: { ownWork: false, aiUse: '' },
	});
	const cohort = await cohortOfExam(trx, exam);
	await record(trx, {
		kind: 'paper_handed_in',
		communityId: cohort.communityId,
		cohortId: cohort.id,
		subjectId: paper.id,
		data: { automatic: true },
		at: outcome.arrivedAt,
	});
}

async function outcomeOf(trx: Transaction<DB>, exam: ExamRow, paper: PaperRow, at: Date): Promise<AutomaticHandIn> {
	const authors = await authorsOf(trx, paper);
	return automaticHandIn(
		{
			window: windowOf(exam, paper),
			standing: (await standingHandIn(trx, paper.id)) !== undefined,
			declined: !paper.automaticHandIn || authors.length === 0,
			written: isWritten(await draftOf(trx, paper.id)),
		},
		at,
	);
}
