/** `npm run bench`: what the busy pages cost in a community of 500 people; the sizes and the aims stand in docs/guides/performance.md. */
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

const say = (line: string) => console.log(line);
const world = await benchWorld(say);
const product = await startProduct(world.databaseUrl);
const bare = await startBare();
try {
	const { learner, companion, members } = world.people;
	const [first = '', second = '', ...crowd] = await cookiesOf(world, [learner, companion, ...members]);
	const cookies = { learner: first, companion: second };
	say('Pages');
	const pages = await measurePages(world, product, bare, cookies);
	say('First visit');
	const visit = await measureFirstVisit(world, product, [cookies.learner, crowd[0] ?? '']);
	say('Replies');
	const replies = [
		await measureReplies(world, product, crowd, 32),
		await measureReplies(world, product, crowd, members.length),
	];
	say('Connections');
	const connections = await measureConnections(world.databaseUrl, crowd, 2_000);
	const figures: Figures = {
		at: new Date().toISOString(),
		machine: { cores: cpus().length, model: cpus()[0]?.model ?? '', node: process.version, load: loadavg() },
		pages,
		replies,
		connections,
		visit,
	};
	printFigures(figures, say);
	writeFileSync('data/bench/figures.json', `${JSON.stringify(figures, null, '\t')}\n`);
	say('\nAlso as JSON, with the statements of each page, in data/bench/figures.json.');
} finally {
	await Promise.all([product.stop(), bare.stop()]);
	await world.stop();
}
