import { setTimeout as wait } from 'node:timers/promises';
import { memoryOf } from './processes.ts';
import type { Started } from './server.ts';
import { openStreams } from './streams.ts';

export type ConnectionFigures = { connections: number; bytesEach: number };

/** Bytes of the server's memory an idle event stream costs. */
export async function measureConnections(
	product: Started,
	cookies: readonly string[],
	connections: number,
): Promise<ConnectionFigures> {
	const holders = Array.from({ length: connections }, (_, index) => cookies[index % cookies.length] ?? '');
	// the first ones take what is taken once
	const first = await openStreams(product.url, holders.slice(0, 100));
	await wait(3000);
	const before = memoryOf(product.pid);
	const streams = await openStreams(product.url, holders);
	await wait(5000);
	const bytesEach = (memoryOf(product.pid) - before) / connections;
	for (const stream of [...first, ...streams]) stream.close();
	await wait(1000);
	return { connections, bytesEach };
}
