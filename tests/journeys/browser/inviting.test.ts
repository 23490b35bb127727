import { afterAll, beforeAll, expect, test } from 'vitest';
import { m } from '#messages/messages.js';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { person } from '../../cast.ts';
import { cohortWorld } from '../../world.ts';
import { violationsOn } from './barriers.ts';
import { complaintsOf, contextOf, openStage, type Stage } from './stage.ts';
import { button, field } from './steps.ts';

const now = new Date('2026-10-05T08:00:00Z');
const german = { locale: 'de' } as const;
let stage: Stage;
let manager: Viewer;
let address: string;

beforeAll(async () => {
	const world = await cohortWorld({ learners: 1 });
	manager = await person('manfred');
	const { id: communityId } = await database
		.insertInto('community')
		.values({ organisationId: world.organisationId, kind: 'internal', name: 'Werkstatt', createdAt: now })
		.returning('id')
		.executeTakeFirstOrThrow();
	await database
		.insertInto('membership')
		.values({ communityId, userId: manager.userId, role: 'manager', startedAt: now })
		.execute();
	address = `/c/${communityId}/invitations`;
	stage = await openStage(now);
}, 120_000);
afterAll(async () => {
	await stage.close();
});

test('whoever invites one after the other chooses language and role once', async () => {
	const context = await contextOf(stage, manager);
	const page = await context.newPage();
	const complaints = complaintsOf(page);
	await page.goto(address);
	const english = page.getByRole('radio', { name: m.admin_language_en({}, german) });
	const observer = page.getByRole('radio', { name: m.invitations_role_observer({}, german) });
	for (const name of ['frieda', 'fritz']) {
		await field(page, m.invitations_email({}, german)).fill(`${name}@example.org`);
		if (name === 'frieda') {
			await english.check();
			await observer.check();
			await field(page, m.invitations_words({}, german)).fill('Kommen Sie gern dazu.');
		}
		await button(page, m.invitations_send({}, german)).click();
		await page.getByRole('main').getByText(`${name}@example.org`).first().waitFor();
		await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[name=email]')?.value === '');
		expect(await page.locator('textarea[name=words]').inputValue()).toBe('');
		expect(await english.isChecked()).toBe(true);
		expect(await observer.isChecked()).toBe(true);
	}
	expect(
		await database.selectFrom('invitation').select(['email', 'role', 'locale']).orderBy('email').execute(),
	).toEqual([
		{ email: 'frieda@example.org', role: 'observer', locale: 'en' },
		{ email: 'fritz@example.org', role: 'observer', locale: 'en' },
	]);
	expect(complaints).toEqual([]);
	await context.close();
}, 60_000);

test('on the phone and at the desk everything that bears words is called by them', async () => {
	for (const width of [390, 1280]) {
		const context = await contextOf(stage, manager, { viewport: { width, height: 844 } });
		const page = await context.newPage();
		await page.goto(address);
		expect(await violationsOn(page, ['label-content-name-mismatch'])).toEqual([]);
		await context.close();
	}
}, 60_000);
