import type { Page } from 'playwright-core';
import type { Locale, Viewer } from '#platform/viewer.ts';
import { barriersOn } from '../journeys/browser/barriers.ts';
import { complaintsOf, contextOf, type Stage } from '../journeys/browser/stage.ts';
import { pageAt, pageRoutes } from './routes.ts';

export type Walker = { viewer: Viewer | null; name: string; language: Locale };

/** Where everybody comes in, and all that one of several communities has. */
const starts = ['/', '/?all'];

/**
 * Lets everybody follow the links from the start to one page of each kind. Whoever comes first to a kind of page looks
 * at it closely: what the browser complains of, what keeps somebody out, what does not work without a script.
 */
export async function walkAll(
	stage: Stage,
	walkers: readonly Walker[],
): Promise<{ faults: string[]; seen: ReadonlySet<string> }> {
	const seen = new Set<string>();
	const faults: string[] = [];
	for (const walker of walkers)
		faults.push(...(await walk(stage, walker, seen)).map((fault) => `${walker.name}: ${fault}`));
	return { faults, seen };
}

async function walk(stage: Stage, { viewer, language }: Walker, seen: Set<string>): Promise<string[]> {
	const context = await contextOf(stage, viewer, { language });
	await context.addCookies([{ name: 'PARAGLIDE_LOCALE', value: language, url: stage.url }]);
	const page = await context.newPage();
	const faults = complaintsOf(page);
	const queue = [...starts];
	const met = new Set<string>();
	for (let path = queue.shift(); path; path = queue.shift()) {
		const kind = pageAt(new URL(path, stage.url).pathname);
		if (!kind || met.has(path) || (met.has(kind) && !starts.includes(path))) continue;
		if (seen.has(kind) && isDeep(kind)) continue;
		met.add(path).add(kind);
		// what is looked at is asked for once, by the browser
		const visits = !seen.has(kind);
		const response = visits
			? await page.goto(path)
			: await page.request.get(path, { headers: { accept: 'text/html' } });
		if (response?.status() !== 200) faults.push(`${path} answers ${response?.status()}`);
		if (!response) continue;
		const html = await response.text();
		queue.push(...linksIn(html));
		if (pageRoutes.some((id) => id.includes('/posts/') && !seen.has(id)))
			for (const opener of menusIn(html)) {
				const opened = await page.request.get(new URL(opener, response.url()).href, {
					headers: { accept: 'text/html' },
				});
				queue.push(...linksIn(await opened.text()));
			}
		const arrived = pageAt(new URL(response.url()).pathname) ?? kind;
		met.add(arrived);
		if (seen.has(arrived)) continue;
		seen.add(kind).add(arrived);
		if (!visits) await page.goto(path);
		faults.push(...(await formsWithoutScript(page, html)), ...(await barriersOn(page)));
	}
	await context.close();
	return faults;
}

/** Pages of single things look alike to everybody; from a room's own pages everybody gets elsewhere. */
const isDeep = (kind: string): boolean => kind.split('[').length > 2;

const linksIn = (html: string): string[] =>
	[...html.matchAll(/<a\s[^>]*?href="(\/(?!\/)[^"#]*)/g)].map(([, path = '']) => path.replaceAll('&amp;', '&'));

/** A post's menu is made when it is opened; without a script its opener is a link to the page with it. */
const menusIn = (html: string): string[] =>
	[...html.matchAll(/<a\s[^>]*?href="(\?[^"#]*menu=more[^"#]*)/g)].map(([, query = '']) =>
		query.replaceAll('&amp;', '&'),
	);

/** In the server's own words each form says where it posts to, carries a key, and has a button that sends it. */
const formsWithoutScript = (page: Page, html: string): Promise<string[]> =>
	page.evaluate((source) => {
		const sent = new DOMParser().parseFromString(source, 'text/html');
		const button = 'button:not([type=button], [type=reset]), [aria-disabled=true]';
		return [...sent.querySelectorAll('form')]
			.filter((form) => !form.hidden && (form.getAttribute('method') ?? 'get').toLowerCase() === 'post')
			.filter((form) => !form.querySelector(button) && !(form.id && sent.querySelector(`button[form="${form.id}"]`)))
			.map(
				(form) => `${location.pathname} has a form that nothing sends without a script: ${form.getAttribute('action')}`,
			);
	}, html);
