import { sql, type Kysely } from 'kysely';
import pg from 'pg';
import { config } from '#platform/server/config.ts';
import type { DB } from '#platform/server/schema.ts';

type Listener = (key: string) => void;
const listeners = new Set<Listener>();
const resync = new Set<() => void>();
/** Ends each open stream. */
const streams = new Set<() => void>();
let ending = false;
let stopped = false;
let client: pg.Client | null = null;

/** Tells everyone who may, after commit, that something under `key` (such as `community:<id>`) has changed; never what. */
export async function announce(trx: Kysely<DB>, key: string): Promise<void> {
	await sql`select pg_notify('live', ${key})`.execute(trx);
}

/**
 * Holds one LISTEN connection for the whole process and takes it up again when it breaks;
 * whoever listens is told to reload everything then, for what happened meanwhile is unknown.
 */
export async function startLive(): Promise<void> {
	let first = true;
	const connect = async (): Promise<void> => {
		if (stopped) return;
		const next = new pg.Client({ connectionString: config.databaseUrl, keepAlive: true });
		const again = () => {
			if (client !== next) return;
			client = null;
			setTimeout(connect, 500);
		};
		next.on('error', again);
		next.on('end', again);
		next.on('notification', (n) => {
			for (const tell of listeners) tell(n.payload ?? '');
		});
		try {
			await next.connect();
			await next.query('listen live');
			client = next;
			if (!first) for (const reload of resync) reload();
			first = false;
		} catch {
			setTimeout(connect, 500);
		}
	};
	await connect();
}

export async function stopLive(): Promise<void> {
	stopped = true;
	await client?.end();
}

/** How many streams are open. */
export const openStreams = (): number => streams.size;

/**
 * Tells every reader to come back, not all at the same moment, and ends the streams; one that is opened from now on ends
 * the same way at once.
 */
export function endStreams(): void {
	ending = true;
	for (const end of streams) end();
}

export type LiveRights = {
	/** Asked for every event anew, so that an ended membership ends the telling. */
	may: (key: string) => Promise<boolean>;
	/** Asked with every beat; `false` closes the stream. */
	stillSignedIn: () => Promise<boolean>;
};

/** An event stream of keys that its reader may hear; beats every 25 seconds. */
export function liveStream(rights: LiveRights): Response {
	let close = () => {};
	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			const encode = new TextEncoder();
			const send = (text: string) => {
				try {
					controller.enqueue(encode.encode(text));
				} catch {
					close();
				}
			};
			const tell = (key: string) => {
				void rights.may(key).then((may) => may && send(`data: ${JSON.stringify(key)}\n\n`), close);
			};
			const reload = () => send('event: resync\ndata: 1\n\n');
			const beat = setInterval(() => {
				void rights.stillSignedIn().then((still) => (still ? send(': beat\n\n') : end()), end);
			}, 25_000);
			const end = () => {
				close();
				try {
					controller.close();
				} catch {
					/* already closed by the reader */
				}
			};
			const leave = () => {
				send(`retry: ${1000 + Math.floor(Math.random() * 4000)}\n\n`);
				end();
			};
			listeners.add(tell);
			streams.add(leave);
			resync.add(reload);
			close = () => {
				listeners.delete(tell);
				streams.delete(leave);
				resync.delete(reload);
				clearInterval(beat);
			};
			send('retry: 1000\nevent: ready\ndata: 1\n\n');
			if (ending) leave();
		},
		cancel() {
			close();
		},
	});
	return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
}
