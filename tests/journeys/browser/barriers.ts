import axe, { type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

declare global {
	interface Window {
		axe: typeof axe;
	}
}

/** What light, darkness and width change; the page's order, names and roles stay the same. */
const seen = ['color-contrast', 'target-size', 'label-content-name-mismatch'];

/** What keeps somebody out of the page as it stands: by day at the width it has, and in the dark on the narrowest screen. */
export async function barriersOn(page: Page): Promise<string[]> {
	const size = page.viewportSize() ?? { width: 1280, height: 900 };
	const found = [...(await overflowOn(page)), ...(await violationsOn(page))];
	await page.setViewportSize({ ...size, width: 320 });
	await page.emulateMedia({ colorScheme: 'dark' });
	found.push(...(await overflowOn(page)), ...(await violationsOn(page, seen)).map((fault) => `${fault} in the dark`));
	await page.emulateMedia({ colorScheme: 'light' });
	await page.setViewportSize(size);
	return found.map((fault) => `${new URL(page.url()).pathname} ${fault}`);
}

/** Criteria of accessibility that axe sees violated; all of them, or those of some rules, or only within some parts. */
export async function violationsOn(page: Page, rules?: string[], within?: string): Promise<string[]> {
	await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
	// nothing but what is wrong is of interest, and there is nothing to load first: with both it takes three times as long
	const options: RunOptions = { resultTypes: ['violations'], preload: false, ...(rules && { runOnly: rules }) };
	return page.evaluate(
		async ([place, asked]) => {
			const { violations } = await window.axe.run(place ?? document, asked);
			return violations.map(
				({ id, nodes: [node] }) =>
					`violates ${id} at ${node?.target.join(' ')}: ${node?.html} (${node?.failureSummary})`,
			);
		},
		[within, options] as const,
	);
}

/** By how much the page is wider than its window, and which of its parts juts out most. */
export async function overflowOn(page: Page): Promise<string[]> {
	const widest = await page.evaluate(async () => {
		await document.fonts.ready;
		const overflow = () => document.documentElement.scrollWidth - innerWidth;
		// what is drawn to the width of its place follows a new width a frame later
		if (overflow() > 0) await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
		const over = overflow();
		if (over <= 0) return null;
		const right = (element: Element) => element.getBoundingClientRect().right;
		const [element] = [...document.querySelectorAll('main *')].toSorted((a, b) => right(b) - right(a));
		return `is ${over} px too wide for ${innerWidth} px: ${element?.tagName} ${element?.className}`;
	});
	return widest ? [widest] : [];
}
