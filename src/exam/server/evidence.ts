import type { Kysely, Transaction } from 'kysely';
import * as z from 'zod';
import { noteAccess } from '#community/server/record-access.ts';
import { ground } from '#community/server/standing.ts';
import { keepFile, uploadContent } from '#identity/server/uploads.ts';
import { lockExam } from '#exam/server/exam-row.ts';
import { examGround } from '#exam/server/grounds.ts';
import { refuse } from '#platform/refusal.ts';
import { audit } from '#platform/server/audit.ts';
import { fileHeaders, tidyFileName } from '#platform/server/files-headers.ts';
import { files } from '#platform/server/files.ts';
import { limit } from '#platform/server/rate-limit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';

/** Files with one withdrawal. */
export const mostEvidence = 5;

/** Owned by whoever handed it in; beside them only organisers of the exam's cohort read it, who decide. */
const evidenceGround = ground('evidenceId', async (db, id) => {
	const found = await db
		.selectFrom('withdrawalEvidence as w')
		.innerJoin('exam as e', 'e.id', 'w.examId')
		.innerJoin('cohort as k', 'k.id', 'e.cohortId')
		.select(['k.organisationId', 'k.communityId', 'k.id as cohortId', 'w.userId'])
		.where('w.fileId', '=', id)
		.executeTakeFirst();
	return found && { ...found, owners: [found.userId] };
});

/** Pictures are drawn anew; beside them only PDF is taken, so that whoever opens it gets nothing that runs. */
export const attachEvidence = verb({
	name: 'attachEvidence',
	method: 'post',
	path: '/exams/{examId}/withdrawal/evidence',
	summary: 'Attach evidence to one’s own withdrawal, such as a medical certificate, until it is decided',
	scope: 'exam:write',
	who: ['owner'],
	at: examGround,
	status: 201,
	input: z.object({
		examId: z.uuid(),
		name: z.string().max(300),
		content: z.union([z.literal(''), uploadContent]).describe('PDF or picture, in Base64; at most 10 MB unpacked'),
		mediaType: z.string().max(120).default(''),
		consent: z
			.union([z.boolean(), z.stringbool()])
			.default(false)
			.describe('That those who decide may read what may speak of one’s health'),
	}),
	output: z.object({ evidenceId: z.uuid() }),
	async run(scene, { examId, name, content, consent }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		if (content === '') refuse('evidence_choose', { status: 422, field: 'file' });
		if (!consent) refuse('evidence_consent', { status: 422, field: 'consent' });
		await limit(`evidence:${userId}`, 20, 3600);
		const bytes = Buffer.from(content, 'base64');
		const pdf = bytes.subarray(0, 5).toString('latin1') === '%PDF-';
		const file = await keepFile(trx, userId, {
			name: tidyFileName(name),
			bytes,
			mediaType: pdf ? 'application/pdf' : '',
		});
		if (!pdf && !file.inlinePicture) refuse('evidence_kind', { status: 422, field: 'file' });
		await openWithdrawal(trx, examId, userId);
		if ((await evidenceOf(trx, examId, [userId])).length >= mostEvidence)
			refuse('evidence_too_many', { field: 'file', values: { count: mostEvidence } });
		await trx
			.insertInto('withdrawalEvidence')
			.values({ fileId: file.fileId, examId, userId, attachedAt: now })
			.execute();
		return { evidenceId: file.fileId };
	},
});

/** The row of the exam is held, so that nothing comes to a withdrawal while it is decided. */
async function openWithdrawal(trx: Transaction<DB>, examId: string, userId: string): Promise<void> {
	await lockExam(trx, examId);
	const open = await trx
		.selectFrom('examCandidate')
		.select('userId')
		.where('examId', '=', examId)
		.where('userId', '=', userId)
		.where('withdrawnAt', 'is not', null)
		.where('withdrawalDecidedAt', 'is', null)
		.executeTakeFirst();
	if (!open) refuse('evidence_no_withdrawal');
}

export const removeEvidence = verb({
	name: 'removeEvidence',
	method: 'delete',
	path: '/withdrawal-evidence/{evidenceId}',
	summary: 'Take back evidence that one attached to a withdrawal, and with it the consent to its being read',
	scope: 'exam:write',
	who: ['owner'],
	at: evidenceGround,
	input: z.object({ evidenceId: z.uuid() }),
	output: z.object({ removed: z.literal(true) }),
	async run({ trx, now }, { evidenceId }) {
		await trx.deleteFrom('withdrawalEvidence').where('fileId', '=', evidenceId).execute();
		await trx.updateTable('file').set({ removedAt: now, name: 'removed' }).where('id', '=', evidenceId).execute();
		return { removed: true as const };
	},
});

/** Every opening by others is logged, and shown to the person once a day as a look at their records. */
export const openEvidence = verb({
	name: 'openEvidence',
	method: 'get',
	path: '/withdrawal-evidence/{evidenceId}',
	summary:
		'Evidence for a withdrawal from the exam, for whoever handed it in and for those who decide; looking is noted',
	scope: 'exam:read',
	who: ['owner', 'organiser'],
	at: evidenceGround,
	input: z.object({ evidenceId: z.uuid() }),
	async run(scene, { evidenceId }) {
		const { trx } = scene;
		const { userId } = signedIn(scene);
		const {
			examId,
			userId: ownerId,
			...file
		} = await trx
			.selectFrom('withdrawalEvidence as w')
			.innerJoin('file as f', 'f.id', 'w.fileId')
			.select(['w.examId', 'w.userId', 'f.name', 'f.digest', 'f.bytes', 'f.mediaType', 'f.inlinePicture'])
			.where('f.id', '=', evidenceId)
			.executeTakeFirstOrThrow();
		if (ownerId !== userId) {
			await noteAccess(scene, [ownerId], 'evidence');
			await audit(trx, {
				action: 'evidence_opened',
				actorId: userId,
				subjectId: ownerId,
				cohortId: scene.place.cohortId,
				detail: { examId, evidenceId },
			});
		}
		return new Response(await files.open(file.digest), { headers: fileHeaders(file) });
	},
});

export type Evidence = { evidenceId: string; name: string; attachedAt: Date };

/** What these people attached to their withdrawals from an exam, the oldest first. */
export async function evidenceOf(db: Kysely<DB>, examId: string, people: readonly string[]) {
	if (people.length === 0) return [];
	return db
		.selectFrom('withdrawalEvidence as w')
		.innerJoin('file as f', 'f.id', 'w.fileId')
		.select(['w.userId', 'w.fileId as evidenceId', 'f.name', 'w.attachedAt'])
		.where('w.examId', '=', examId)
		.where('w.userId', 'in', [...people])
		.orderBy('w.attachedAt')
		.orderBy('w.fileId')
		.execute();
}
