import { beforeAll, describe, expect, test } from 'vitest';
import { releaseResults } from '#credentials/server/release.ts';
import { resultPage } from '#exam/server/result-page.ts';
import { examPage } from '#exam/server/exam-page.ts';
import { does } from '../../../tests/cast.ts';
import { allHandIn, examinedWorld, marked, opened, opening } from '../../../tests/exam.ts';
import type { World } from '../../../tests/world.ts';

let world: World;
beforeAll(async () => {
	world = await examinedWorld();
}, 60_000);

describe('an exam from its plan to its results', () => {
	test('runs through', async () => {
		const examId = await opened(world);
		const [lea] = world.learners;
		if (!lea) throw new Error('no learner');
		const page = await does(lea, opening, examPage, { examId });
		expect(page.papers.map(({ kind }) => kind)).toEqual(['group', 'case', 'reflection']);
		await allHandIn(world, examId);
		await marked(world, examId);
		const at = new Date('2026-11-27T10:00:00Z');
		expect(await does(world.olga, at, releaseResults, { examId, words: 'Herzlichen Glückwunsch an alle.' })).toEqual({
			passed: 8,
			failed: 0,
		});
		const result = await does(lea, at, resultPage, { examId });
		expect(result.result).toMatchObject({ overall: 75, passed: true });
	}, 120_000);
});
