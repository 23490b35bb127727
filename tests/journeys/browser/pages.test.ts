import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPerson } from '#identity/server/people.ts';
import { m } from '#messages/messages.js';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { person } from '../../cast.ts';
import { kickOff } from '../../world.ts';
import { contextOf, openStage, type Stage } from './stage.ts';

const german = { locale: 'de' } as const;
const beginning = (page: Page) => page.getByRole('link', { name: m.ui_list_beginning({}, german) });
const padded = (n: number) => String(n).padStart(4, '0');
const inDays = (days: number) => new Date(kickOff.getTime() + days * 86_400_000);
let stage: Stage;
let mona: Viewer;
let community: string;
beforeAll(async () => {
	mona = await person('mona');
	const { id: organisationId } = await database
		.insertInto('organisation')
		.values({ name: 'Nachbarschaftswerk', slug: 'nachbarschaftswerk', kind: 'company' })
		.returning('id')
		.executeTakeFirstOrThrow();
	({ id: community } = await database
		.insertInto('community')
		.values({ organisationId, kind: 'external', name: 'Nachbarn', createdAt: inDays(-900) })
		.returning('id')
		.executeTakeFirstOrThrow());
	await database
		.insertInto('membership')
		.values({ communityId: community, userId: mona.userId, role: 'manager', startedAt: inDays(-900) })
		.execute();
	for (let n = 1; n <= 65; n++)
		await database
			.insertInto('meeting')
			.values({
				communityId: community,
				kind: 'event',
				title: `Runde ${padded(n)}`,
				startsAt: inDays(n - 70),
				endsAt: new Date(inDays(n - 70).getTime() + 3_600_000),
				createdAt: inDays(-900),
			})
			.execute();
	for (let n = 1; n <= 45; n++) {
		const [name, email] = [`Bitte ${padded(n)}`, `bitte.${n}@example.org`];
		const userId = await createPerson(database, { name, email, locale: 'de', password: null });
		await database
			.insertInto('joinRequest')
			.values({ communityId: community, userId, words: 'Darf ich?', askedAt: inDays(n - 70) })
			.execute();
	}
	stage = await openStage(kickOff);
}, 120_000);
afterAll(async () => {
	await stage.close();
});

describe.each([
	{ kind: 'with a script', javaScriptEnabled: true, open: 45 },
	{ kind: 'without a script', javaScriptEnabled: false, open: 44 },
])('$kind', ({ javaScriptEnabled, open }) => {
	test('one reads on in a list, decides there, is told there what is missing, and the whole is counted', async () => {
		const context = await contextOf(stage, mona, { javaScriptEnabled });
		const page = await context.newPage();
		await page.goto(`/c/${community}/requests`);
		await page.getByRole('heading', { level: 1, name: m.requests_title({ count: open }, german) }).waitFor();
		expect(await page.getByText('Bitte 0044').count()).toBe(0);
		expect(await beginning(page).count()).toBe(0);
		await page.getByRole('link', { name: m.requests_more({}, german) }).click();
		const last = page.getByRole('listitem').filter({ hasText: `Bitte 00${open}` });
		await last.waitFor();
		expect(await page.getByText('Bitte 0001').count()).toBe(0);
		await last.locator('summary').click();
		const declining = last.locator('form:has(textarea)');
		await declining.locator('textarea').fill('Nein.');
		await declining.locator('button').click();
		await last.locator('textarea[aria-invalid=true]').waitFor();
		await declining.locator('textarea').fill('Wir nehmen gerade niemanden auf.');
		await declining.locator('button').click();
		await page.getByRole('heading', { level: 1, name: m.requests_title({ count: open - 1 }, german) }).waitFor();
		expect(await page.getByText('Bitte 0041').count()).toBe(1);
		await beginning(page).click();
		await page.getByText('Bitte 0001').waitFor();
		expect(await page.getByText('Bitte 0041').count()).toBe(0);
		await context.close();
	}, 60_000);

	test('one goes back in the meetings', async () => {
		const context = await contextOf(stage, mona, { javaScriptEnabled });
		const page = await context.newPage();
		await page.goto(`/c/${community}/meetings`);
		expect(await page.getByText('Runde 0065').count()).toBe(1);
		expect(await page.getByText('Runde 0005').count()).toBe(0);
		await page.getByRole('link', { name: m.meet_past_more({}, german) }).click();
		await page.getByText('Runde 0005').waitFor();
		expect(await page.getByText('Runde 0006').count()).toBe(0);
		expect(await page.getByRole('link', { name: m.meet_past_more({}, german) }).count()).toBe(0);
		await beginning(page).click();
		await page.getByText('Runde 0065').waitFor();
		expect(await page.getByText('Runde 0005').count()).toBe(0);
		expect(await beginning(page).count()).toBe(0);
		await context.close();
	}, 60_000);
});
