import type { Transaction } from 'kysely';
import * as z from 'zod';
import { assignExaminers as spread } from '#exam/rules/examiners.ts';
import { desksOf, examinersOf, layOnDesk, type Examiner } from '#exam/server/desks.ts';
import { cohortOfExam, lockExam, type ExamRow } from '#exam/server/exam-row.ts';
import { examGround, paperGround } from '#exam/server/grounds.ts';
import { markingsOf } from '#exam/server/marking-rows.ts';
import { lockPaper } from '#exam/server/paper-rows.ts';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';

/**
 * Every paper that is final and has no examiners yet gets two who did not accompany the cohort. All papers of a group
 * and its members go to the same two, so that there is somebody else to decide on a difference or an objection.
 */
export const assignExaminers = verb({
	name: 'assignExaminers',
	method: 'post',
	path: '/exams/{examId}/examiners',
	summary: 'Assign two examiners to each paper whose deadline has passed, the groups spread evenly',
	scope: 'exam:write',
	who: ['organiser'],
	at: examGround,
	input: z.object({ examId: z.uuid() }),
	output: z.object({ papers: z.int() }),
	async run(scene, { examId }) {
		const { trx, now } = scene;
		const exam = await lockExam(trx, examId);
		if (exam.releasedAt) refuse('results_are_released');
		const bundles = await bundlesOf(trx, exam);
		const bare = bundles.flatMap(({ bare: papers }) => papers);
		if (bare.length === 0) refuse('nothing_to_assign');
		const desks = await desksOf(trx, exam, now);
		const fresh = bundles.filter(({ bare: papers, pair }) => papers.length > 0 && pair === null);
		const plan = spread(
			fresh.map(({ key }) => key),
			desks,
			exam.id,
		);
		if (!plan.ok) return refuse('too_few_examiners', { values: { available: plan.problem.available } });
		const laid = new Map<string, string[]>();
		for (const { key, pair, bare: papers } of bundles) {
			const examiners = pair ?? plan.value.find(({ paper }) => paper === key)?.examiners ?? [];
			for (const paperId of papers)
				for (const [index, id] of examiners.entries()) {
					const examiner = desks.find((desk) => desk.examiner === id);
					if (!examiner) continue;
					const markingId = await layOnDesk(trx, { paperId, examiner, position: index + 1, at: now });
					laid.set(id, [...(laid.get(id) ?? []), markingId]);
				}
		}
		for (const [examinerId, markings] of laid) await tell(scene, exam, { examinerId, markings, third: false });
		return { papers: bare.length };
	},
});

/** The papers of a group with those of its members, and the two who have some of them already. */
type Bundle = { key: string; bare: string[]; pair: [string, string] | null };

async function bundlesOf(trx: Transaction<DB>, exam: ExamRow): Promise<Bundle[]> {
	const ids = await papersToMark(trx, exam);
	if (ids.length === 0) return [];
	const papers = await trx
		.selectFrom('paper as p')
		.leftJoin('examCandidate as c', (join) =>
			join.onRef('c.examId', '=', 'p.examId').onRef('c.userId', '=', 'p.userId'),
		)
		.select((e) => ['p.id', e.fn.coalesce('p.learningGroupId', 'c.learningGroupId', 'p.userId').as('key')])
		.where('p.id', 'in', ids)
		.orderBy('p.paperNumber')
		.execute();
	const markings = await markingsOf(trx, ids);
	return [...Map.groupBy(papers, ({ key }) => key ?? '')].map(([key, group]) => {
		const held = group.map(({ id }) => markings.get(id) ?? []);
		const [first, second] = held.find((each) => each.length >= 2) ?? [];
		return {
			key,
			bare: group.filter((_, index) => held[index]?.length === 0).map(({ id }) => id),
			pair: first && second ? [first.examinerId, second.examinerId] : null,
		};
	});
}

/** Puts one examiner in a place: another for one who cannot, a third by hand, or one with an exception on record. */
export const assignExaminer = verb({
	name: 'assignExaminer',
	method: 'put',
	path: '/papers/{paperId}/examiners/{position}',
	summary: 'Put an examiner in the first, second or third place of a paper; an exception needs its reason',
	scope: 'exam:write',
	who: ['organiser'],
	at: paperGround,
	input: z.object({
		paperId: z.uuid(),
		position: z.coerce.number().int().min(1).max(3),
		examinerId: z.uuid(),
		/** Why somebody may mark who accompanied the cohort. */
		exceptionReason: z.string().trim().max(1000).default(''),
	}),
	output: z.object({ markingId: z.uuid() }),
	async run(scene, { paperId, position, examinerId, exceptionReason }) {
		const { trx, now } = scene;
		const { exam, paper } = await lockPaper(trx, paperId);
		if (exam.releasedAt) refuse('results_are_released');
		if (!paper.closedAt || !paper.handedInAt) refuse('paper_not_final');
		if (position === 3 && !paper.thirdNeededAt) refuse('third_not_needed', { field: 'position' });
		const found = (await examinersOf(trx, exam, now)).find(({ examiner }) => examiner === examinerId);
		if (!found) return refuse('no_examiner_here', { field: 'examinerId' });
		const examiner = withException(found, exceptionReason);
		const markings = (await markingsOf(trx, [paperId])).get(paperId) ?? [];
		if (markings.some((marking) => marking.examinerId === examinerId))
			refuse('examiner_marks_already', { field: 'examinerId' });
		const before = markings.find((marking) => marking.position === position);
		if (before?.submittedAt) refuse('mark_is_in', { field: 'position' });
		if (before) await trx.updateTable('marking').set({ endedAt: now }).where('id', '=', before.id).execute();
		const markingId = await layOnDesk(trx, { paperId, examiner, position, at: now });
		await tell(scene, exam, { examinerId, markings: [markingId], third: position === 3 });
		await audit(trx, {
			action: 'examiner_assigned',
			actorId: signedIn(scene).userId,
			subjectId: paperId,
			cohortId: exam.cohortId,
			detail: { examinerId, position, exceptionReason },
		});
		return { markingId };
	},
});

/** Whoever accompanied the cohort needs a reason on record; whoever sits the exam never marks it. */
function withException(examiner: Examiner, reason: string): Examiner {
	if (examiner.admission.may) return examiner;
	if (examiner.admission.why === 'candidate') refuse('examiner_is_candidate', { field: 'examinerId' });
	if (reason.length < 10) refuse('examiner_accompanied', { field: 'exceptionReason' });
	return { ...examiner, admission: { may: true, exception: reason } };
}

/** Papers as they will be marked: past their deadline, handed in, and with an author who has not withdrawn. */
export async function papersToMark(trx: Transaction<DB>, exam: Pick<ExamRow, 'id'>): Promise<string[]> {
	const rows = await trx
		.selectFrom('paper as p')
		.select('p.id')
		.where('p.examId', '=', exam.id)
		.where('p.closedAt', 'is not', null)
		.where('p.handedInAt', 'is not', null)
		.where((e) =>
			e.exists(
				e
					.selectFrom('examCandidate as c')
					.select('c.userId')
					.whereRef('c.examId', '=', 'p.examId')
					.where((c) => c.or([c('c.withdrawalGranted', 'is', null), c('c.withdrawalGranted', '=', false)]))
					.where((c) =>
						c.or([c('c.userId', '=', c.ref('p.userId')), c('c.learningGroupId', '=', c.ref('p.learningGroupId'))]),
					),
			),
		)
		.orderBy('p.paperNumber')
		.execute();
	return rows.map(({ id }) => id);
}

/** One message to an examiner, however many papers came at once. */
async function tell(
	scene: Scene,
	exam: ExamRow,
	{ examinerId, markings, third }: { examinerId: string; markings: readonly string[]; third: boolean },
): Promise<void> {
	const { trx, now } = scene;
	const cohort = await cohortOfExam(trx, exam);
	await record(trx, {
		kind: 'marking_assigned',
		actorId: signedIn(scene).userId,
		communityId: cohort.communityId,
		cohortId: cohort.id,
		subjectId: markings[0] ?? null,
		data: { examinerId, papers: markings.length, third },
		at: now,
	});
}
