import * as z from 'zod';
import { hearingGround, paperGround } from '#exam/server/grounds.ts';
import { authorsOf, lockPaper } from '#exam/server/paper-rows.ts';
import { typedPoints } from '#exam/server/points.ts';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';

/** Suspected cheating is heard before anything follows from it (house rule). */
export const openHearing = verb({
	name: 'openHearing',
	method: 'post',
	path: '/papers/{paperId}/hearings',
	summary: 'Open a hearing on a suspicion about a paper: of a group or of one of its authors',
	scope: 'exam:write',
	who: ['organiser', 'examiner'],
	at: paperGround,
	status: 201,
	input: z.object({
		paperId: z.uuid(),
		/** One author of a group's paper; left out, all of them. */
		userId: z.union([z.uuid(), z.literal('')]).default(''),
		suspicion: z.string().trim().min(40).max(8000),
	}),
	output: z.object({ hearingId: z.uuid() }),
	async run(scene, { paperId, userId, suspicion }) {
		const { trx, now } = scene;
		const openedBy = signedIn(scene).userId;
		const { exam, paper } = await lockPaper(trx, paperId);
		if (!scene.roles.has('organiser')) await assertMarks(scene, paperId);
		if (exam.releasedAt) refuse('results_are_released');
		if (!paper.handedInAt) refuse('paper_not_handed_in');
		if (userId && !(await authorsOf(trx, paper)).some((author) => author.userId === userId)) throw notFound();
		const hearing = await trx
			.insertInto('hearing')
			.values({ paperId, userId: userId || null, openedBy, suspicion, openedAt: now })
			.onConflict((c) => c.columns(['paperId']).where('decidedAt', 'is', null).doNothing())
			.returning('id')
			.executeTakeFirst();
		if (!hearing) return refuse('hearing_open_already');
		await audit(trx, { action: 'hearing_opened', actorId: openedBy, subjectId: hearing.id, cohortId: exam.cohortId });
		await tell(scene, 'hearing_opened', hearing.id, { examId: exam.id, paperId });
		return { hearingId: hearing.id };
	},
});

/** An examiner may speak up about the papers on the own desk, and is told no name for it. */
async function assertMarks(scene: Scene, paperId: string): Promise<void> {
	const marking = await scene.trx
		.selectFrom('marking')
		.select('id')
		.where('paperId', '=', paperId)
		.where('examinerId', '=', signedIn(scene).userId)
		.where('endedAt', 'is', null)
		.executeTakeFirst();
	if (!marking) throw notFound();
}

export const makeStatement = verb({
	name: 'makeStatement',
	method: 'put',
	path: '/hearings/{hearingId}/statement',
	summary: 'Answer a suspicion about one’s paper',
	scope: 'exam:write',
	who: ['owner'],
	at: hearingGround,
	input: z.object({ hearingId: z.uuid(), statement: z.string().trim().min(1).max(20_000) }),
	async run(scene, { hearingId, statement }) {
		const { trx, now } = scene;
		const hearing = await lockHearing(scene, hearingId);
		if (hearing.decidedAt) refuse('exam_decided_already');
		// Several authors may speak: what one has said is not written over by the next.
		const { userId, name } = signedIn(scene);
		const said = hearing.statement
			? `${hearing.statement}\n\n**${name}:**\n\n${statement}`
			: `**${name}:**\n\n${statement}`;
		await trx.updateTable('hearing').set({ statement: said, statementAt: now }).where('id', '=', hearingId).execute();
		await audit(trx, { action: 'hearing_statement', actorId: userId, subjectId: hearingId });
		return { statementAt: now };
	},
});

/** Days in which an answer is waited for before a hearing may be decided without one. */
const daysToAnswer = 5;

export const decideHearing = verb({
	name: 'decideHearing',
	method: 'post',
	path: '/hearings/{hearingId}/decision',
	summary: 'Decide a hearing after the answer, or after five days without one',
	scope: 'exam:write',
	who: ['organiser'],
	at: hearingGround,
	input: z.object({
		hearingId: z.uuid(),
		outcome: z.enum(['dismissed', 'points_reduced', 'paper_failed']),
		deductedPoints: z.union([z.literal(''), typedPoints]).default(''),
		words: z.string().trim().min(40).max(8000),
	}),
	async run(scene, { hearingId, outcome, deductedPoints, words }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const hearing = await lockHearing(scene, hearingId);
		if (hearing.decidedAt) refuse('exam_decided_already');
		const waited = now.getTime() - hearing.openedAt.getTime() >= daysToAnswer * 86_400_000;
		if (!hearing.statementAt && !waited && outcome !== 'dismissed')
			refuse('hearing_first', { values: { days: daysToAnswer } });
		if (outcome === 'points_reduced' && (deductedPoints === '' || deductedPoints < 0.5))
			refuse('hearing_how_many_points', { status: 422, field: 'deductedPoints' });
		await trx
			.updateTable('hearing')
			.set({
				decidedAt: now,
				decidedBy: userId,
				outcome,
				deductedPoints: outcome === 'points_reduced' ? Number(deductedPoints) : null,
				decisionWords: words,
			})
			.where('id', '=', hearingId)
			.execute();
		await audit(trx, { action: 'hearing_decided', actorId: userId, subjectId: hearingId, detail: { outcome } });
		await tell(scene, 'hearing_decided', hearingId, { outcome });
		return { outcome };
	},
});

async function lockHearing({ trx }: Scene, hearingId: string) {
	const { paperId } = await trx
		.selectFrom('hearing')
		.select('paperId')
		.where('id', '=', hearingId)
		.executeTakeFirstOrThrow(notFound);
	await lockPaper(trx, paperId);
	return trx.selectFrom('hearing').selectAll().where('id', '=', hearingId).executeTakeFirstOrThrow();
}

async function tell(scene: Scene, kind: string, hearingId: string, data: Record<string, unknown>): Promise<void> {
	await record(scene.trx, {
		kind,
		actorId: signedIn(scene).userId,
		cohortId: scene.place.cohortId,
		subjectId: hearingId,
		data,
		at: scene.now,
	});
}
