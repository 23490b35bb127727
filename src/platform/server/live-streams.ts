import { setImmediate as afterHearing } from 'node:timers/promises';
import type { Heard } from '#platform/server/live-history.ts';
import { log } from '#platform/server/log.ts';
import { Memory } from '#platform/server/memory.ts';

/** Those of the people `among` who may hear of the key at this moment; `memory`: of what is asked of the same people at once. */
export type Audience = (key: string, among: readonly string[], memory?: Memory) => Promise<ReadonlySet<string>>;

export type Reader = {
	userId: string;
	sessionId: string;
	/** Whether the session goes on; asked at the beginning and when it may have run out. */
	stillSignedIn: () => Promise<boolean>;
};

/** Where a stream's words go. */
export type Sink = { send: (text: string) => void; end: () => void };

type Stream = Sink & { reader: Reader; checkAt: number };

const beatSeconds = 25;
/** How often the session is looked at, besides being told of its end. */
const checkSeconds = 600;
/** When more people than that hear of something, they load it spread over so many milliseconds. */
const many = 50;
const spreadOver = 2_000;

/** The open event streams of this process. Rights are asked for once for each key, whatever the number of streams. */
export class LiveStreams {
	#audience: Audience;
	#streams = new Map<string, Set<Stream>>();
	#waiting: Heard[] = [];
	#telling = false;
	#beat = setInterval(() => this.#beatAll(), beatSeconds * 1000).unref();
	#last = 0;
	#ending = false;

	constructor(audience: Audience) {
		this.#audience = audience;
	}

	/** `missed`: keys to begin with; `null` when nobody knows what was missed. Answers what to call when the reader has gone. */
	open(reader: Reader, { last, missed }: { last: number; missed: string[] | null }, sink: Sink): () => void {
		const stream: Stream = {
			reader,
			checkAt: 0,
			send: sink.send,
			end: () => {
				if (this.#remove(stream)) sink.end();
			},
		};
		this.#add(stream);
		stream.send(`retry: 1000\nid: ${last}\nevent: ready\ndata: ${last}\n\n`);
		if (missed === null) stream.send(resync(last));
		else void this.#catchUp(stream, missed, last);
		if (this.#ending) this.#leave(stream);
		else void this.#check(stream);
		return () => void this.#remove(stream);
	}

	/** In the order of hearing; what comes at once, or while others are being told, is told together. */
	tell(heard: Heard): void {
		this.#waiting.push(heard);
		if (!this.#telling) void this.#tellAll();
	}

	/** Nobody knows what happened meanwhile. */
	startAnew(last: number): void {
		this.#last = last;
		for (const stream of this.#all()) {
			stream.send(resync(last));
			stream.checkAt = 0;
		}
		this.#beatAll();
	}

	get size(): number {
		return this.#all().length;
	}

	/** Tells everyone to come back, not all at the same moment, and ends the streams; those that are opened later too. */
	leave(): void {
		this.#ending = true;
		for (const stream of this.#all()) this.#leave(stream);
	}

	#leave(stream: Stream): void {
		this.#send(stream, `retry: ${1000 + Math.floor(Math.random() * 4000)}\n\n`);
		stream.end();
	}

	stop(): void {
		clearInterval(this.#beat);
	}

	async #tellAll(): Promise<void> {
		this.#telling = true;
		// what one commit changes comes in one piece, key after key; and whoever made it has the answer first
		await afterHearing();
		while (this.#waiting.length > 0) {
			const batch = new Map<string, number>();
			for (const { key, number } of this.#waiting.splice(0)) batch.set(key, number);
			const among = [...this.#streams.keys()];
			const memory = new Memory();
			const heard = await Promise.all([...batch].map(([key, number]) => this.#hear({ key, number }, among, memory)));
			const said = new Map<string, string>();
			for (const { hearers, text } of heard)
				for (const userId of hearers) said.set(userId, (said.get(userId) ?? '') + text);
			for (const [userId, text] of said) for (const stream of this.#streams.get(userId) ?? []) this.#send(stream, text);
			this.#last = [...batch.values()].at(-1) ?? this.#last;
		}
		this.#telling = false;
	}

	/** Who hears of a key, and how it is said. */
	async #hear(
		{ key, number }: Heard,
		among: readonly string[],
		memory: Memory,
	): Promise<{ hearers: Iterable<string>; text: string }> {
		const [kind, id = ''] = key.split(':');
		if (kind === 'session') {
			this.#endSession(id);
			return { hearers: [], text: '' };
		}
		try {
			const hearers = await this.#hearers(key, among, memory);
			return { hearers, text: event(key, number, hearers.size > many ? spreadOver : 0) };
		} catch (cause) {
			log.error({ err: cause }, 'nobody could be asked who may hear');
			return { hearers: this.#streams.keys(), text: resync(number) };
		}
	}

	/** What is about one person only is for that person. */
	#hearers(key: string, among: readonly string[], memory?: Memory): ReadonlySet<string> | Promise<ReadonlySet<string>> {
		const [kind, id = ''] = key.split(':');
		return kind === 'user' || kind === 'standing' ? new Set([id]) : this.#audience(key, among, memory);
	}

	async #catchUp(stream: Stream, keys: readonly string[], last: number): Promise<void> {
		const { userId } = stream.reader;
		try {
			for (const key of keys) {
				const hearers = await this.#hearers(key, [userId]);
				if (hearers.has(userId)) this.#send(stream, event(key, last, 0));
			}
		} catch {
			this.#send(stream, resync(last));
		}
	}

	#send(stream: Stream, text: string): void {
		try {
			stream.send(text);
		} catch {
			this.#remove(stream);
		}
	}

	#beatAll(): void {
		for (const stream of this.#all()) {
			// moves the number on that a browser comes back with
			this.#send(stream, this.#last ? `id: ${this.#last}\n\n` : ': beat\n\n');
			if (Date.now() >= stream.checkAt) void this.#check(stream);
		}
	}

	async #check(stream: Stream): Promise<void> {
		stream.checkAt = Date.now() + checkSeconds * 1000;
		const still = await stream.reader.stillSignedIn().catch(() => true);
		if (!still) stream.end();
	}

	#endSession(sessionId: string): void {
		for (const stream of this.#all()) if (stream.reader.sessionId === sessionId) stream.end();
	}

	#all(): Stream[] {
		return [...this.#streams.values()].flatMap((own) => [...own]);
	}

	#add(stream: Stream): void {
		const own = this.#streams.get(stream.reader.userId) ?? new Set();
		this.#streams.set(stream.reader.userId, own.add(stream));
	}

	/** Whether it was still open. */
	#remove(stream: Stream): boolean {
		const own = this.#streams.get(stream.reader.userId);
		const open = own?.delete(stream) ?? false;
		if (own?.size === 0) this.#streams.delete(stream.reader.userId);
		return open;
	}
}

const resync = (number: number): string => `id: ${number}\nevent: resync\ndata: ${number}\n\n`;

/** `within`: milliseconds over which those who hear it should spread their asking. */
const event = (key: string, number: number, within: number): string =>
	`id: ${number}\ndata: ${JSON.stringify({ key, number, within })}\n\n`;
