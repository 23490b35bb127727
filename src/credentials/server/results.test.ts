import { beforeAll, describe, expect, test } from 'vitest';
import {
	certificateCheck,
	certificatePdf,
	issueCertificates,
	ownCertificates,
	revokeCertificate,
} from '#credentials/server/certificates.ts';
import { closeCohort } from '#credentials/server/closing.ts';
import { exportOwn } from '#credentials/server/export.ts';
import { decideObjection, releaseResults } from '#credentials/server/release.ts';
import { startThread } from '#conversation/server/threads.ts';
import { threadPage } from '#conversation/server/thread-page.ts';
import { assignExaminers } from '#exam/server/assigning.ts';
import { handInPaper } from '#exam/server/hand-in.ts';
import { decideHearing, makeStatement, openHearing } from '#exam/server/hearings.ts';
import { objectionPage, raiseObjection } from '#exam/server/objections.ts';
import { inspectResult, resultPage } from '#exam/server/result-page.ts';
import { scheduleRetake } from '#exam/server/schedule.ts';
import { settleExam } from '#exam/server/settle.ts';
import { decideWithdrawalForCause, withdrawForCause } from '#exam/server/withdrawal.ts';
import { database } from '#platform/server/database.ts';
import { judged, says } from '#platform/server/typeset-inspect.ts';
import type { Viewer } from '#platform/viewer.ts';
import { call } from '#platform/server/verb.ts';
import { as, does } from '../../../tests/cast.ts';
import {
	afterwards,
	allHandIn,
	allMark,
	declaration,
	examinedWorld,
	marked,
	opened,
	paperOf,
	words,
	writes,
} from '../../../tests/exam.ts';
import type { World } from '../../../tests/world.ts';

const day = 24 * 3600_000;
const release = new Date('2026-11-27T10:00:00Z');
const said = 'Wir danken für gründliche Arbeiten und gratulieren allen, die bestanden haben.';

let world: World;
let examId: string;
let jana: Viewer;
let paul: Viewer;

async function fresh(learners = 4, ineligible: readonly number[] = []): Promise<void> {
	world = await examinedWorld({ learners, ineligible });
	examId = await opened(world);
	const [first, second] = world.learners;
	if (!first || !second) throw new Error('no learners');
	[jana, paul] = [first, second];
}

const certificatesOf = async (person: Viewer, at: Date) => (await does(person, at, ownCertificates, {})).certificates;
/** Paul's individual papers are worth 40, everybody else's and the group's 80. */
const paulFails = ({ userId }: { userId: string | null }) => (userId === paul.userId ? 40 : 80);

describe('results', () => {
	beforeAll(async () => {
		await fresh(5, [4]);
		await allHandIn(world, examId);
	}, 60_000);

	test('wait for every mark', async () => {
		await settleExam(examId, afterwards);
		const early = does(world.olga, afterwards, releaseResults, { examId, words: said });
		await expect(early).rejects.toMatchObject({ code: 'release_not_ready', values: { marks: 9 } });
		await expect(does(jana, afterwards, resultPage, { examId })).rejects.toMatchObject({ status: 404 });
	});

	test('are released for all at once, with words, by the course’s weights and thresholds', async () => {
		await marked(world, examId, paulFails);
		const { candidateNumber } = await database
			.selectFrom('examCandidate')
			.select('candidateNumber')
			.where('examId', '=', examId)
			.where('userId', '=', paul.userId)
			.executeTakeFirstOrThrow();
		const each = { [candidateNumber]: 'Die Gruppe hat Sie getragen; allein fehlte die Begründung.' };
		expect(await does(world.edda, release, releaseResults, { examId, words: said, each })).toEqual({
			passed: 3,
			failed: 1,
		});
		const good = await does(jana, release, resultPage, { examId });
		expect(good.result).toMatchObject({ overall: 80, individual: 80, passed: true });
		const bad = await does(paul, release, resultPage, { examId });
		// 0.4 × 80 + 0.6 × 40 = 56, and 40 in the individual part.
		expect(bad.result).toMatchObject({ overall: 56, individual: 40, passed: false, words: each[candidateNumber] });
		expect([bad.retake, good.retake, bad.exam.words]).toEqual([true, false, said]);
		await expect(does(world.olga, release, releaseResults, { examId, words: said })).rejects.toMatchObject({
			code: 'results_are_released',
		});
	});

	test('bring certificates to those who passed and confirmations of participation to those who took part', async () => {
		const kinds = [];
		for (const person of world.learners) kinds.push((await certificatesOf(person, release)).map(({ kind }) => kind));
		expect(kinds).toEqual([['certificate'], ['participation'], ['certificate'], ['certificate'], ['participation']]);
	});

	test('show levels and single marks to whoever asks to inspect them, which is recorded', async () => {
		const before = await does(paul, release, resultPage, { examId });
		expect(before.papers.map(({ detail }) => detail)).toEqual([null, null, null]);
		await does(paul, release, inspectResult, { examResultId: before.result.id });
		const after = await does(paul, release, resultPage, { examId });
		expect(after.papers[0]?.detail?.markings).toHaveLength(2);
		const log = await database.selectFrom('audit').selectAll().where('action', '=', 'result_inspected').execute();
		expect(log).toMatchObject([{ actorId: paul.userId }]);
		const late = new Date(release.getTime() + 14 * day + 1);
		await expect(does(paul, late, inspectResult, { examResultId: before.result.id })).rejects.toMatchObject({
			code: 'inspection_over',
		});
	});

	test('can be objected to once within 14 days, and somebody who has not marked decides', async () => {
		const { result } = await does(paul, release, resultPage, { examId });
		const reason = 'Die Begründung steht im zweiten Absatz, sie wurde übersehen.';
		const object = (at: Date) => does(paul, at, raiseObjection, { examResultId: result.id, reason });
		await expect(object(new Date(release.getTime() + 14 * day + 1))).rejects.toMatchObject({
			code: 'objection_too_late',
		});
		const { objectionId } = await object(new Date(release.getTime() + 14 * day));
		await expect(object(release)).rejects.toMatchObject({ code: 'objected_already' });
		const row = await database
			.selectFrom('objection')
			.selectAll()
			.where('id', '=', objectionId)
			.executeTakeFirstOrThrow();
		const markers = await database
			.selectFrom('marking as g')
			.innerJoin('paper as p', 'p.id', 'g.paperId')
			.select('g.examinerId')
			.where('p.userId', '=', paul.userId)
			.execute();
		expect(row.examinerId).not.toBeNull();
		expect(markers.map(({ examinerId }) => examinerId)).not.toContain(row.examinerId);
	});
});

describe('an objection that is upheld', () => {
	test('puts a better result in place, never a worse one, and brings the certificate', async () => {
		await fresh();
		await allHandIn(world, examId);
		await settleExam(examId, afterwards);
		await marked(world, examId, paulFails);
		await does(world.olga, release, releaseResults, { examId, words: said });
		const { result } = await does(paul, release, resultPage, { examId });
		const reason = 'Die Begründung steht im zweiten Absatz, sie wurde übersehen.';
		const { objectionId } = await does(paul, release, raiseObjection, { examResultId: result.id, reason });
		const markers = await database.selectFrom('marking').select('examinerId').execute();
		const third = [world.edda, world.emil, world.esra].find(
			({ userId }) => !markers.some((each) => each.examinerId === userId),
		);
		const marker = [world.edda, world.emil].find((each) => each !== third);
		if (!third || !marker) throw new Error('nobody is left to decide');
		const page = await does(third, release, objectionPage, { objectionId });
		expect(JSON.stringify(page)).not.toContain(paul.name);
		await expect(does(marker, release, objectionPage, { objectionId })).rejects.toMatchObject({ status: 403 });
		const decide = (points: object) =>
			does(third, release, decideObjection, { objectionId, upheld: true, words, ...points });
		await expect(decide({ case: 30 })).rejects.toMatchObject({ code: 'objection_not_lower' });
		await expect(decide({})).rejects.toMatchObject({ code: 'objection_changes_nothing' });
		expect(await decide({ case: 60 })).toEqual({ changed: 1 });
		const after = await does(paul, release, resultPage, { examId });
		expect(after.result).toMatchObject({ casePoints: 60, overall: 63, individual: 51.7, passed: true });
		expect((await certificatesOf(paul, release)).map(({ kind }) => kind)).toContain('certificate');
	}, 60_000);
});

describe('who fails', () => {
	beforeAll(async () => {
		await fresh();
		await allHandIn(world, examId);
		await settleExam(examId, afterwards);
		await marked(world, examId, paulFails);
		await does(world.olga, release, releaseResults, { examId, words: said });
	}, 60_000);

	test('passes the retake with a new case and the group’s mark', async () => {
		const first = await database.selectFrom('exam').select('caseId').where('id', '=', examId).executeTakeFirstOrThrow();
		const plan = { cohortId: world.cohortId, opensOn: '2026-12-07' };
		await expect(does(world.olga, release, scheduleRetake, { ...plan, caseId: first.caseId })).rejects.toMatchObject({
			code: 'exam_case_used_by_this_cohort',
		});
		const retake = await does(world.olga, release, scheduleRetake, plan);
		expect(retake.candidates).toBe(1);
		await settleExam(retake.examId, retake.opensAt);
		const papers = await database
			.selectFrom('paper')
			.select(['id', 'kind'])
			.where('examId', '=', retake.examId)
			.execute();
		expect(papers.map(({ kind }) => kind).sort()).toEqual(['case', 'reflection']);
		const during = new Date(retake.opensAt.getTime() + 3600_000);
		for (const { id } of papers) {
			await writes(paul, during, id);
			await does(paul, during, handInPaper, { paperId: id, ...declaration });
		}
		const after = new Date(retake.endsAt.getTime() + 3600_000);
		await does(world.olga, after, assignExaminers, { examId: retake.examId });
		await allMark(world, retake.examId, after, () => 70);
		expect(await does(world.olga, after, releaseResults, { examId: retake.examId, words: said })).toEqual({
			passed: 1,
			failed: 0,
		});
		const { result, groupMarkStands } = await does(paul, after, resultPage, { examId: retake.examId });
		expect([groupMarkStands, result.groupPoints, result.overall]).toEqual([true, 80, 74]);
		expect((await certificatesOf(paul, after)).map(({ kind }) => kind).sort()).toEqual([
			'certificate',
			'participation',
		]);
		await expect(does(world.olga, after, scheduleRetake, plan)).rejects.toMatchObject({ code: 'retake_nobody' });
	}, 60_000);
});

describe('withdrawal for cause', () => {
	test('is decided by the organiser, gives no result and does not use up the retake', async () => {
		await fresh();
		const ill = new Date('2026-11-20T10:00:00Z');
		await does(paul, ill, withdrawForCause, { examId, reason: 'Fieber seit gestern, Attest liegt bei.' });
		await allHandIn(world, examId, ill);
		await settleExam(examId, afterwards);
		await marked(world, examId);
		await expect(does(world.olga, release, releaseResults, { examId, words: said })).rejects.toMatchObject({
			code: 'release_not_ready',
			values: { withdrawals: 1 },
		});
		const decision = { examId, userId: paul.userId, granted: true, words: 'Gute Besserung.' };
		await does(world.olga, release, decideWithdrawalForCause, decision);
		expect(await does(world.olga, release, releaseResults, { examId, words: said })).toEqual({ passed: 3, failed: 0 });
		await expect(does(paul, release, resultPage, { examId })).rejects.toMatchObject({ status: 404 });
		const plan = { cohortId: world.cohortId, opensOn: '2026-12-07' };
		const makeUp = await does(world.olga, release, scheduleRetake, plan);
		await settleExam(makeUp.examId, new Date(makeUp.endsAt.getTime() + 1));
		expect(await does(world.olga, makeUp.endsAt, releaseResults, { examId: makeUp.examId, words: said })).toEqual({
			passed: 0,
			failed: 1,
		});
		const again = await does(world.olga, makeUp.endsAt, scheduleRetake, { ...plan, opensOn: '2026-12-14' });
		expect(again.candidates).toBe(1);
	}, 60_000);
});

describe('suspected cheating', () => {
	test('is heard before anything follows from it', async () => {
		await fresh();
		await allHandIn(world, examId);
		await settleExam(examId, afterwards);
		await marked(world, examId);
		const paperId = (await paperOf(examId, paul, 'case')).id;
		const suspicion = 'Zwei Absätze stehen wortgleich in einem Blog aus dem Jahr 2024.';
		const { hearingId } = await does(world.olga, afterwards, openHearing, { paperId, suspicion });
		await expect(does(world.olga, release, releaseResults, { examId, words: said })).rejects.toMatchObject({
			values: { hearings: 1 },
		});
		const decide = (at: Date) =>
			does(world.olga, at, decideHearing, { hearingId, outcome: 'points_reduced', deductedPoints: 20, words });
		await expect(decide(release)).rejects.toMatchObject({ code: 'hearing_first' });
		await expect(does(jana, release, makeStatement, { hearingId, statement: 'Ich?' })).rejects.toMatchObject({
			name: 'Refusal',
		});
		await does(paul, release, makeStatement, {
			hearingId,
			statement: 'Der Blog ist meiner; ich hätte ihn nennen sollen.',
		});
		await decide(release);
		await does(world.olga, release, releaseResults, { examId, words: said });
		expect((await does(paul, release, resultPage, { examId })).result).toMatchObject({
			casePoints: 55,
			reflectionPoints: 75,
		});
		expect((await does(jana, release, resultPage, { examId })).result).toMatchObject({ casePoints: 75 });
	}, 60_000);
});

describe('a certificate', () => {
	let number: string;
	let certificateId: string;
	beforeAll(async () => {
		await fresh();
		await allHandIn(world, examId);
		await settleExam(examId, afterwards);
		await marked(world, examId);
		await does(world.olga, release, releaseResults, { examId, words: said });
		const [own] = await certificatesOf(jana, release);
		if (!own) throw new Error('no certificate');
		[number, certificateId] = [own.number, own.id];
	}, 60_000);

	test('is verified by a stranger who has its number', async () => {
		expect(
			await does(null, release, certificateCheck, { number: number.toLowerCase().replaceAll('-', ' ') }),
		).toMatchObject({
			state: 'valid',
			holder: jana.name,
			hours: 80,
			from: '2026-09-07',
			to: '2026-11-24',
			own: null,
		});
		expect(await does(null, release, certificateCheck, { number: '0000-0000-0000-0000' })).toMatchObject({
			state: 'unknown',
		});
	});

	test('is checked thirty times a minute from one address, and from another all the same', async () => {
		const check = (address: string) =>
			call(certificateCheck, { ...as(null, release), address }, { number: '0000-0000-0000-0000' });
		// a minute of real time may end in between
		const asked = await Promise.allSettled(Array.from({ length: 70 }, () => check('192.0.2.1')));
		const refused = asked.filter(({ status }) => status === 'rejected');
		expect(refused.length).toBeGreaterThanOrEqual(10);
		expect(refused[0]).toMatchObject({ reason: { code: 'too_many_requests', status: 429 } });
		await expect(check('192.0.2.2')).resolves.toMatchObject({ state: 'unknown' });
	});

	test.skipIf(!judged)('is one tagged page in either language', async () => {
		for (const [language, sentence] of [
			['de', 'Zertifikat'],
			['en', 'Certificate'],
		] as const) {
			const response = await does(jana, release, certificatePdf, { certificateId, language });
			const pdf = new Uint8Array(await response.arrayBuffer());
			expect(says('pdfinfo', ['FILE'], pdf)).toMatch(/Tagged:\s+yes[^]*Pages:\s+1\n/);
			expect(says('pdftotext', ['FILE', '-'], pdf)).toContain(sentence);
		}
	});

	test('is given as PDF to its holder and the organiser only', async () => {
		for (const person of [paul, world.clara, world.edda])
			await expect(does(person, release, certificatePdf, { certificateId })).rejects.toMatchObject({ name: 'Refusal' });
	});

	test('is not issued twice', async () => {
		expect(await does(world.olga, release, issueCertificates, { cohortId: world.cohortId })).toEqual({ issued: 0 });
		const again = does(world.olga, release, issueCertificates, { cohortId: world.cohortId, userId: jana.userId });
		await expect(again).rejects.toMatchObject({ code: 'certificate_stands' });
	});

	test('says that it was revoked, with the public reason and never the internal one', async () => {
		const internal = 'Der Name war falsch geschrieben; Frau L. hat am Telefon darum gebeten.';
		await does(world.olga, release, revokeCertificate, { certificateId, reason: 'replaced', internal });
		const check = await does(null, release, certificateCheck, { number });
		expect(check).toMatchObject({ state: 'revoked', revocationReason: 'replaced' });
		expect(JSON.stringify(check)).not.toContain('Telefon');
		await expect(does(jana, release, certificatePdf, { certificateId })).rejects.toMatchObject({
			code: 'certificate_is_revoked',
		});
		await does(world.olga, release, issueCertificates, { cohortId: world.cohortId, userId: jana.userId });
		const numbers = (await certificatesOf(jana, release))
			.filter(({ revokedAt }) => !revokedAt)
			.map((each) => each.number);
		expect(numbers).toHaveLength(1);
		expect(numbers).not.toContain(number);
	});
});

describe('the end of a cohort', () => {
	let threadId: string;
	const thanks = 'Danke für zehn Wochen, in denen Sie einander so viel gegeben haben. Auf bald!';
	beforeAll(async () => {
		await fresh();
		const spaceId = world.spaces['marktplatz'];
		const post = { spaceId, title: 'Was bleibt', body: 'Mir bleibt die Frage, wer zuletzt *zugehört* hat.' };
		threadId = (await does(jana, afterwards, startThread, post)).threadId;
		await allHandIn(world, examId);
		await settleExam(examId, afterwards);
		await marked(world, examId);
	}, 60_000);

	test('waits for the results', async () => {
		const close = does(world.olga, release, closeCohort, { cohortId: world.cohortId, thanks });
		await expect(close).rejects.toMatchObject({ code: 'cohort_results_pending' });
	});

	test('says thanks and leaves a community that its people find and read, and nobody writes in', async () => {
		await does(world.olga, release, releaseResults, { examId, words: said });
		await does(world.olga, release, closeCohort, { cohortId: world.cohortId, thanks });
		const page = await does(jana, release, threadPage, { threadId });
		expect(page.thread.title).toBe('Was bleibt');
		const spaceId = world.spaces['marktplatz'];
		await expect(
			does(jana, release, startThread, { spaceId, title: 'Noch etwas', body: 'Zu spät.' }),
		).rejects.toMatchObject({ status: 403 });
		const announcement = await database
			.selectFrom('thread')
			.select('title')
			.where('kind', '=', 'announcement')
			.execute();
		expect(announcement).toEqual([{ title: 'Danke, und auf Wiedersehen' }]);
	});

	test('lets everybody take their own posts, papers and certificates along, and nobody else’s', async () => {
		const response = await does(jana, release, exportOwn, { communityId: world.communityId });
		const bytes = Buffer.from(await response.arrayBuffer());
		const names = bytes.toString('utf8');
		expect(names).toContain('Beiträge.md');
		expect(names).toContain('Prüfungsarbeiten/');
		expect(names).toContain('Nachweise/');
		expect(response.headers.get('content-type')).toBe('application/zip');
		const pauls = await does(paul, release, exportOwn, { communityId: world.communityId });
		const [own] = names.match(/Nachweise\/[\w-]+\.pdf/) ?? [];
		expect(Buffer.from(await pauls.arrayBuffer()).toString('utf8')).not.toContain(own);
	});
});
