import type { Transaction } from 'kysely';
import type { PaperKind } from '#exam/rules/hand-in.ts';
import { caseOf, sectionsOf } from '#exam/server/case-rows.ts';
import { randomCodes } from '#exam/server/codes.ts';
import { cohortOfExam, type ExamRow } from '#exam/server/exam-row.ts';
import type { ExamDueStep } from '#exam/server/settle.ts';
import { record } from '#platform/server/activity.ts';
import type { DB } from '#platform/server/schema.ts';

/** At the opening the papers are laid out, one for each group and two for each candidate, and all hear of it. */
export const openExam: ExamDueStep = {
	name: 'open the exam',
	dueAt: async (_trx, exam) => (exam.openedAt ? null : exam.opensAt),
	async run(trx, exam, at) {
		await layOutPapers(trx, exam, at);
		await trx.updateTable('exam').set({ openedAt: at }).where('id', '=', exam.id).execute();
		const cohort = await cohortOfExam(trx, exam);
		await record(trx, {
			kind: 'exam_opened',
			communityId: cohort.communityId,
			cohortId: cohort.id,
			subjectId: exam.id,
			data: { kind: exam.kind, endsAt: exam.endsAt },
			at,
		});
	},
};

type Sheet = { kind: PaperKind; learningGroupId: string | null; userId: string | null };

async function layOutPapers(trx: Transaction<DB>, exam: ExamRow, at: Date): Promise<void> {
	const candidates = await trx
		.selectFrom('examCandidate')
		.select(['userId', 'learningGroupId'])
		.where('examId', '=', exam.id)
		.where((e) => e.or([e('withdrawalGranted', 'is', null), e('withdrawalGranted', '=', false)]))
		.execute();
	const groups = new Set(candidates.flatMap(({ learningGroupId }) => learningGroupId ?? []));
	const sheets: Sheet[] = [
		...[...groups].map((learningGroupId): Sheet => ({ kind: 'group', learningGroupId, userId: null })),
		...candidates.flatMap(({ userId }): Sheet[] => [
			{ kind: 'case', learningGroupId: null, userId },
			{ kind: 'reflection', learningGroupId: null, userId },
		]),
	];
	if (sheets.length === 0) return;
	const numbers = randomCodes(sheets.length, 6);
	const papers = await trx
		.insertInto('paper')
		.values(sheets.map((sheet, n) => ({ ...sheet, examId: exam.id, paperNumber: numbers[n] ?? '', createdAt: at })))
		.returning(['id', 'kind'])
		.execute();
	const examCase = await caseOf(trx, exam.caseId);
	const sections = papers.flatMap(({ id, kind }) =>
		sectionsOf(examCase, kind).map((section) => ({ paperId: id, sectionId: section.id, savedAt: at })),
	);
	await trx.insertInto('paperSection').values(sections).execute();
}
