import sharp from 'sharp';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { cohortExam } from '#exam/server/cohort-exam.ts';
import { attachEvidence, mostEvidence, openEvidence, removeEvidence } from '#exam/server/evidence.ts';
import { examPage } from '#exam/server/exam-page.ts';
import { decideWithdrawalForCause, withdrawForCause } from '#exam/server/withdrawal.ts';
import { openFile } from '#identity/server/open-file.ts';
import { forgetExpired } from '#privacy/server/forget.ts';
import { database } from '#platform/server/database.ts';
import { Refusal } from '#platform/refusal.ts';
import type { Viewer } from '#platform/viewer.ts';
import { person, does } from '../../../tests/cast.ts';
import { examinedWorld, opened, opening } from '../../../tests/exam.ts';
import { learnerOf } from '../../../tests/learning.ts';
import type { World } from '../../../tests/world.ts';

const now = new Date(opening.getTime() + 3_600_000);
const pdf = { name: 'Attest.pdf', content: btoa('%PDF-1.7 krank'), mediaType: 'text/html', consent: true };
let world: World;
let examId: string;
let anna: Viewer;
beforeAll(async () => {
	world = await examinedWorld({ learners: 4 });
	examId = await opened(world);
	anna = learnerOf(world, 0);
}, 60_000);
beforeEach(async () => {
	await database.deleteFrom('withdrawalEvidence').execute();
	await database
		.updateTable('examCandidate')
		.set({ withdrawnAt: null, withdrawalDecidedAt: null, withdrawalGranted: null, withdrawalReason: null })
		.execute();
	await does(anna, now, withdrawForCause, { examId, reason: 'Ich bin krankgeschrieben.' });
});
const attach = (more: object = {}, viewer = anna) => does(viewer, now, attachEvidence, { examId, ...pdf, ...more });
const opens = (viewer: Viewer, evidenceId: string) => does(viewer, now, openEvidence, { evidenceId });
const decide = (granted: boolean) =>
	does(world.olga, now, decideWithdrawalForCause, { examId, userId: anna.userId, granted, words: 'Gute Besserung!' });

test('evidence is read by the person and by those who decide, and by nobody else', async () => {
	const { evidenceId } = await attach();
	const response = await opens(world.olga, evidenceId);
	expect(await response.text()).toBe('%PDF-1.7 krank');
	expect(response.headers.get('content-type')).toBe('application/pdf');
	expect(response.headers.get('content-disposition')).toContain('attachment');
	expect((await opens(anna, evidenceId)).status).toBe(200);
	const strangers = [world.clara, world.edda, learnerOf(world, 1), await person('ada', { administrator: true })];
	for (const viewer of strangers) {
		await expect(opens(viewer, evidenceId)).rejects.toBeInstanceOf(Refusal);
		await expect(does(viewer, now, openFile, { fileId: evidenceId })).rejects.toMatchObject({ status: 404 });
	}
	await expect(does(world.olga, now, openFile, { fileId: evidenceId })).rejects.toMatchObject({ status: 404 });
});

test('each opening is logged, and the person sees that somebody looked', async () => {
	await database.deleteFrom('recordAccess').execute();
	const { evidenceId } = await attach();
	await opens(anna, evidenceId);
	await opens(world.olga, evidenceId);
	await opens(world.olga, evidenceId);
	const looks = await database.selectFrom('recordAccess').select(['userId', 'viewerId', 'purpose']).execute();
	expect(looks).toEqual([{ userId: anna.userId, viewerId: world.olga.userId, purpose: 'evidence' }]);
	const log = await database.selectFrom('audit').select('actorId').where('action', '=', 'evidence_opened').execute();
	expect(log.filter(({ actorId }) => actorId === world.olga.userId).length).toBeGreaterThanOrEqual(2);
});

test('it stands where one asks and where it is decided', async () => {
	const { evidenceId } = await attach();
	const shown = [{ evidenceId, name: 'Attest.pdf' }];
	expect((await does(anna, now, examPage, { examId })).evidence).toMatchObject(shown);
	const { exams } = await does(world.olga, now, cohortExam, { cohortId: world.cohortId });
	expect(exams[0]?.candidates.find(({ userId }) => userId === anna.userId)?.evidence).toMatchObject(shown);
});

test('only a PDF or a picture is taken, with consent, and for a withdrawal that is open', async () => {
	const code = (what: Promise<unknown>) =>
		what.then(
			() => null,
			(cause: { code?: string }) => cause.code,
		);
	expect(await code(attach({ content: btoa('<script>alert(1)</script>') }))).toBe('evidence_kind');
	expect(await code(attach({ content: '' }))).toBe('evidence_choose');
	expect(await code(attach({ consent: false }))).toBe('evidence_consent');
	expect(await code(attach({}, learnerOf(world, 1)))).toBe('evidence_no_withdrawal');
	await expect(attach({}, world.clara)).rejects.toMatchObject({ status: 403 });
	const photo = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#fff' } })
		.jpeg()
		.toBuffer();
	await attach({ name: 'Attest.jpg', content: photo.toString('base64') });
	expect((await does(anna, now, examPage, { examId })).evidence).toMatchObject([{ name: 'Attest.webp' }]);
	// what was refused is not kept
	const files = await database.selectFrom('file').select('name').where('removedAt', 'is', null).execute();
	expect(files.filter(({ name }) => name.startsWith('Attest'))).toHaveLength(files.length);
	expect(files.filter(({ name }) => name === 'Attest.webp')).toHaveLength(1);
});

test('five at most, also at the same time', async () => {
	const answers = await Promise.allSettled(Array.from({ length: mostEvidence + 2 }, () => attach()));
	expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(mostEvidence);
});

test('it can be taken back by the person at any time, and nothing comes to it once it is decided', async () => {
	const { evidenceId } = await attach();
	await expect(does(world.olga, now, removeEvidence, { evidenceId })).rejects.toMatchObject({ status: 403 });
	await decide(false);
	await expect(attach()).rejects.toMatchObject({ code: 'evidence_no_withdrawal' });
	await does(anna, now, removeEvidence, { evidenceId });
	await expect(opens(world.olga, evidenceId)).rejects.toMatchObject({ status: 404 });
	await expect(does(anna, now, openFile, { fileId: evidenceId })).rejects.toMatchObject({ status: 404 });
});

test('a month after the decision it is deleted with its content, and not before', async () => {
	const { evidenceId } = await attach();
	const there = async (at: Date) => {
		await forgetExpired(at);
		const kept = await database.selectFrom('withdrawalEvidence').select('fileId').execute();
		const file = await database.selectFrom('file').select('id').where('id', '=', evidenceId).executeTakeFirst();
		return [kept.length, file !== undefined];
	};
	const days = (count: number) => new Date(now.getTime() + count * 86_400_000);
	expect(await there(days(300))).toEqual([1, true]);
	await decide(true);
	expect(await there(days(30))).toEqual([1, true]);
	expect(await there(days(32))).toEqual([0, false]);
});
