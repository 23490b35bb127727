import { sql } from 'kysely';
import * as z from 'zod';
import { ownPapers } from '#credentials/server/own-work.ts';
import { cohortOfExam } from '#exam/server/exam-row.ts';
import { examGround } from '#exam/server/grounds.ts';
import { levelsOf, markingsOf, pointsOf } from '#exam/server/marking-rows.ts';
import { kindOf } from '#exam/server/paper-rows.ts';
import { notFound } from '#platform/refusal.ts';
import { audit } from '#platform/server/audit.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { retentionHere } from '#privacy/server/retention.ts';

type Locked = { userId: string; candidateNumber: string; until: Date };

/** Numbers of erased candidates, and until when their evidence is kept; whose it is shows only on opening. */
export const lockedEvidence = verb({
	name: 'lockedEvidence',
	method: 'get',
	path: '/exams/{examId}/locked',
	summary: 'Exam evidence of erased people: locked, with the day on which it is deleted',
	scope: 'exam:read',
	who: ['organiser'],
	at: examGround,
	input: z.object({ examId: z.uuid() }),
	async run(scene, { examId }) {
		const { trx } = scene;
		const exam = await trx.selectFrom('exam').selectAll().where('id', '=', examId).executeTakeFirstOrThrow();
		const cohort = await cohortOfExam(trx, exam);
		return { cohort: { id: cohort.id, name: cohort.name }, locked: await lockedIn(scene, examId) };
	},
});

async function lockedIn({ trx }: Scene, examId: string): Promise<Locked[]> {
	const { exam } = await retentionHere(trx);
	const { rows } = await sql<Locked>`
		select c.user_id as "userId", c.candidate_number as "candidateNumber",
			coalesce(e.released_at, e.cancelled_at, e.ends_at) + make_interval(months => ${exam}) as until
		from exam_candidate c join exam e on e.id = c.exam_id join "user" u on u.id = c.user_id
		where c.exam_id = ${examId} and u.erased_at is not null order by c.candidate_number`.execute(trx);
	return rows;
}

/** For whoever has to answer a claim: name, papers, marks and result of one person. Each opening is logged with its reason. */
export const openLockedEvidence = verb({
	name: 'openLockedEvidence',
	method: 'post',
	path: '/exams/{examId}/locked/{userId}/opening',
	summary: 'Open the locked exam evidence of an erased person for a reason, which is logged',
	scope: 'exam:write',
	who: ['organiser'],
	at: examGround,
	input: z.object({
		examId: z.uuid(),
		userId: z.uuid(),
		reason: z.string().trim().min(20).max(1000).describe('Which claim or duty asks for it'),
	}),
	async run(scene, { examId, userId, reason }) {
		const { trx } = scene;
		const found = (await lockedIn(scene, examId)).find((each) => each.userId === userId);
		if (!found) throw notFound();
		const erasure = await trx
			.selectFrom('erasure')
			.select('lockedName')
			.where('userId', '=', userId)
			.executeTakeFirst();
		await audit(trx, {
			action: 'locked_evidence_opened',
			actorId: signedIn(scene).userId,
			subjectId: userId,
			cohortId: scene.place.cohortId,
			detail: { examId, reason },
		});
		return { ...found, name: erasure?.lockedName ?? '', ...(await evidenceOf(scene, examId, userId)) };
	},
});

async function evidenceOf(scene: Scene, examId: string, userId: string) {
	const { trx } = scene;
	const candidate = await trx
		.selectFrom('examCandidate')
		.select(['cohortId', 'withdrawnAt'])
		.where('examId', '=', examId)
		.where('userId', '=', userId)
		.executeTakeFirstOrThrow();
	const result = await trx
		.selectFrom('examResult')
		.select(['overall', 'individual', 'passed', 'words', 'releasedAt'])
		.where('examId', '=', examId)
		.where('userId', '=', userId)
		.where('supersededBy', 'is', null)
		.executeTakeFirst();
	const papers = await trx
		.selectFrom('paper')
		.select(['id', 'kind', 'paperNumber', 'handedInAt'])
		.where('examId', '=', examId)
		.where('userId', '=', userId)
		.orderBy('kind')
		.execute();
	const texts = await ownPapers(scene, candidate.cohortId, userId);
	const markings = await markingsOf(
		trx,
		papers.map(({ id }) => id),
	);
	return {
		withdrawnAt: candidate.withdrawnAt,
		result: result ?? null,
		papers: papers.map(({ id, kind, ...paper }) => ({
			...paper,
			kind: kindOf(kind),
			sections:
				texts.find(({ context, at }) => context === kind && at.getTime() === paper.handedInAt?.getTime())?.sections ??
				[],
			marks: (markings.get(id) ?? []).map((marking) => ({
				position: marking.position,
				points: pointsOf(marking),
				levels: levelsOf(marking),
				words: marking.words,
			})),
		})),
	};
}
