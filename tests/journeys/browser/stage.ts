import { hashPassword, makeSignature } from 'better-auth/crypto';
import { sql } from 'kysely';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { auth } from '#identity/server/auth.ts';
import { database } from '#platform/server/database.ts';
import type { Locale, Viewer } from '#platform/viewer.ts';
import { openBrowser } from '../../browser.ts';
import { startServer, type RunningServer } from '../../server.ts';

export const password = 'lang genug und geheim';

/** The built server on this file's database, and a browser before it. */
export type Stage = { url: string; browser: Browser; server: RunningServer; close: () => Promise<void> };

export async function openStage(at: Date): Promise<Stage> {
	// The stories' days are fixed, so that the clock of a test has to go back, too.
	await sql`alter table instance drop constraint instance_clock_offset_ms_check`.execute(database);
	await clockAt(at);
	const [server, browser] = await Promise.all([startServer(process.env['DATABASE_URL'] ?? ''), openBrowser()]);
	const close = async () => {
		await browser.close();
		await server.stop();
	};
	return { url: server.url, browser, server, close };
}

/** From now on it is `at` in the domain. */
export async function clockAt(at: Date): Promise<void> {
	await database
		.updateTable('instance')
		.set({ clockOffsetMs: at.getTime() - Date.now() })
		.execute();
}

/** A browser of somebody's own: signed out, or with the session of `viewer`. */
export async function contextOf(
	stage: Stage,
	viewer: Viewer | null,
	options: BrowserContextOptions & { language?: Locale } = {},
): Promise<BrowserContext> {
	const { language = 'de', ...rest } = options;
	const context = await stage.browser.newContext({
		baseURL: stage.url,
		locale: language === 'de' ? 'de-DE' : 'en-GB',
		reducedMotion: 'reduce',
		viewport: { width: 1280, height: 900 },
		...rest,
	});
	context.setDefaultTimeout(15_000);
	if (viewer) await context.addCookies([{ ...(await sessionOf(viewer)), url: stage.url }]);
	return context;
}

/** The cookie that signing in would set. */
export async function sessionOf({ userId }: Viewer): Promise<{ name: string; value: string }> {
	const context = await auth.$context;
	const { token } = await context.internalAdapter.createSession(userId, false);
	const value = `${token}.${await makeSignature(token, context.secret)}`;
	return { name: context.authCookies.sessionToken.name, value: encodeURIComponent(value) };
}

/** Lets a person of the cast sign in with `password`. */
export async function givePassword({ userId }: Viewer): Promise<void> {
	await database
		.insertInto('account')
		.values({
			accountId: userId,
			providerId: 'credential',
			userId,
			password: await hashPassword(password),
			updatedAt: new Date(),
		})
		.execute();
}

/**
 * What goes wrong on a page while it is used: faults of its script, and whatever the browser complains of.
 * That something is not there is counted by the walk through all pages.
 */
export function complaintsOf(page: Page): string[] {
	const complaints: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error' && !message.text().includes('status of 404'))
			complaints.push(`${new URL(page.url()).pathname}: ${message.text()}`);
	});
	page.on('pageerror', (fault) => complaints.push(`${new URL(page.url()).pathname}: ${fault.message}`));
	return complaints;
}

/** Path and query of the newest link in a mail to this address that leads to somewhere below `path`. */
export async function linkMailedTo(email: string, path: string): Promise<string> {
	const mails = await database
		.selectFrom('mail')
		.select('body')
		.where('toAddress', '=', email)
		.orderBy('id', 'desc')
		.execute();
	for (const { body } of mails)
		for (const [link] of body.matchAll(/https?:\/\/\S+/g)) {
			const { pathname, search } = new URL(link);
			if (pathname.startsWith(path)) return pathname + search;
		}
	throw new Error(`no link to ${path} in the mails to ${email}`);
}
