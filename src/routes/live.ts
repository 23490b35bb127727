import { invalidate, invalidateAll } from '$app/navigation';

const name = 'allmende-live';

/**
 * Runs loads again that depend on `live:<key>` whenever the server says that something under the key has changed, and
 * all of them after a gap that may have swallowed a word. One tab of the browser holds the stream and tells the others;
 * when it closes, the next one takes over.
 */
export function live(): () => void {
	if (!('locks' in navigator) || !('BroadcastChannel' in window)) return () => {};
	const channel = new BroadcastChannel(name);
	const told = (message: unknown) => {
		if (message === 'resync') void invalidateAll();
		else if (typeof message === 'string') void invalidate(`live:${message}`);
	};
	channel.onmessage = ({ data }) => told(data);
	const ending = new AbortController();
	const hold = () =>
		new Promise<void>((resolve) => {
			const source = new EventSource('/live');
			let opened = false;
			const tell = (message: string) => {
				channel.postMessage(message);
				told(message);
			};
			source.addEventListener('ready', () => {
				if (opened) tell('resync');
				opened = true;
			});
			source.addEventListener('resync', () => tell('resync'));
			source.onmessage = ({ data }) => tell(JSON.parse(data));
			ending.signal.addEventListener('abort', () => {
				source.close();
				resolve();
			});
		});
	navigator.locks.request(name, { signal: ending.signal }, hold).catch(() => {});
	return () => {
		ending.abort();
		channel.close();
	};
}
