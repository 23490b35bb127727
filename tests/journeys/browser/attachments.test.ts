import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { startThread } from '#conversation/server/threads.ts';
import { m } from '#messages/messages.js';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '../../cast.ts';
import { cohortWorld, meetingEnd, type World } from '../../world.ts';
import { complaintsOf, contextOf, openStage, type Stage } from './stage.ts';
import { button } from './steps.ts';

const inUnitTwo = new Date(meetingEnd(1).getTime() + 20 * 3600_000);
const german = { locale: 'de' } as const;
let stage: Stage;
let world: World;
let lea: Viewer;
let thread: string;
let png: Buffer;
beforeAll(async () => {
	world = await cohortWorld({ learners: 2 });
	const [first] = world.learners;
	if (!first) throw new Error('too few learners');
	lea = first;
	const { threadId } = await does(lea, inUnitTwo, startThread, {
		spaceId: world.spaces['marktplatz'] ?? '',
		title: 'Bilder vom Treffen',
		body: 'Wer hat welche?',
	});
	thread = `/c/${world.communityId}/threads/${threadId}`;
	png = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#386641' } })
		.withExif({ IFD0: { Copyright: 'Kamera 7' } })
		.png()
		.toBuffer();
	stage = await openStage(inUnitTwo);
}, 120_000);
afterAll(async () => {
	await stage.close();
});

const picture = (name: string) => ({ name, mimeType: 'image/png', buffer: png });
const note = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from('Notiz') });
const picker = (page: Page) => page.locator('.composer input[type=file]');
const attached = (page: Page) => page.getByRole('list', { name: m.attach_list({}, german) }).getByRole('listitem');
const filesOf = async (body: string): Promise<string[]> =>
	(
		await database
			.selectFrom('postFile as a')
			.innerJoin('file as f', 'f.id', 'a.fileId')
			.innerJoin('post as p', 'p.id', 'a.postId')
			.select('f.name')
			.where('p.body', '=', body)
			.where('f.removedAt', 'is', null)
			.orderBy('a.position')
			.execute()
	).map(({ name }) => name);

test('a reply takes files that are chosen, pasted and dropped, and forgets one that is removed', async () => {
	const context = await contextOf(stage, lea);
	const page = await context.newPage();
	const complaints = complaintsOf(page);
	await page.goto(thread);
	await page.waitForFunction(() => history.scrollRestoration === 'manual');
	const body = 'Hier sind meine Bilder.';
	await page.locator('[name=body]').fill(body);
	const chooser = page.waitForEvent('filechooser');
	await button(page, m.attach_add({}, german)).press('Enter');
	await (await chooser).setFiles([picture('erstes.png'), note('notiz.txt')]);
	await attached(page).nth(1).waitFor();
	for (const [kind, name] of [
		['paste', 'geklebt.png'],
		['drop', 'gezogen.png'],
	] as const)
		await page.locator('[name=body]').evaluate(
			(field, { kind, name, bytes }) => {
				const transfer = new DataTransfer();
				transfer.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
				field.dispatchEvent(
					kind === 'paste'
						? new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true })
						: new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
				);
			},
			{ kind, name, bytes: [...png] },
		);
	await attached(page).nth(3).waitFor();
	await button(page, m.attach_remove({ name: 'notiz.txt' }, german)).press('Enter');
	await attached(page).nth(3).waitFor({ state: 'detached' });
	await button(page, m.talk_answer({}, german)).click();
	const post = page.getByRole('article').filter({ hasText: body });
	await post.getByRole('img', { name: 'gezogen.webp' }).waitFor();
	expect(await filesOf(body)).toEqual(['erstes.webp', 'geklebt.webp', 'gezogen.webp']);
	expect(await attached(page).count()).toBe(0);
	const source = (await post.getByRole('img').first().getAttribute('src')) ?? '';
	const shown = await page.request.get(source);
	expect((await sharp(await shown.body()).metadata()).exif).toBeUndefined();
	const again = await page.request.get(source, { headers: { 'if-none-match': shown.headers()['etag'] ?? '' } });
	expect(again.status()).toBe(304);
	const permissions = (response: { headers: () => Record<string, string> } | null) =>
		response?.headers()['permissions-policy'];
	expect(permissions(shown)).toBeUndefined();
	expect(permissions(await page.request.get(thread))).toContain('camera=()');
	expect(complaints).toEqual([]);
	await context.close();
}, 60_000);

test('what is too large is said at the field in the reader’s language, and the text stays', async () => {
	const context = await contextOf(stage, lea, { language: 'en' });
	const page = await context.newPage();
	await page.goto(thread);
	await page.waitForFunction(() => history.scrollRestoration === 'manual');
	await page.locator('[name=body]').fill('A text that stays.');
	await picker(page).setInputFiles({ name: 'film.mov', mimeType: 'video/quicktime', buffer: Buffer.alloc(10_000_001) });
	await page.getByRole('alert').filter({ hasText: 'film.mov' }).waitFor();
	expect(await page.getByRole('alert').textContent()).toContain('10 MB are allowed');
	await page.route('**/files', (route) =>
		route.fulfill({ status: 413, contentType: 'application/problem+json', body: '{"title":"Zu viele Bildpunkte."}' }),
	);
	await picker(page).setInputFiles(picture('riesig.png'));
	await page.getByRole('alert').filter({ hasText: 'Zu viele Bildpunkte.' }).waitFor();
	expect(await page.locator('[name=body]').inputValue()).toBe('A text that stays.');
	await context.close();
}, 60_000);

test('while a file is on its way its progress is told in numbers, nothing is sent, and it can be stopped', async () => {
	const context = await contextOf(stage, lea);
	const page = await context.newPage();
	await page.goto(thread);
	await page.waitForFunction(() => history.scrollRestoration === 'manual');
	await page.locator('[name=body]').fill('Zu früh abgeschickt.');
	await page.route('**/files', () => {});
	await picker(page).setInputFiles(note('langsam.txt'));
	await page.getByRole('progressbar').waitFor();
	expect(await page.locator('.arriving').textContent()).toMatch(/von\s+5/);
	await button(page, m.talk_answer({}, german)).click();
	expect(await picker(page).evaluate((field: HTMLInputElement) => field.validity.customError)).toBe(true);
	await button(page, m.attach_cancel({ name: 'langsam.txt' }, german)).click();
	await page.getByRole('progressbar').waitFor({ state: 'detached' });
	expect(await picker(page).evaluate((field: HTMLInputElement) => field.validity.valid)).toBe(true);
	expect(await filesOf('Zu früh abgeschickt.')).toEqual([]);
	expect(await page.getByRole('article').filter({ hasText: 'Zu früh abgeschickt.' }).count()).toBe(0);
	await context.close();
}, 60_000);

test('a draft keeps its attachments, also those chosen before the scripts were there, on another device, too', async () => {
	const context = await contextOf(stage, lea);
	const page = await context.newPage();
	const { promise: chosen, resolve: letScriptsCome } = Promise.withResolvers<void>();
	await page.route('**/_app/**/*.js', async (route) => {
		await chosen;
		await route.continue();
	});
	await page.goto(thread, { waitUntil: 'domcontentloaded' });
	await page.locator('[name=body]').fill('Ein Entwurf mit Bild.');
	await page.locator('[name=files]').setInputFiles(picture('entwurf.png'));
	letScriptsCome();
	await attached(page).first().waitFor();
	await page
		.locator('.draft')
		.filter({ hasText: m.ui_draft_saved({ when: '' }, german).trim() })
		.waitFor();
	await context.close();
	const elsewhere = await contextOf(stage, lea);
	const other = await elsewhere.newPage();
	await other.goto(thread);
	expect(await other.locator('[name=body]').inputValue()).toBe('Ein Entwurf mit Bild.');
	expect(await attached(other).first().textContent()).toContain('entwurf.webp');
	await button(other, m.talk_answer({}, german)).click();
	await other.getByRole('article').filter({ hasText: 'Ein Entwurf mit Bild.' }).waitFor();
	expect(await filesOf('Ein Entwurf mit Bild.')).toEqual(['entwurf.webp']);
	await elsewhere.close();
}, 60_000);

test('without a script a plain field takes files, a refusal keeps them, and an edit takes one away', async () => {
	const context = await contextOf(stage, lea, { javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(`/c/${world.communityId}/threads/new`);
	await page.locator('[name=title]').fill('Oh');
	await page.locator('textarea[name=body]').fill('Mit zwei Dateien.');
	await page.locator('[name=files]').setInputFiles([note('eins.txt'), picture('zwei.png')]);
	await button(page, m.talk_publish({}, german)).click();
	await page.locator('[name=title][aria-invalid=true]').waitFor();
	expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(2);
	await page.locator('[name=title]').fill('Ohne Skript angehängt');
	await button(page, m.talk_publish({}, german)).click();
	await page.waitForURL(/threads\/[0-9a-f-]{36}/);
	expect(await filesOf('Mit zwei Dateien.')).toEqual(['eins.txt', 'zwei.webp']);
	await page.locator('.post .end [aria-expanded]').first().click();
	await page
		.getByRole('link', { name: m.talk_edit({}, german) })
		.first()
		.click();
	await page.getByRole('checkbox', { name: m.attach_keep({ name: 'eins.txt' }, german) }).uncheck();
	await button(page, m.talk_save({}, german)).click();
	await page.waitForURL(/threads\/[0-9a-f-]{36}/);
	expect(await filesOf('Mit zwei Dateien.')).toEqual(['zwei.webp']);
	expect(await page.getByRole('article').first().textContent()).toContain(m.talk_edited({}, german));
	await context.close();
}, 60_000);
