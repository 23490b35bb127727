import { createConnection, createServer, type Socket } from 'node:net';

/** Where a transaction is held up for good. */
export type Stop = {
	/** A statement that only the transaction in question contains; counting begins with it, on its connection. */
	mark: RegExp;
	/**
	 * How many statements after the mark still reach the database, at most up to the transaction's commit; with -1 the mark
	 * does not either. `committed`: the commit does, and its answer does not come back.
	 */
	after: number | 'committed';
};

export type DatabaseProxy = {
	/** As the database's address, but through the proxy. */
	url: string;
	/** Holds up the next transaction with the mark; resolves as soon as it stands still. One at a time. */
	hold: (stop: Stop) => Promise<void>;
	/** Breaks all connections off, as when the database goes away. */
	cut: () => void;
	close: () => Promise<void>;
};

type Message = { bytes: Buffer; statement: string | null };
/** The statements that a connection has prepared, by their names. */
type Prepared = Map<string, string>;

/** Takes whole messages of the PostgreSQL protocol off what has arrived from the client. */
function messagesIn(buffer: Buffer, started: boolean, prepared: Prepared): { messages: Message[]; rest: Buffer } {
	const messages: Message[] = [];
	let rest = buffer;
	let hasType = started;
	for (;;) {
		const head = hasType ? 5 : 4;
		if (rest.length < head) return { messages, rest };
		const size = rest.readInt32BE(head - 4) + (hasType ? 1 : 0);
		if (rest.length < size) return { messages, rest };
		const bytes = rest.subarray(0, size);
		messages.push({ bytes, statement: hasType ? statementOf(bytes, prepared) : null });
		rest = rest.subarray(size);
		hasType = true;
	}
}

/** The text of a simple query or of one that is about to be carried out; `null` for any other message. */
function statementOf(bytes: Buffer, prepared: Prepared): string | null {
	const type = String.fromCharCode(bytes[0] ?? 0);
	if (!'QPB'.includes(type)) return null;
	const [first = '', second = ''] = bytes.subarray(5).toString('utf8').split('\0');
	if (type === 'P') prepared.set(first, second);
	if (type === 'B') return prepared.get(second) ?? '';
	return type === 'Q' ? first : null;
}

/** Stands between the server and its database, and holds transactions up at statements that are said beforehand. */
export async function databaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
	const target = new URL(databaseUrl);
	const socketFile = `${target.searchParams.get('host') ?? ''}/.s.PGSQL.${target.port || '5432'}`;
	const sockets = new Set<Socket>();
	let wanted: { stop: Stop; held: () => void } | null = null;

	/** Relays one connection. */
	function relay(client: Socket): void {
		const backend = createConnection(socketFile);
		for (const socket of [client, backend]) {
			sockets.add(socket);
			socket.on('error', () => socket.destroy());
			socket.on('close', () => {
				sockets.delete(socket);
				client.destroy();
				backend.destroy();
			});
		}
		let waiting: Buffer = Buffer.alloc(0);
		let started = false;
		const prepared: Prepared = new Map();
		let mine: { stop: Stop; held: () => void; counted: number } | null = null;
		/** Nothing goes on to the database, or nothing comes back from it. */
		let still: 'there' | 'back' | null = null;
		/** What has come back since then; the answers to statements before the commit may come first. */
		let back = Buffer.alloc(0);

		function holds(statement: string): boolean {
			if (!mine && wanted?.stop.mark.test(statement)) {
				mine = { ...wanted, counted: 0 };
				wanted = null;
			} else if (mine) mine.counted++;
			if (!mine) return false;
			const commits = statement.toLowerCase() === 'commit';
			if (mine.stop.after === 'committed') {
				if (commits) still = 'back';
				return false;
			}
			return commits || mine.counted > mine.stop.after;
		}

		backend.on('data', (bytes) => {
			if (still === null) client.write(bytes);
			else if (still === 'back') {
				back = Buffer.concat([back, bytes]);
				if (back.includes('COMMIT\0')) mine?.held();
			}
		});
		client.on('data', (bytes: Buffer) => {
			if (still !== null) return;
			const { messages, rest } = messagesIn(Buffer.concat([waiting, bytes]), started, prepared);
			waiting = rest;
			started ||= messages.length > 0;
			for (const { bytes, statement } of messages) {
				if (statement !== null && holds(statement)) {
					still = 'there';
					mine?.held();
					return;
				}
				backend.write(bytes);
			}
		});
	}

	const cut = () => sockets.forEach((socket) => socket.destroy());

	const server = createServer(relay);
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	return {
		url: `postgresql://${target.username || 'postgres'}@127.0.0.1:${port}${target.pathname}`,
		hold: (stop) =>
			new Promise((held) => {
				wanted = { stop, held };
			}),
		cut,
		close: async () => {
			cut();
			await new Promise((closed) => server.close(closed));
		},
	};
}
