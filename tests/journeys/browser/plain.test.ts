import { afterAll, beforeAll, expect, test } from 'vitest';
import { startThread } from '#conversation/server/threads.ts';
import { m } from '#messages/messages.js';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '../../cast.ts';
import { openedCohort } from '../../seats.ts';
import { cohortWorld, meetingEnd, type World } from '../../world.ts';
import { clockAt, contextOf, givePassword, openStage, type Stage } from './stage.ts';
import { applies, button, replies, signsIn, startsThread } from './steps.ts';

const inUnitTwo = new Date(meetingEnd(1).getTime() + 20 * 3600_000);
const german = { locale: 'de' } as const;
let stage: Stage;
let world: World;
let lea: Viewer;
let thread: string;
beforeAll(async () => {
	world = await cohortWorld({ learners: 4 });
	const [first, second] = world.learners;
	if (!first || !second) throw new Error('too few learners');
	lea = first;
	await givePassword(lea);
	const { threadId } = await does(second, inUnitTwo, startThread, {
		spaceId: world.spaces['marktplatz'] ?? '',
		title: 'Was tun mit den Stillen?',
		body: 'Von vierzig Leuten schreiben bei uns sechs. **Alle anderen** lesen nur.',
	});
	thread = `/c/${world.communityId}/threads/${threadId}`;
	stage = await openStage(inUnitTwo);
}, 120_000);
afterAll(async () => {
	await stage.close();
});

test('without a script one signs in, reads, answers and starts a thread', async () => {
	const context = await contextOf(stage, null, { javaScriptEnabled: false });
	const page = await context.newPage();
	await signsIn(page, lea.email, german);
	await page.goto(thread);
	expect(await page.getByRole('article').first().innerText()).toContain('Alle anderen lesen nur.');
	await replies(page, thread, 'Wir fragen jede Woche eine Person direkt.', german);
	const title = 'Ohne Skript geschrieben';
	await startsThread(page, world.communityId, { title, body: 'Das geht mit jedem Browser.' }, german);
	await context.close();
}, 60_000);

test('without a script a visitor applies and is told what is missing', async () => {
	const at = new Date('2026-08-20T08:00:00Z');
	const { slug } = await openedCohort({ slug: 'ohne-skript' });
	await clockAt(at);
	const context = await contextOf(stage, null, { javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(`/courses/${slug}/apply`);
	await page.locator('[name=name]').fill('Jo Ohneskript');
	await page.locator('[name=email]').fill('jo@example.org');
	await page.locator('[name=motivation]').fill('Zu kurz.');
	await button(page, m.application_send({}, german)).click();
	await page.locator('[name=motivation][aria-invalid=true]').waitFor();
	expect(await page.locator('[name=email]').inputValue()).toBe('jo@example.org');
	await applies(page, { name: 'Jo Ohneskript', email: 'jo@example.org', slug }, german);
	await context.close();
	await clockAt(inUnitTwo);
}, 60_000);
