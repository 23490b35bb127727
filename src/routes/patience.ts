/** Milliseconds before a load that the server did not answer is asked for again. */
const pause = 2_000;

/**
 * Has the framework's loads wait for a server that goes away under them, until told to end. They would leave the page
 * for an error of the browser, and with it whatever somebody is writing; a proxy that answers in the server's place says 502
 * to 504. The framework asks by `window.fetch`, so that it can be replaced.
 */
export async function patiently(load: () => Promise<void>, signal: AbortSignal): Promise<void> {
	const { fetch } = window;
	window.fetch = async (asked, options) => {
		const loads = new URL(String(asked instanceof Request ? asked.url : asked), location.href).pathname;
		if (!loads.endsWith('/__data.json')) return fetch(asked, options);
		for (;;) {
			const answer = await fetch(asked, options).catch((cause: unknown) => {
				if (signal.aborted) throw cause;
				return null;
			});
			if (answer && (answer.status < 502 || answer.status > 504)) return answer;
			await new Promise((over) => setTimeout(over, pause));
		}
	};
	try {
		await load();
	} finally {
		window.fetch = fetch;
	}
}
