import { Agent, request } from 'node:http';
import { cpuOf, cpuOfPostgres } from './processes.ts';

export type Asked = {
	url: string;
	method?: 'GET' | 'POST';
	headers?: Record<string, string>;
	body?: string;
};

export type Answer = { status: number; bytes: number; ms: number; text: string; location: string | undefined };

const agent = new Agent({ keepAlive: true, maxSockets: 2_000 });

/** One request to the end of its answer. */
export function ask({ url, method = 'GET', headers = {}, body }: Asked): Promise<Answer> {
	const started = performance.now();
	return new Promise((answered, failed) => {
		const sent = request(url, { method, headers, agent }, (response) => {
			const parts: Buffer[] = [];
			response.on('data', (part: Buffer) => parts.push(part));
			response.on('error', failed);
			response.on('end', () => {
				const all = Buffer.concat(parts);
				const { statusCode: status = 0, headers } = response;
				const ms = performance.now() - started;
				answered({ status, bytes: all.length, ms, text: all.toString(), location: headers.location });
			});
		});
		sent.on('error', failed);
		sent.end(body);
	});
}

export type Cost = {
	requests: number;
	perSecond: number;
	/** Milliseconds until the whole answer was there. */
	p50: number;
	p99: number;
	/** Milliseconds of CPU time a request. */
	webCpu: number;
	databaseCpu: number;
	bytes: number;
};

export type Watched = { web: number; cluster: string | null };

/** At once: enough to keep one core busy, not so many that they only wait for each other. */
const together = 4;

/** Requests before any is counted: until then a server that is asked for weeks would still be compiling. */
const warmUp = 500;

/** Asks again and again, `together` at once, for about so many seconds after a warm-up, and says what it cost. */
export async function load(
	asked: (turn: number) => Asked,
	watched: Watched,
	{ seconds = 4, expect = 200 } = {},
): Promise<Cost> {
	const times: number[] = [];
	let turn = 0;
	let bytes = 0;
	const run = (until: () => boolean) =>
		Promise.all(
			Array.from({ length: together }, async () => {
				while (!until()) {
					const answer = await ask(asked(turn++));
					if (answer.status !== expect)
						throw new Error(`${asked(turn).url} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
					times.push(answer.ms);
					bytes = answer.bytes;
				}
			}),
		);
	await run(() => turn >= warmUp);
	times.length = 0;
	const before = cpu(watched);
	const started = performance.now();
	await run(() => performance.now() - started > seconds * 1000);
	const elapsed = (performance.now() - started) / 1000;
	const after = cpu(watched);
	const requests = times.length;
	return {
		requests,
		perSecond: requests / elapsed,
		...percentiles(times),
		webCpu: (after.web - before.web) / requests,
		databaseCpu: (after.database - before.database) / requests,
		bytes,
	};
}

export const cpu = ({ web, cluster }: Watched) => ({
	web: cpuOf(web),
	database: cluster ? cpuOfPostgres(cluster) : 0,
});

export function percentiles(times: readonly number[]): { p50: number; p99: number } {
	const sorted = [...times].sort((a, b) => a - b);
	const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
	return { p50: at(0.5), p99: at(0.99) };
}
