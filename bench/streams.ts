import { Agent, request, type ClientRequest } from 'node:http';

/** Not the agent of the load: these never end. */
const agent = new Agent({ maxSockets: Infinity });

export type Stream = { close: () => void; onKey: (tell: ((text: string) => void) | null) => void };

/** An open event stream of the person with this cookie; ready when the server says so. */
export function openStream(url: string, cookie: string): Promise<Stream> {
	let tell: ((text: string) => void) | null = null;
	return new Promise((opened, failed) => {
		const sent: ClientRequest = request(`${url}/live`, { agent, headers: { cookie } }, (response) => {
			if (response.statusCode !== 200) return failed(new Error(`/live answered ${response.statusCode}`));
			const stream = {
				close: () => sent.destroy(),
				onKey: (next: typeof tell) => {
					tell = next;
				},
			};
			response.setEncoding('utf8');
			response.on('error', () => {});
			response.once('data', () => opened(stream));
			response.on('data', (text: string) => tell?.(text));
		});
		sent.on('error', failed);
		sent.end();
	});
}

/** Opens one stream for each cookie, a few at a time. */
export async function openStreams(url: string, cookies: readonly string[]): Promise<Stream[]> {
	const streams: Stream[] = [];
	for (let from = 0; from < cookies.length; from += 20)
		streams.push(...(await Promise.all(cookies.slice(from, from + 20).map((cookie) => openStream(url, cookie)))));
	return streams;
}
