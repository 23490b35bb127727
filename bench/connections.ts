import { setTimeout as wait } from 'node:timers/promises';
import { memoryOf } from './processes.ts';
import { startProduct } from './server.ts';
import { openStreams } from './streams.ts';

export type ConnectionFigures = { connections: number; bytesEach: number };

/** Bytes of memory an idle event stream costs, in a server that has done nothing else: there is no room in it left over. */
export async function measureConnections(
	databaseUrl: string,
	cookies: readonly string[],
	connections: number,
): Promise<ConnectionFigures> {
	const product = await startProduct(databaseUrl);
	const holders = Array.from({ length: connections }, (_, index) => cookies[index % cookies.length] ?? '');
	// the first ones take what is taken once
	const first = await openStreams(product.url, holders.slice(0, 100));
	await wait(3000);
	const before = memoryOf(product.pid);
	const streams = await openStreams(product.url, holders);
	await wait(5000);
	const bytesEach = (memoryOf(product.pid) - before) / connections;
	for (const stream of [...first, ...streams]) stream.close();
	await product.stop();
	return { connections, bytesEach };
}
