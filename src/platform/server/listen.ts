import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { CannotStart, codeOf } from '#platform/server/cannot-start.ts';

export type Address = { host: string; port: number };

/** Resolves once it listens. @throws {CannotStart} for an address that cannot be had */
export function listen(server: Server, { host, port }: Address): Promise<void> {
	return new Promise((listening, refused) => {
		server.once('error', (cause) => refused(whyNot(cause, { host, port })));
		server.listen(port, host, listening);
	});
}

/** Said before anything long begins. */
export async function refuseTakenPort(address: Address): Promise<void> {
	const probe = createServer();
	await listen(probe, address);
	await new Promise((closed) => probe.close(closed));
}

function whyNot(cause: Error, { host, port }: Address): CannotStart {
	const sentences: Record<string, string> = {
		EADDRINUSE: `Port ${port} is in use by another program; choose another one, for example PORT=${port + 1}.`,
		EACCES: `This user may not listen on port ${port}; choose one above 1023 with PORT.`,
		EADDRNOTAVAIL: `HOST=${host} is not an address of this machine.`,
		ENOTFOUND: `HOST=${host} is not an address of this machine.`,
	};
	const sentence = sentences[codeOf(cause) ?? ''] ?? `Listening on ${host}:${port} failed: ${cause.message}.`;
	return new CannotStart(sentence, { cause });
}

/**
 * A server that can stop gracefully: takes nothing new, lets running requests finish for at most `seconds`,
 * then closes what never ends by itself, such as event streams.
 */
export function gracefulServer(answer: (req: IncomingMessage, res: ServerResponse) => void): {
	server: Server;
	stop: (seconds: number) => Promise<void>;
} {
	const running = new Set<ServerResponse>();
	let stopping = false;
	const server = createServer((req, res) => {
		running.add(res);
		if (stopping) leave(res);
		res.once('close', () => running.delete(res));
		answer(req, res);
	});
	// longer than a proxy keeps its idle connections, or it would send a request into one that just closes
	server.keepAliveTimeout = 75_000;
	const endless = (res: ServerResponse) => res.getHeader('content-type') === 'text/event-stream';
	const stop = async (seconds: number) => {
		stopping = true;
		running.forEach(leave);
		server.close();
		server.closeIdleConnections();
		for (const until = Date.now() + seconds * 1000; Date.now() < until; await wait(20))
			if ([...running].every(endless)) break;
		server.closeAllConnections();
	};
	return { server, stop };
}

/** Has the client know that nothing more is answered on this connection. */
function leave(res: ServerResponse): void {
	if (!res.headersSent) res.setHeader('connection', 'close');
}
