import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { memoryOf } from './processes.ts';
import { freePort, startProduct } from './server.ts';
import { openStreams } from './streams.ts';

export type ConnectionFigures = { connections: number; bytesEach: number };

/**
 * Bytes of memory an idle event stream costs, in a server that has done nothing else, so that no room is left over in it,
 * and after it has given back what it needed only to open them.
 */
export async function measureConnections(
	databaseUrl: string,
	cookies: readonly string[],
	connections: number,
): Promise<ConnectionFigures> {
	const inspector = await freePort();
	const NODE_OPTIONS = `--inspect=127.0.0.1:${inspector} --inspect-publish-uid=http`;
	const product = await startProduct(databaseUrl, { NODE_OPTIONS });
	const holders = Array.from({ length: connections }, (_, index) => cookies[index % cookies.length] ?? '');
	// the first ones take what is taken once
	const first = await openStreams(product.url, holders.slice(0, 200));
	await settle(inspector);
	const before = memoryOf(product.pid);
	const streams = await openStreams(product.url, holders);
	await settle(inspector);
	const bytesEach = (memoryOf(product.pid) - before) / connections;
	for (const stream of [...first, ...streams]) stream.close();
	await product.stop();
	return { connections, bytesEach };
}

/** Waits until what belongs to the opening is over, and has the server give back what it no longer needs. */
async function settle(inspector: number): Promise<void> {
	await wait(3000);
	const answer = await fetch(`http://127.0.0.1:${inspector}/json`);
	const [target] = (await answer.json()) as { webSocketDebuggerUrl: string }[];
	const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
	await once(socket, 'open');
	for (let id = 1; id <= 2; id++) {
		socket.send(JSON.stringify({ id, method: 'HeapProfiler.collectGarbage' }));
		await once(socket, 'message');
	}
	socket.close();
	await wait(500);
}
