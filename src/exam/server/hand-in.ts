import type { Transaction } from 'kysely';
import * as z from 'zod';
import { decideHandIn, decideWithdrawal, punctuality, type HandInProblem } from '#exam/rules/hand-in.ts';
import { courseExamOfCohort } from '#exam/server/exam-rules.ts';
import { cohortOfExam, type ExamRow } from '#exam/server/exam-row.ts';
import { paperGround } from '#exam/server/grounds.ts';
import { draftOf, isWritten, lengthOf, sheetOf, standHandIn } from '#exam/server/paper-draft.ts';
import { lockPaper, reopenPapers, standingHandIn, windowOf, type PaperRow } from '#exam/server/paper-rows.ts';
import { record } from '#platform/server/activity.ts';
import { announce } from '#platform/server/live.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { formatDayTime, formatNumber, type Reader } from '#ui/format.ts';

const yes = z.union([z.boolean(), z.stringbool()]);

/** Any member hands in for all. Arrival is the instant of the request, taken once; nothing is accepted later. */
export const handInPaper = verb({
	name: 'handInPaper',
	method: 'post',
	path: '/papers/{paperId}/hand-in',
	summary: 'Hand in a paper as it is saved, with the declaration of own work and of the use of AI tools',
	scope: 'exam:write',
	who: ['owner'],
	at: paperGround,
	input: z.object({
		paperId: z.uuid(),
		ownWork: yes.default(false),
		aiUse: z.string().trim().max(4000).default('').describe('Which AI tools were used for what; “none” included'),
	}),
	output: z.object({
		arrivedAt: z.date(),
		pages: z.number(),
		overPages: z.number().nullable().describe('Pages of both individual papers when they are more than they should be'),
	}),
	async run(scene, { paperId, ...declaration }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const { exam, paper } = await lockPaper(trx, paperId);
		const window = windowOf(exam, paper);
		const before = await standingHandIn(trx, paperId);
		// One that came by itself does not count against what arrived in time and waited for the lock.
		const overtaken = before?.automatic === true && punctuality(now, window) === 'on_time';
		const sections = await draftOf(trx, paperId);
		const pages = await lengthOf(await sheetOf(trx, exam, paper, sections));
		const course = await courseExamOfCohort(trx, exam.cohortId);
		const outcome = decideHandIn({
			arrivedAt: now,
			window,
			standing: before !== undefined && !overtaken,
			pages,
			otherPages: await sisterPages(trx, exam, paper),
			pageLimit: course.pageLimits[paper.kind],
			written: isWritten(sections),
			declaration,
		});
		if (!outcome.ok) return refuseHandIn(outcome.problem, await readerAt(scene, exam));
		if (overtaken) await takeBack(trx, paperId, { at: now, by: userId });
		await standHandIn(trx, paper, { arrivedAt: now, userId, automatic: false, sections, pages, declaration });
		await tell(scene, exam, 'paper_handed_in', paperId, { automatic: false });
		return { arrivedAt: now, pages, overPages: outcome.value.overPages };
	},
});

/** Any member takes the paper back until the deadline. */
export const withdrawPaper = verb({
	name: 'withdrawPaper',
	method: 'post',
	path: '/papers/{paperId}/withdrawal',
	summary: 'Take a handed-in paper back before the deadline',
	scope: 'exam:write',
	who: ['owner'],
	at: paperGround,
	input: z.object({ paperId: z.uuid() }),
	async run(scene, { paperId }) {
		const { trx, now } = scene;
		const { exam, paper } = await lockPaper(trx, paperId);
		const standing = (await standingHandIn(trx, paperId)) !== undefined;
		const outcome = decideWithdrawal(standing, now, windowOf(exam, paper));
		if (!outcome.ok && outcome.problem.kind === 'not_handed_in') refuse('paper_not_handed_in');
		if (!outcome.ok) {
			const reader = await readerAt(scene, exam);
			refuse('paper_too_late', { values: { end: formatDayTime(paper.endsAt, reader) } });
		}
		await takeBack(trx, paperId, { at: now, by: signedIn(scene).userId });
		if (paper.closedAt) await reopenPapers(trx, exam, [paperId]);
		await tell(scene, exam, 'paper_withdrawn', paperId, {});
		return { withdrawn: true };
	},
});

export const declineAutomaticHandIn = verb({
	name: 'declineAutomaticHandIn',
	method: 'put',
	path: '/papers/{paperId}/automatic-hand-in',
	summary: 'Say whether the draft is to be handed in by itself at the deadline',
	scope: 'exam:write',
	who: ['owner'],
	at: paperGround,
	input: z.object({ paperId: z.uuid(), declined: yes }),
	async run(scene, { paperId, declined }) {
		const { trx, now } = scene;
		const { exam, paper } = await lockPaper(trx, paperId);
		if (punctuality(now, windowOf(exam, paper)) === 'late') {
			const reader = await readerAt(scene, exam);
			refuse('paper_too_late', { values: { end: formatDayTime(paper.endsAt, reader) } });
		}
		await trx.updateTable('paper').set({ automaticHandIn: !declined }).where('id', '=', paperId).execute();
		if ((await standingHandIn(trx, paperId))?.automatic && declined)
			await takeBack(trx, paperId, { at: now, by: signedIn(scene).userId });
		else if (paper.closedAt) await reopenPapers(trx, exam, [paperId]);
		await announce(trx, `paper:${paperId}`);
		return { declined };
	},
});

/** Pages of the person's other individual paper, as handed in or as the draft stands; 0 for a group's. */
export async function sisterPages(trx: Transaction<DB>, exam: ExamRow, paper: PaperRow): Promise<number> {
	if (paper.kind === 'group') return 0;
	const kind = paper.kind === 'case' ? 'reflection' : 'case';
	const sister = await trx
		.selectFrom('paper')
		.select(['id', 'paperNumber'])
		.where('examId', '=', exam.id)
		.where('userId', '=', paper.userId)
		.where('kind', '=', kind)
		.executeTakeFirst();
	if (!sister) return 0;
	const handIn = await standingHandIn(trx, sister.id);
	if (handIn) return handIn.pages ?? 0;
	const sections = await draftOf(trx, sister.id);
	if (!isWritten(sections)) return 0;
	return lengthOf(await sheetOf(trx, exam, { kind, paperNumber: sister.paperNumber }, sections));
}

async function takeBack(trx: Transaction<DB>, paperId: string, { at, by }: { at: Date; by: string }): Promise<void> {
	await trx
		.updateTable('paperHandIn')
		.set({ withdrawnAt: at, withdrawnBy: by })
		.where('paperId', '=', paperId)
		.where('withdrawnAt', 'is', null)
		.execute();
	await trx
		.updateTable('paper')
		.set({ handedInAt: null, handedInBy: null, automatic: false })
		.where('id', '=', paperId)
		.execute();
}

async function tell(
	scene: Scene,
	exam: ExamRow,
	kind: 'paper_handed_in' | 'paper_withdrawn',
	paperId: string,
	data: Record<string, unknown>,
): Promise<void> {
	const cohort = await cohortOfExam(scene.trx, exam);
	await record(scene.trx, {
		kind,
		actorId: signedIn(scene).userId,
		communityId: cohort.communityId,
		cohortId: cohort.id,
		subjectId: paperId,
		data,
		at: scene.now,
	});
	await announce(scene.trx, `paper:${paperId}`);
}

async function readerAt(scene: Scene, exam: ExamRow): Promise<Reader> {
	const { timeZone } = await cohortOfExam(scene.trx, exam);
	return { locale: scene.locale, timeZone };
}

function refuseHandIn(problem: HandInProblem, reader: Reader): never {
	switch (problem.kind) {
		case 'not_open':
			return refuse('exam_not_open');
		case 'too_late':
			return refuse('paper_too_late', { values: { end: formatDayTime(problem.endsAt, reader) } });
		case 'handed_in_already':
			return refuse('paper_handed_in_already');
		case 'nothing_written':
			return refuse('paper_empty');
		case 'too_long':
			return refuse('paper_too_long', {
				values: { pages: formatNumber(problem.pages, reader.locale, 2), limit: problem.limit },
			});
		case 'own_work_not_declared':
			return refuse('paper_own_work', { status: 422, field: 'ownWork' });
		case 'ai_use_not_declared':
			return refuse('paper_ai_use', { status: 422, field: 'aiUse' });
	}
}
