import { beforeAll, expect, test } from 'vitest';
import { certificateCheck } from '#credentials/server/certificates.ts';
import { releaseResults } from '#credentials/server/release.ts';
import { cohortExam } from '#exam/server/cohort-exam.ts';
import { examResults } from '#exam/server/exam-results.ts';
import { markingList, markingPage } from '#exam/server/marking-page.ts';
import { paperPage } from '#exam/server/paper-page.ts';
import { settleExam } from '#exam/server/settle.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { eraseDue } from '#privacy/server/erase.ts';
import { requestErasure } from '#privacy/server/erasure.ts';
import { forgetExpired } from '#privacy/server/forget.ts';
import { lockedEvidence, openLockedEvidence } from '#privacy/server/locked-evidence.ts';
import { does } from '../../../tests/cast.ts';
import { afterwards, allHandIn, examinedWorld, marked, opened, opening, paperOf } from '../../../tests/exam.ts';
import { learnerOf } from '../../../tests/learning.ts';
import type { World } from '../../../tests/world.ts';

const released = new Date('2026-12-01T10:00:00Z');
const later = new Date('2026-12-20T10:00:00Z');
let world: World;
let examId: string;
let jana: Viewer;
let paul: Viewer;

const erased = async (person: Viewer, at: Date) => {
	await does(person, at, requestErasure, { email: person.email, understood: true });
	await eraseDue(new Date(at.getTime() + 8 * 86_400_000));
};
beforeAll(async () => {
	world = await examinedWorld({ learners: 8 });
	examId = await opened(world);
	[jana, paul] = [learnerOf(world, 0), learnerOf(world, 1)];
	await allHandIn(world, examId);
	// Paul's erasure was asked for the week before and falls due while the exam runs
	await erased(paul, new Date(opening.getTime() - 7.9 * 86_400_000));
	await settleExam(examId, afterwards);
	await marked(world, examId);
}, 120_000);

test('an erasure while the exam runs ends the own part, and the others get their results', async () => {
	const paper = await paperOf(examId, learnerOf(world, 2), 'group');
	const page = await does(learnerOf(world, 2), opening, paperPage, { paperId: paper.id });
	expect(JSON.stringify(page)).not.toContain(paul.name);
	const outcome = await does(world.olga, released, releaseResults, {
		examId,
		words: 'Ihnen allen herzlichen Dank für Ihre Arbeit.',
	});
	expect(outcome).toEqual({ passed: 7, failed: 0 });
});

test('the evidence of whoever erased the account later is on no desk and in no list', async () => {
	const { paperId } = await database
		.selectFrom('paper')
		.select('id as paperId')
		.where('userId', '=', jana.userId)
		.limit(1)
		.executeTakeFirstOrThrow();
	const marking = await database
		.selectFrom('marking')
		.selectAll()
		.where('paperId', '=', paperId)
		.limit(1)
		.executeTakeFirstOrThrow();
	const examiner = [world.edda, world.emil, world.esra].find(({ userId }) => userId === marking.examinerId) ?? null;
	await does(examiner, later, markingPage, { markingId: marking.id });
	await erased(jana, released);
	await expect(does(examiner, later, markingPage, { markingId: marking.id })).rejects.toMatchObject({ status: 403 });
	expect((await does(examiner, later, markingList, {})).markings.map((each) => each.paperId)).not.toContain(paperId);
	const [view] = (await does(world.olga, later, cohortExam, { cohortId: world.cohortId })).exams;
	expect(view).toMatchObject({ locked: 2 });
	expect(view?.papers.map(({ id }) => id)).not.toContain(paperId);
	expect(view?.candidates).toHaveLength(6);
	expect((await does(world.clara, later, examResults, { examId })).results).toHaveLength(6);
});

test('the organiser opens it for a reason that is logged, and nobody else does', async () => {
	const { locked } = await does(world.olga, later, lockedEvidence, { examId });
	expect(locked.map(({ userId }) => userId).toSorted()).toEqual([jana.userId, paul.userId].toSorted());
	expect(JSON.stringify(locked)).not.toContain(jana.name);
	const open = (viewer: Viewer, reason: string) =>
		does(viewer, later, openLockedEvidence, { examId, userId: jana.userId, reason });
	await expect(open(world.edda, 'Ich bin neugierig, was da stand.')).rejects.toMatchObject({ status: 403 });
	await expect(open(world.olga, 'Nur so')).rejects.toMatchObject({ errors: [{ field: 'reason' }] });
	const evidence = await open(world.olga, 'Klage gegen das Ergebnis, Aktenzeichen 3 K 17/27.');
	expect(evidence).toMatchObject({ name: jana.name, result: { passed: true } });
	expect(evidence.papers).toHaveLength(2);
	expect(evidence.papers[0]?.sections[0]?.body).toContain('Bibliothek');
	expect(evidence.papers[0]?.marks).toHaveLength(2);
	const log = await database.selectFrom('audit').selectAll().where('action', '=', 'locked_evidence_opened').execute();
	expect(log).toMatchObject([{ actorId: world.olga.userId, subjectId: jana.userId }]);
});

test('the certificate stays valid, and the evidence goes with its period, its name too', async () => {
	const { number } = await database
		.selectFrom('certificate')
		.select('number')
		.where('userId', '=', jana.userId)
		.executeTakeFirstOrThrow();
	await forgetExpired(new Date('2028-11-30T10:00:00Z'));
	expect((await does(world.olga, later, lockedEvidence, { examId })).locked).toHaveLength(2);
	await forgetExpired(new Date('2028-12-02T10:00:00Z'));
	expect((await does(world.olga, later, lockedEvidence, { examId })).locked).toEqual([]);
	const names = await database.selectFrom('erasure').select('lockedName').execute();
	expect(names).toEqual([{ lockedName: null }, { lockedName: null }]);
	expect(await does(null, later, certificateCheck, { number })).toMatchObject({ state: 'valid', holder: jana.name });
});
