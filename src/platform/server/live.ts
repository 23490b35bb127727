import { sql, type Kysely } from 'kysely';
import pg from 'pg';
import { config } from '#platform/server/config.ts';
import { History } from '#platform/server/live-history.ts';
import { LiveStreams, type Audience, type Reader, type Sink } from '#platform/server/live-streams.ts';
import type { DB } from '#platform/server/schema.ts';

/** Told of every key at once, before anyone else; of the empty one when nobody knows what was missed. */
type Hearing = (key: string) => void;
const hearings: Hearing[] = [];

let streams: LiveStreams | null = null;
let history = new History(0);
/** Has the one that was started last not connect again. */
let leave = (): void => {};
let client: pg.Client | null = null;

/** Has `hearing` told of every key that is heard in this process. */
export const whenHeard = (hearing: Hearing): void => void hearings.push(hearing);

/** Whether this process hears what happens, on whichever node. */
export const isListening = (): boolean => client !== null;

/** Tells everyone who may, after commit, that something under `key` (such as `community:<id>`) has changed; never what. */
export async function announce(trx: Kysely<DB>, key: string): Promise<void> {
	await sql`select announce(${key})`.execute(trx);
}

/** The number of what was heard last: a page that is made now shows at least what had happened by then. */
export const liveNumber = (): number => history.last;

/**
 * Holds one LISTEN connection for the whole process and takes it up again when it breaks; everyone is told to load
 * everything again then, for what happened meanwhile is unknown. `audience` is asked for every key anew.
 */
export async function startLive(audience: Audience): Promise<void> {
	const all = (streams = new LiveStreams(audience));
	let [first, stopped] = [true, false];
	leave = () => void (stopped = true);
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
		try {
			await next.connect();
			await next.query('listen live');
			const { rows } = await next.query<{ number: string }>(`select nextval('live_number') as number`);
			history = new History(Number(rows[0]?.number ?? 0));
			next.on('notification', ({ payload = '' }) => hear(all, payload));
			for (const hearing of hearings) hearing('');
			client = next;
			if (!first) all.startAnew(history.last);
			first = false;
		} catch {
			setTimeout(connect, 500);
		}
	};
	await connect();
}

function hear(all: LiveStreams, payload: string): void {
	const space = payload.indexOf(' ');
	const heard = { number: Number(payload.slice(0, space)), key: payload.slice(space + 1) };
	for (const hearing of hearings) hearing(heard.key);
	history.add(heard);
	all.tell(heard);
}

export async function stopLive(): Promise<void> {
	leave();
	streams?.stop();
	await client?.end();
}

/** How many streams are open. */
export const openStreams = (): number => streams?.size ?? 0;

/**
 * Tells every reader to come back, not all at the same moment, and ends the streams; one that is opened from now on ends
 * the same way at once.
 */
export const endStreams = (): void => streams?.leave();

/**
 * Sends the keys that `reader` may hear, as an event stream. `since`: the number of what the reader heard or saw last; what
 * came after it is told at once. Answers what to call when the reader has gone.
 */
export function followLive(reader: Reader, since: number | null, sink: Sink): () => void {
	if (!streams) throw new Error('live updates have not been started');
	const missed = since === null ? [] : history.since(since);
	return streams.open(reader, { last: history.last, missed }, sink);
}

export const liveHeaders = {
	'content-type': 'text/event-stream',
	'cache-control': 'no-store',
	'x-accel-buffering': 'no',
	'x-content-type-options': 'nosniff',
};

/** The same as an answer of the web framework. */
export function liveStream(reader: Reader, since: number | null): Response {
	const encoder = new TextEncoder();
	let close = () => {};
	const body = new ReadableStream<Uint8Array>({
		start: (controller) => {
			close = followLive(reader, since, {
				send: (text) => controller.enqueue(encoder.encode(text)),
				end: () => controller.close(),
			});
		},
		cancel: () => close(),
	});
	return new Response(body, { headers: liveHeaders });
}
