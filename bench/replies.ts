import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { openThread, send } from './conversation.ts';
import { cpu, percentiles } from './load.ts';
import { queriesOf } from './queries.ts';
import type { Started } from './server.ts';
import { openStreams } from './streams.ts';
import type { BenchWorld } from './world.ts';

export type ReplyFigures = {
	online: number;
	/** Milliseconds until the answer to whoever writes. */
	p50: number;
	p99: number;
	/** Milliseconds of CPU a reply, with telling everybody online and the jobs that follow from it. */
	webCpu: number;
	databaseCpu: number;
	queries: number;
	/** Milliseconds from sending the reply until another’s stream hears of it. */
	seenP50: number;
	seenP99: number;
};

const replies = 40;
/** Replies before any is measured: more than requests of a page, for what is told and done after a reply is compiled, too. */
const warmUp = 1_000;
/** Milliseconds between two replies, in which everybody is told and the jobs are done. */
const apart = 150;

/** Writes replies to a thread while so many people have a stream open, and looks at the last one’s stream. */
export async function measureReplies(
	world: BenchWorld,
	product: Started,
	cookies: readonly string[],
	online: number,
): Promise<ReplyFigures> {
	const streams = await openStreams(product.url, cookies.slice(0, online));
	const witness = streams.at(-1);
	const writer = cookies[0] ?? '';
	const threadId = await openThread(world, product, writer);
	const write = (number: number, by = writer, to = threadId) =>
		send(product, by, `/threads/${to}/posts`, {
			body: `Antwort ${number}: Wir halten die Treppe frei und stellen die Räder in den Hof.`,
		});
	// in two threads by eight people each, so that everybody keeps within what one may write in a minute
	const threads = [threadId, await openThread(world, product, writer)];
	for (let warm = 0; warm < warmUp; warm++) await write(warm, cookies[1 + (warm % 16)], threads[warm % 2]);
	await quiet(world);
	const times: number[] = [];
	const seen: number[] = [];
	const watched = { web: product.pid, cluster: world.cluster };
	const before = cpu(watched);
	for (let number = 0; number < replies; number++) {
		const started = performance.now();
		const heard = new Promise<void>((told) => {
			witness?.onKey((text) => {
				if (text.includes(`thread:${threadId}`)) told();
			});
		});
		const answer = await write(number);
		times.push(answer.ms);
		await Promise.race([heard, wait(5000)]);
		seen.push(performance.now() - started);
		witness?.onKey(null);
		await wait(apart);
	}
	const after = cpu(watched);
	const queries = online > 50 ? 0 : (await queriesOf(world, () => write(0))).length;
	for (const stream of streams) stream.close();
	const { p50: seenP50, p99: seenP99 } = percentiles(seen);
	return {
		online,
		...percentiles(times),
		webCpu: (after.web - before.web) / replies,
		databaseCpu: (after.database - before.database) / replies,
		queries,
		seenP50,
		seenP99,
	};
}

/** Until everybody has been told of what was written, and it can be found. */
async function quiet(world: BenchWorld): Promise<void> {
	const client = new pg.Client(world.databaseUrl);
	await client.connect();
	const left = `select from activity_pending union all select from search_pending limit 1`;
	while ((await client.query(left)).rowCount) await wait(200);
	await client.end();
	await wait(1000);
}
