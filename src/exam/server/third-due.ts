import type { Transaction } from 'kysely';
import { furtherExaminer } from '#exam/rules/examiners.ts';
import { settlement } from '#exam/rules/marking.ts';
import { desksOf, layOnDesk } from '#exam/server/desks.ts';
import { cohortOfExam, type ExamRow } from '#exam/server/exam-row.ts';
import { courseExamOf } from '#exam/server/exam-rules.ts';
import { marksOf, markingsOf, type MarkingRow } from '#exam/server/marking-rows.ts';
import type { ExamDueStep } from '#exam/server/settle.ts';
import { record } from '#platform/server/activity.ts';
import type { DB } from '#platform/server/schema.ts';
import { earliest } from '#platform/time.ts';

/** Two marks that differ too much and are not settled in time go to a third examiner. */
export const callThirdExaminers: ExamDueStep = {
	name: 'call third examiners',
	dueAt: async (trx, exam) => earliest((await differing(trx, exam)).map(({ settleBy }) => settleBy)),
	async run(trx, exam, at) {
		const cohort = await cohortOfExam(trx, exam);
		for (const { paperId, settleBy, markings } of await differing(trx, exam)) {
			if (settleBy > at) continue;
			await trx.updateTable('paper').set({ thirdNeededAt: settleBy }).where('id', '=', paperId).execute();
			await record(trx, {
				kind: 'third_examiner_needed',
				communityId: cohort.communityId,
				cohortId: cohort.id,
				subjectId: paperId,
				data: {},
				at: settleBy,
			});
			await assignThird(trx, exam, { paperId, markings, at: settleBy });
		}
	},
};

/** The examiner with least on the desk who has not marked the paper; without one the organiser has to find somebody. */
async function assignThird(
	trx: Transaction<DB>,
	exam: ExamRow,
	{ paperId, markings, at }: { paperId: string; markings: readonly MarkingRow[]; at: Date },
): Promise<void> {
	const desks = await desksOf(trx, exam, at);
	const chosen = furtherExaminer(
		markings.map(({ examinerId }) => examinerId),
		desks,
		paperId,
	);
	const examiner = chosen.ok ? desks.find((desk) => desk.examiner === chosen.value) : undefined;
	if (!examiner) return;
	const markingId = await layOnDesk(trx, { paperId, examiner, position: 3, at });
	const cohort = await cohortOfExam(trx, exam);
	await record(trx, {
		kind: 'marking_assigned',
		communityId: cohort.communityId,
		cohortId: cohort.id,
		subjectId: markingId,
		data: { examinerId: examiner.examiner, third: true },
		at,
	});
}

async function differing(trx: Transaction<DB>, exam: ExamRow) {
	if (!exam.openedAt || exam.releasedAt) return [];
	const papers = await trx
		.selectFrom('paper')
		.select('id')
		.where('examId', '=', exam.id)
		.where('thirdNeededAt', 'is', null)
		.where('closedAt', 'is not', null)
		.execute();
	const byPaper = await markingsOf(
		trx,
		papers.map(({ id }) => id),
	);
	const open = [...byPaper].filter(([, markings]) => markings.length > 1);
	if (open.length === 0) return [];
	const cohort = await cohortOfExam(trx, exam);
	const { marking: rules } = await courseExamOf(trx, cohort.courseVersionId);
	return open.flatMap(([paperId, markings]) => {
		const marks = marksOf(markings);
		// Asked as of the second submission, so that the answer is the day until which the two may settle it.
		const state = settlement(marks, rules, cohort.timeZone, marks.bothInAt ?? exam.opensAt);
		return state.kind === 'differing' ? [{ paperId, markings, settleBy: state.settleBy }] : [];
	});
}
