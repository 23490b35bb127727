import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { m } from '#messages/messages.js';
import type { Locale } from '#platform/viewer.ts';
import { barriersOn } from './barriers.ts';
import { linkMailedTo, password } from './stage.ts';

/*
 * What people do in the browser, told by the words they read there; `words` is the language of the page.
 */
type Words = { locale: Locale };

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
export const field = (page: Page, name: string) => page.getByRole('textbox', { name });

/** A page that only a mailed link leads to keeps nobody out; without scripts nothing can be asked of it. */
async function passable(page: Page): Promise<void> {
	const scripts = await page.evaluate(() => matchMedia('(scripting: enabled)').matches);
	if (scripts) expect(await barriersOn(page)).toEqual([]);
}

/** A visitor finds the course, applies, and confirms by the link in the mail. */
export async function applies(
	page: Page,
	person: { name: string; email: string; slug: string },
	words: Words,
): Promise<void> {
	await page.goto('/courses');
	await page.getByRole('main').locator(`a[href="/courses/${person.slug}"]`).first().click();
	await link(page, m.application_apply({}, words)).first().click();
	await field(page, m.application_name({}, words)).fill(person.name);
	await field(page, m.application_email({}, words)).fill(person.email);
	await field(page, m.application_motivation({}, words)).fill(
		'Ich betreue ein Nachbarschaftsforum und möchte, dass mehr Menschen darin schreiben.',
	);
	await button(page, m.application_send({}, words)).click();
	await page.getByText(m.application_sent_title({}, words)).waitFor();
	await page.goto(await linkMailedTo(person.email, '/applications/verify'));
	await passable(page);
	await button(page, m.application_confirm({}, words)).click();
	await page.waitForURL(/\/applications\/[0-9a-f-]{36}/);
	await passable(page);
}

export async function signsIn(page: Page, email: string, words: Words): Promise<void> {
	await page.goto('/sign-in');
	await field(page, m.sign_in_email({}, words)).fill(email);
	await page.getByLabel(m.sign_in_password({}, words)).fill(password);
	await button(page, m.sign_in_button({}, words)).click();
	await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** The organiser accepts the application of the person of that name. */
export async function accepts(page: Page, cohortId: string, name: string, words: Words): Promise<void> {
	await page.goto(`/cohorts/${cohortId}/applications`);
	const entry = page.getByRole('article', { name: new RegExp(name) });
	await entry.getByRole('button', { name: m.application_accept({}, words) }).click();
	await page.getByText(m.application_done_accepted({}, words)).waitFor();
}

/** The accepted person takes the seat with a new account and lands in the community. */
export async function takesUpInvitation(page: Page, email: string, words: Words): Promise<void> {
	await page.goto(await linkMailedTo(email, '/enrol/'));
	await passable(page);
	await page.getByLabel(m.seat_password({}, words)).fill(password);
	await page.getByLabel(m.seat_accepts_house_rules({}, words)).check();
	await page.locator('[name=acceptsTerms]').check();
	await button(page, m.seat_enrol({}, words)).click();
	await page.waitForURL(/\/c\/[0-9a-f-]{36}/);
}

export async function acceptsHouseRules(page: Page, communityId: string, words: Words): Promise<void> {
	await page.goto(`/c/${communityId}/house-rules`);
	await button(page, m.rules_accept({}, words)).click();
	await page.waitForURL((url) => !url.pathname.endsWith('/house-rules'));
}

/** Starts a thread from the conversation's page and returns its address. */
export async function startsThread(
	page: Page,
	communityId: string,
	thread: { title: string; body: string },
	words: Words,
): Promise<string> {
	await page.goto(`/c/${communityId}/talk`);
	await link(page, m.talk_start({}, words)).first().click();
	await field(page, m.talk_thread_title({}, words)).fill(thread.title);
	await field(page, m.talk_text({}, words)).fill(thread.body);
	await button(page, m.talk_publish({}, words)).click();
	await page.waitForURL(/\/threads\/[0-9a-f-]{36}/);
	await page.getByRole('heading', { name: thread.title, level: 1 }).waitFor();
	return new URL(page.url()).pathname;
}

export async function replies(page: Page, thread: string, body: string, words: Words): Promise<void> {
	await page.goto(thread);
	await page.locator('textarea[name=body]').fill(body);
	await button(page, m.talk_answer({}, words)).click();
	await page.getByRole('article').filter({ hasText: body }).waitFor();
	expect(await page.locator('textarea[name=body]').inputValue()).toBe('');
}

/** Reports the post that says `body`. */
export async function reports(page: Page, thread: string, body: string, words: Words): Promise<void> {
	await page.goto(thread);
	const post = page.getByRole('article').filter({ hasText: body });
	await post.locator('.end [aria-expanded]').click();
	await post.getByRole('link', { name: m.talk_flag({}, words) }).click();
	await page.getByRole('radio', { name: m.flag_reason_advertising({}, words) }).check();
	await button(page, m.flag_send({}, words)).click();
	await page.getByText(m.flag_thanks_title({}, words)).waitFor();
}

/** Hides the one reported post and says why. */
export async function decides(page: Page, communityId: string, reason: string, words: Words): Promise<void> {
	await page.goto(`/c/${communityId}/cases`);
	await page.getByRole('radio', { name: m.flag_decision_hidden({}, words) }).check();
	await field(page, m.flag_decision_reason({}, words)).fill(reason);
	await button(page, m.flag_decide_send({}, words)).click();
	await page.getByText(m.flag_decided({}, words)).waitFor();
	await page.getByText(reason).waitFor();
}
