import { invalidate, invalidateAll } from '$app/navigation';
import { patiently } from './patience.ts';

const name = 'allmende-live';

/** Something has changed; `within`: milliseconds over which many who hear it spread their asking. */
type Change = { key: string; number: number; within: number };
/**
 * `all`: nobody knows what; `joined`: a tab shows a page that was made when this number was the last; `connected`:
 * whether there is a stream at this moment.
 */
type Word = Change | { all: true } | { joined: number } | { connected: boolean };

/** Milliseconds before a stream that was refused is tried again; doubled each time. */
const shortestPause = 2_000;
const longestPause = 60_000;
/** Changes that the tab with the stream keeps for tabs that open meanwhile. */
const kept = 100;
/** Stands for all loads of the page. */
const everything = 'everything';

/**
 * Runs loads again that depend on `live:<key>` whenever the server says that something under the key has changed, and
 * all of them when something may have been missed. One tab of the browser holds the stream and tells the others; when
 * it closes, the next one takes over where it was. A browser that cannot have tabs talk has a stream for each.
 * `since`: the number of what was heard last when the page was made.
 */
export function live(since: number): () => void {
	const ending = new AbortController();
	const { signal } = ending;
	const together = 'locks' in navigator && 'BroadcastChannel' in window;
	const channel = together ? new BroadcastChannel(name) : null;
	const recent: Change[] = [];
	let last = since;

	const waiting = new Set<string>();
	let loading = false;
	let connected = true;
	/**
	 * One after the other: asking while an answer is on its way would throw that away and ask for all of it again. Nothing
	 * is asked while the server is away, and what is on its way then waits.
	 */
	const load = async (...keys: string[]) => {
		for (const key of keys) waiting.add(key);
		if (loading) return;
		loading = true;
		try {
			while (waiting.size > 0 && connected) {
				const asked = new Set(waiting);
				waiting.clear();
				await patiently(
					() => (asked.has(everything) ? invalidateAll() : invalidate(({ href }) => asked.has(href))),
					signal,
				);
			}
		} finally {
			loading = false;
		}
	};

	let counting: ReturnType<typeof setTimeout> | undefined;
	/** What is counted on every page need not be right to the second, least of all where many would ask at once. */
	const count = (within: number) => {
		counting ??= setTimeout(
			() => {
				counting = undefined;
				void load('live:counters');
			},
			1_000 + Math.random() * within * 10,
		);
	};

	const told = (word: Word) => {
		if ('key' in word) {
			last = word.number;
			recent.push(word);
			if (recent.length > kept) recent.shift();
			const show = () => void load(word.key.startsWith('standing:') ? everything : `live:${word.key}`);
			if (word.key.startsWith('community:')) count(word.within);
			if (word.within > 0) setTimeout(show, Math.random() * word.within);
			else show();
		} else if ('all' in word) void load(everything);
		else if ('connected' in word) {
			connected = word.connected;
			void load();
		}
	};
	const tell = (word: Word) => {
		channel?.postMessage(word);
		told(word);
	};

	const hold = () => new Promise<void>((released) => follow({ signal, since: () => last, tell, ended: released }));
	if (channel) {
		let leads = false;
		channel.onmessage = ({ data }: MessageEvent<Word>) => {
			if (!('joined' in data)) told(data);
			else if (leads) for (const change of after(recent, data.joined)) channel.postMessage(change);
		};
		channel.postMessage({ joined: since } satisfies Word);
		const lead = () => {
			leads = true;
			return hold();
		};
		navigator.locks.request(name, { signal }, lead).catch(() => {});
	} else void hold();
	return () => {
		ending.abort();
		clearTimeout(counting);
		channel?.close();
	};
}

/** What a page made at that number may not show yet: rather too much, for numbers need not come in their order. */
function after(recent: readonly Change[], number: number): readonly Change[] {
	const at = recent.findLastIndex((change) => change.number === number);
	return at >= 0 ? recent.slice(at + 1) : recent.filter((change) => change.number > number - kept);
}

type Following = { signal: AbortSignal; since: () => number; tell: (word: Word) => void; ended: () => void };

/** Keeps a stream open until told to end. The browser itself takes up a broken one; a refused one is asked for again. */
function follow({ signal, since, tell, ended }: Following): void {
	let pause = shortestPause;
	let timer: ReturnType<typeof setTimeout>;
	let source: EventSource;
	const open = () => {
		source = new EventSource(`/live?since=${since()}`);
		source.addEventListener('ready', () => {
			pause = shortestPause;
			tell({ connected: true });
		});
		source.addEventListener('resync', () => tell({ all: true }));
		source.onmessage = ({ data }) => tell(JSON.parse(data));
		source.onerror = () => {
			tell({ connected: false });
			if (source.readyState !== EventSource.CLOSED) return;
			timer = setTimeout(open, pause);
			pause = Math.min(pause * 2, longestPause);
		};
	};
	open();
	signal.addEventListener('abort', () => {
		clearTimeout(timer);
		source.close();
		ended();
	});
}
