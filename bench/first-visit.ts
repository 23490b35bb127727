import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from '../tests/browser.ts';
import { openThread, send } from './conversation.ts';
import { percentiles } from './load.ts';
import type { Started } from './server.ts';
import type { BenchWorld } from './world.ts';

export type VisitFigures = {
	requests: number;
	/** As sent, headers included. */
	bytes: number;
	/** By what they are. */
	byKind: Record<string, number>;
	/** Milliseconds until the largest text or picture was painted. */
	largestPaint: number;
	/** Milliseconds from sending a reply until another browser shows it. */
	shownToAnother: number;
};

const rounds = 5;

export async function measureFirstVisit(
	world: BenchWorld,
	product: Started,
	[cookie, other]: [string, string],
): Promise<VisitFigures> {
	const browser = await openBrowser();
	try {
		const address = `${product.url}/c/${world.communityId}/threads/${world.threads.short}`;
		const visits = [];
		for (let round = 0; round < rounds; round++) visits.push(await firstVisit(browser, product, address, cookie));
		const paints = visits.map(({ largestPaint }) => largestPaint);
		const last = visits.at(-1);
		if (!last) throw new Error('no visit');
		return {
			...last,
			largestPaint: percentiles(paints).p50,
			shownToAnother: await shown(browser, world, product, [cookie, other]),
		};
	} finally {
		await browser.close();
	}
}

async function firstVisit(browser: Browser, product: Started, address: string, cookie: string) {
	const context = await visitor(browser, product, cookie);
	const page = await context.newPage();
	const network = await context.newCDPSession(page);
	await network.send('Network.enable');
	const kinds = new Map<string, string>();
	const byKind: Record<string, number> = {};
	let bytes = 0;
	network.on('Network.responseReceived', ({ requestId, type, response }) => {
		// what stands in a style sheet is no request of its own
		if (!response.url.startsWith('data:')) kinds.set(requestId, type);
	});
	network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		const kind = kinds.get(requestId);
		if (!kind) return;
		byKind[kind] = (byKind[kind] ?? 0) + encodedDataLength;
		bytes += encodedDataLength;
	});
	await page.goto(address, { waitUntil: 'load' });
	await page.waitForTimeout(1000);
	const largestPaint = await page.evaluate(
		() =>
			new Promise<number>((painted) => {
				new PerformanceObserver((list) => painted(list.getEntries().at(-1)?.startTime ?? 0)).observe({
					type: 'largest-contentful-paint',
					buffered: true,
				});
			}),
	);
	await context.close();
	return { requests: kinds.size, bytes: Math.round(bytes), byKind, largestPaint };
}

async function visitor(browser: Browser, product: Started, cookie: string): Promise<BrowserContext> {
	const context = await browser.newContext({ locale: 'de-DE' });
	const [name = '', value = ''] = cookie.split('=');
	await context.addCookies([{ name, value, url: product.url }]);
	return context;
}

/** The median over a few replies to a thread that another has open. */
async function shown(browser: Browser, world: BenchWorld, product: Started, [writer, other]: [string, string]) {
	const threadId = await openThread(world, product, writer);
	const reader = await visitor(browser, product, other);
	const page = await reader.newPage();
	await page.goto(`${product.url}/c/${world.communityId}/threads/${threadId}`);
	await page.waitForTimeout(1500);
	const times: number[] = [];
	for (let round = 0; round < rounds * 2; round++) {
		const body = `Schon gesehen? Nummer ${Date.now()}`;
		const seen = page.evaluate(whenShown, body);
		const started = performance.timeOrigin + performance.now();
		await send(product, writer, `/threads/${threadId}/posts`, { body });
		times.push((await seen) - started);
		await page.waitForTimeout(300);
	}
	await reader.close();
	return percentiles(times).p50;
}

/** In the browser: the instant at which the page holds these words, on the clock that this machine's programs share. */
function whenShown(words: string): Promise<number> {
	return new Promise((shown) => {
		const watching = new MutationObserver(() => {
			if (!document.body.textContent.includes(words)) return;
			watching.disconnect();
			shown(performance.timeOrigin + performance.now());
		});
		watching.observe(document.body, { subtree: true, childList: true, characterData: true });
	});
}
