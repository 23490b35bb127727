import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { m } from '#messages/messages.js';
import { learnerOf, after } from '../../learning.ts';
import { lessonCourse } from '../../lesson-course.ts';
import { cohortWorld, type World } from '../../world.ts';
import { barriersOn } from './barriers.ts';
import { complaintsOf, contextOf, openStage, type Stage } from './stage.ts';

const german = { locale: 'de' } as const;
let stage: Stage;
let world: World;
let lesson: string;
beforeAll(async () => {
	const content = await lessonCourse();
	world = await cohortWorld({ learners: 4, content });
	lesson = `/c/${world.communityId}/units/1/topics/${content.units[0]?.topics[0].id ?? ''}`;
	stage = await openStage(after(0, 20));
}, 180_000);
afterAll(async () => {
	await stage.close();
});

const question = (page: Page, id: string): Locator => page.locator(`#question-${id}`);

async function answers(page: Page): Promise<void> {
	await page.goto(lesson);
	await page.getByLabel('Weil es regnet').check();
	await question(page, 'why-end').getByRole('button').click();
	await question(page, 'why-end').getByText(m.check_not_yet({}, german)).waitFor();
	await page.getByLabel('Weil sie fertig ist').check();
	for (const [place, item] of ['look', 'thank', 'store', 'leave'].entries())
		await page.locator(`[name="places.which-steps.${item}"]`).selectOption(String(place + 1));
	await page.locator('[name="places.who-what.lead"]').selectOption('group');
	await page.getByRole('button', { name: m.check_all({}, german) }).click();
	await page.getByText(m.check_sum({ right: 2, count: 3 }, german)).waitFor();
}

describe.each([
	{ kind: 'with a script', javaScriptEnabled: true },
	{ kind: 'without a script', javaScriptEnabled: false },
])('$kind', ({ javaScriptEnabled }) => {
	test('a learner answers, is told why, tries again, and finds the answers still in the form', async () => {
		const context = await contextOf(stage, learnerOf(world, 0), { javaScriptEnabled });
		const page = await context.newPage();
		const complaints = complaintsOf(page);
		await answers(page);
		expect(await page.getByLabel('Weil sie fertig ist').isChecked()).toBe(true);
		expect(await page.locator('[name="places.which-steps.store"]').inputValue()).toBe('3');
		expect(await question(page, 'why-end').innerText()).toContain('Sie hat getan, was sie wollte.');
		expect(await question(page, 'who-what').innerText()).toContain(m.check_solution_match({}, german));
		expect(complaints).toEqual([]);
		await context.close();
	}, 60_000);

	test('a term is explained', async () => {
		const context = await contextOf(stage, learnerOf(world, 0), { javaScriptEnabled });
		const page = await context.newPage();
		await page.goto(lesson);
		await page.locator('a.term').focus();
		await page.keyboard.press('Enter');
		await page.getByText('Das letzte Treffen. Es wird geplant.').waitFor();
		expect(new URL(page.url()).pathname).toBe(javaScriptEnabled ? lesson : `/c/${world.communityId}/glossary`);
		if (javaScriptEnabled) {
			await page.keyboard.press('Escape');
			await page.getByText('Das letzte Treffen. Es wird geplant.').waitFor({ state: 'hidden' });
			expect(await page.locator(':focus').innerText()).toBe('Abschied');
		}
		await context.close();
	}, 60_000);
});

test('lessons and the library keep nobody out on a phone, also after an answer', async () => {
	const context = await contextOf(stage, world.clara, { viewport: { width: 320, height: 700 } });
	const page = await context.newPage();
	await answers(page);
	const barriers = await barriersOn(page);
	const here = `/c/${world.communityId}`;
	for (const address of [
		`${here}/glossary`,
		`${here}/units/1`,
		`${here}/templates/farewell-letter`,
		`${here}/handbook/before`,
		`/cohorts/${world.cohortId}/practice-cases`,
	]) {
		await page.goto(address);
		barriers.push(...(await barriersOn(page)));
	}
	expect(barriers).toEqual([]);
	await context.close();
}, 60_000);
