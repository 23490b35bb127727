/**
 * `npm run bench`: what the busy pages cost in a community of 500 people; the sizes and the aims stand in
 * docs/guides/performance.md. `npm run bench -- visit replies` measures only these parts.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { benchWorld } from './world.ts';
import { measureConnections } from './connections.ts';
import { measureFirstVisit } from './first-visit.ts';
import { measurePages } from './pages.ts';
import { measureReplies } from './replies.ts';
import { printFigures, type Figures } from './print.ts';
import { startBare, startProduct } from './server.ts';
import { cookiesOf } from './sessions.ts';

const parts = ['pages', 'visit', 'replies', 'connections'];
const asked = process.argv.slice(2);
const unknown = asked.filter((part) => !parts.includes(part));
if (unknown.length) throw new Error(`There is no part “${unknown.join('”, “')}”; there are ${parts.join(', ')}.`);

const say = (line: string) => console.log(line);
/** Measures a part, unless only others were asked for. */
async function part<T>(name: string, measure: () => Promise<T>): Promise<T | undefined> {
	if (asked.length && !asked.includes(name)) return undefined;
	say(`Measuring ${name}`);
	return await measure();
}

const world = await benchWorld(say);
const product = await startProduct(world.databaseUrl);
const bare = await startBare();
try {
	const { learner, companion, members } = world.people;
	const [first = '', second = '', ...crowd] = await cookiesOf(world, [learner, companion, ...members]);
	const cookies = { learner: first, companion: second };
	const figures: Figures = {
		at: new Date().toISOString(),
		machine: { cores: cpus().length, model: cpus()[0]?.model ?? '', node: process.version, load: loadavg() },
		pages: await part('pages', () => measurePages(world, product, bare, cookies)),
		visit: await part('visit', () => measureFirstVisit(world, product, [cookies.learner, crowd[0] ?? ''])),
		replies: await part('replies', async () => [
			await measureReplies(world, product, crowd, 32),
			await measureReplies(world, product, crowd, members.length),
		]),
		connections: await part('connections', () => measureConnections(world.databaseUrl, crowd, 2_000)),
	};
	printFigures(figures, say);
	writeFileSync('data/bench/figures.json', `${JSON.stringify(figures, null, '\t')}\n`);
	say('\nAlso as JSON, with the statements of each page, in data/bench/figures.json.');
} finally {
	await Promise.all([product.stop(), bare.stop()]);
	await world.stop();
}
