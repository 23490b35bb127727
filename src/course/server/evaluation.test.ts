import { beforeAll, expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { answerEvaluation, evaluationPage } from '#course/server/evaluation.ts';
import { settleCohort } from '#course/server/settle.ts';
import { does } from '../../../tests/cast.ts';
import { after, courseWorld, learnerOf } from '../../../tests/learning.ts';
import type { World } from '../../../tests/world.ts';

let world: World;
beforeAll(async () => {
	world = await courseWorld(12);
}, 60_000);

const answer = (index: number, now: Date, answers: object, sheet = 'unit-1') =>
	does(learnerOf(world, index), now, answerEvaluation, { communityId: world.communityId, sheet, answers });
const page = (viewer: Viewer, now: Date) => does(viewer, now, evaluationPage, { communityId: world.communityId });
const staffSees = async (now: Date) =>
	(await page(world.clara, now)).results.at(-1)?.questions.map(({ result }) => result);

test('two questions wait after each unit', async () => {
	const ann = learnerOf(world, 0);
	expect((await page(ann, after(1, -1))).sheets).toEqual([]);
	const [sheet] = (await page(ann, after(1, 1))).sheets;
	expect(sheet).toMatchObject({ id: 'unit-1', open: true, answered: false });
	expect(sheet?.questions.map(({ kind }) => kind)).toEqual(['scale', 'text']);
	await expect(answer(0, after(1, -1), { useful: '4' })).rejects.toMatchObject({ code: 'evaluation_closed' });
});

test('a scale wants an answer, words may be left out, and a sheet is answered once', async () => {
	await expect(answer(0, after(1, 2), { change: 'Nichts' })).rejects.toMatchObject({
		code: 'evaluation_choose',
		field: 'answers.useful',
	});
	await expect(answer(0, after(1, 2), { useful: '6' })).rejects.toMatchObject({ code: 'evaluation_choose' });
	await answer(0, after(1, 2), { useful: '4', change: 'Mehr Zeit für die Gruppen.' });
	await expect(answer(0, after(1, 3), { useful: '1' })).rejects.toMatchObject({ code: 'evaluation_answered' });
	expect((await page(learnerOf(world, 0), after(1, 3))).sheets[0]?.answered).toBe(true);
});

test('no answer names who gave it', async () => {
	const rows = await database.selectFrom('evaluationAnswer').selectAll().execute();
	const text = JSON.stringify(rows.map((row) => ({ ...row, respondent: row.respondent.toString('hex') })));
	for (const { userId } of world.learners) expect(text).not.toContain(userId);
	await answer(0, after(2, 1), { useful: '4' }, 'unit-2');
	const respondents = await database.selectFrom('evaluationAnswer').select('respondent').execute();
	expect(new Set(respondents.map(({ respondent }) => respondent.toString('hex'))).size).toBe(2);
});

test('staff see a result from five answers on, and the next only with five more', async () => {
	for (const index of [1, 2, 3]) await answer(index, after(1, 4), { useful: '5' });
	expect(await staffSees(after(1, 5))).toEqual([{ kind: 'none' }, { kind: 'none' }]);
	await answer(4, after(1, 6), { useful: '1' });
	const five = [{ kind: 'scale', answers: 5, counts: [1, 0, 0, 1, 3], mean: 4 }, { kind: 'none' }];
	expect(await staffSees(after(1, 7))).toEqual(five);
	for (const index of [5, 6, 7, 8]) {
		await answer(index, after(1, 8), { useful: '1' });
		expect(await staffSees(after(1, 8))).toEqual(five);
	}
	await answer(9, after(1, 9), { useful: '2' });
	expect((await staffSees(after(1, 10)))?.[0]).toMatchObject({ answers: 10 });
});

test('learners see no results', async () => {
	expect((await page(learnerOf(world, 0), after(1, 20))).results).toEqual([]);
});

test('the last sheet waits at the end, and three questions three months later', async () => {
	const ids = async (now: Date) =>
		(await page(learnerOf(world, 3), now)).sheets.filter(({ open }) => open).map(({ id }) => id);
	expect(await ids(after(10, 1))).toContain('final');
	expect(await ids(after(10, 24 * 88))).not.toContain('later');
	expect(await ids(after(10, 24 * 93))).toEqual(['later']);
});

test('sheets of a course that is long over wait for nobody', async () => {
	const ids = async (days: number) =>
		(await page(learnerOf(world, 3), after(10, 24 * days))).sheets.filter(({ open }) => open).map(({ id }) => id);
	expect(await ids(6)).toContain('unit-10');
	expect(await ids(8)).toEqual(['final']);
	expect(await ids(43)).toEqual([]);
	expect(await ids(140)).toEqual([]);
	await expect(answer(3, after(10, 24 * 8), { useful: '4' }, 'unit-9')).rejects.toMatchObject({
		code: 'evaluation_closed',
	});
});

test('learners are asked once for each sheet, whenever anybody looks', async () => {
	const other = await courseWorld(2);
	await database
		.updateTable('cohort')
		.set({ dueAt: after(0, 0) })
		.where('id', '=', other.cohortId)
		.execute();
	const asked = async (now: Date) => {
		await settleCohort(other.cohortId, now);
		const rows = await database
			.selectFrom('activity')
			.select(['data', 'at'])
			.where('kind', '=', 'evaluation_opened')
			.where('cohortId', '=', other.cohortId)
			.orderBy('at')
			.orderBy('id')
			.execute();
		return rows.map(({ data, at }) => ({ data, at }));
	};
	expect(await asked(after(1, -1))).toEqual([]);
	const both = [1, 2].map((unitNumber) => ({ data: { sheet: 'unit', unitNumber }, at: after(unitNumber, 0) }));
	expect(await asked(after(2, 5))).toEqual(both);
	expect(await asked(after(2, 50))).toEqual(both);
	const all = await asked(after(10, 24 * 100));
	expect(all).toHaveLength(12);
	expect(all.slice(-2).map(({ data }) => data)).toEqual([{ sheet: 'final' }, { sheet: 'later' }]);
}, 60_000);
