import { ask, load, type Asked, type Cost } from './load.ts';
import { queriesOf } from './queries.ts';
import type { Started } from './server.ts';
import type { BenchWorld } from './world.ts';

export type PageFigures = Cost & {
	page: string;
	queries: number;
	/** The bare server sending as many bytes. */
	bare: Cost;
	statements: string[];
};

/** Cookies by role. */
export type Cookies = { learner: string; companion: string };

/** `expect`: the status of the answer. */
type Page = { name: string; path: string; cookie?: string; expect?: number };

const pagesOf = ({ communityId, threads }: BenchWorld, { learner, companion }: Cookies): Page[] => {
	const community = `/c/${communityId}`;
	return [
		{ name: 'Thread of 20 posts', path: `${community}/threads/${threads.short}`, cookie: learner },
		{ name: 'Thread of 500 posts, at the last unread', path: `${community}/threads/${threads.long}`, cookie: learner },
		{ name: 'Thread, nobody signed in (to the sign-in)', path: `${community}/threads/${threads.short}`, expect: 303 },
		{ name: 'Courses, nobody signed in', path: '/courses' },
		{ name: 'Community', path: `${community}/talk`, cookie: learner },
		{ name: 'Diese Woche', path: `${community}/week`, cookie: learner },
		{ name: 'Begleitung', path: `${community}/guidance`, cookie: companion },
		{ name: 'Search', path: '/search?q=Hausordnung', cookie: learner },
	];
};

export async function measurePages(
	world: BenchWorld,
	product: Started,
	bare: Started,
	cookies: Cookies,
): Promise<PageFigures[]> {
	const figures: PageFigures[] = [];
	for (const { name, path, cookie, expect = 200 } of pagesOf(world, cookies)) {
		const asked: Asked = {
			url: product.url + path,
			headers: { 'accept-language': 'de', ...(cookie ? { cookie } : {}) },
		};
		const cost = await load(() => asked, { web: product.pid, cluster: world.cluster }, { expect });
		const statements = await queriesOf(world, () => ask(asked));
		const same = { url: `${bare.url}/?bytes=${cost.bytes}` };
		figures.push({
			page: name,
			...cost,
			queries: statements.length,
			bare: await load(() => same, { web: bare.pid, cluster: null }, { seconds: 1 }),
			statements,
		});
	}
	return figures;
}
