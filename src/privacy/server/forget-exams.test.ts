import { beforeAll, expect, test } from 'vitest';
import { certificateCheck } from '#credentials/server/certificates.ts';
import { releaseResults } from '#credentials/server/release.ts';
import { ownRecords } from '#course/server/records.ts';
import { cohortExam } from '#exam/server/cohort-exam.ts';
import { database } from '#platform/server/database.ts';
import type { DB } from '#platform/server/schema.ts';
import { forgetExpired } from '#privacy/server/forget.ts';
import { does } from '../../../tests/cast.ts';
import { afterwards, allHandIn, examinedWorld, marked, opened } from '../../../tests/exam.ts';
import { learnerOf } from '../../../tests/learning.ts';
import type { World } from '../../../tests/world.ts';
import { settleExam } from '#exam/server/settle.ts';

const released = new Date('2026-12-01T10:00:00Z');
let world: World;
let examId: string;
let number: string;
beforeAll(async () => {
	world = await examinedWorld({ learners: 4 });
	examId = await opened(world);
	await allHandIn(world, examId);
	await settleExam(examId, afterwards);
	await marked(world, examId);
	await does(world.olga, released, releaseResults, { examId, words: 'Ihnen allen herzlichen Dank für Ihre Arbeit.' });
	({ number } = await database.selectFrom('certificate').select('number').executeTakeFirstOrThrow());
}, 120_000);

const count = async (...tables: (keyof DB)[]) => {
	let sum = 0;
	for (const table of tables) {
		const { n } = await database
			.selectFrom(table)
			.select((e) => e.fn.countAll<number>().as('n'))
			.executeTakeFirstOrThrow();
		sum += Number(n);
	}
	return sum;
};
const evidence = ['examCandidate', 'paper', 'paperHandIn', 'paperSection', 'marking', 'examResult'] as const;

test('papers, marks and results stay for 24 months after the release, to the day', async () => {
	await forgetExpired(new Date('2028-11-30T10:00:00Z'));
	for (const table of evidence) expect(await count(table), table).toBeGreaterThan(0);
	expect(await count('eligibility')).toBe(4);
	await forgetExpired(new Date('2028-12-02T10:00:00Z'));
	expect(await count(...evidence, 'paperReminder', 'examExtension')).toBe(0);
	expect(await count('eligibility', 'requirementException')).toBe(0);
	expect(await count('exam')).toBe(1);
});

test('afterwards the pages say that it is gone, and the certificate is still valid', async () => {
	const now = new Date('2028-12-03T10:00:00Z');
	const page = await does(world.olga, now, cohortExam, { cohortId: world.cohortId });
	expect(page.exams[0]).toMatchObject({ papersGoneAt: new Date('2028-12-02T10:00:00Z'), candidates: [], papers: [] });
	const records = await does(learnerOf(world, 0), now, ownRecords, { communityId: world.communityId });
	expect(records).toMatchObject({ recordsGone: true, presenceGone: true });
	expect(await does(null, now, certificateCheck, { number })).toMatchObject({ state: 'valid' });
	expect(await count('certificate')).toBe(4);
});

test('an entry of the register stays for ten years; then its number is still known, and nobody behind it', async () => {
	await forgetExpired(new Date('2036-11-30T10:00:00Z'));
	expect(await does(null, released, certificateCheck, { number })).toMatchObject({ state: 'valid' });
	const then = new Date('2036-12-02T10:00:00Z');
	await forgetExpired(then);
	expect(await does(null, then, certificateCheck, { number })).toEqual({ state: 'gone', number, goneOn: '2036-12-02' });
	expect(await does(null, then, certificateCheck, { number: '7KQ4-9WXT-2HRA-5DNM' })).toMatchObject({
		state: 'unknown',
	});
	expect(await count('certificate')).toBe(0);
	expect(JSON.stringify(await database.selectFrom('certificateGone').selectAll().execute())).not.toContain('Lea');
});
