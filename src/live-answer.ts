import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenerOf, sinceOf } from '#identity/server/listener.ts';
import { followLive, liveHeaders } from '#platform/server/live.ts';
import { countRequest } from '#platform/server/metrics.ts';

const path = /^\/live(?:\?since=(\d+))?$/;

/**
 * Answers `GET /live` without the web framework, which would keep a request and a response of its own for as long as the
 * stream is open. False, and nothing is done, for every other request and for whoever is not signed in.
 */
export async function answerLive(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
	const asked = req.method === 'GET' ? path.exec(req.url ?? '') : null;
	if (!asked) return false;
	const started = performance.now();
	const reader = await listenerOf(req.headers.cookie ?? '');
	if (!reader) return false;
	if (res.destroyed) return true;
	res.setHeaders(new Headers(liveHeaders)).writeHead(200);
	const close = followLive(reader, sinceOf(req.headers['last-event-id']?.toString(), asked[1]), {
		send: (text) => void res.write(text),
		end: () => void res.end(),
	});
	res.once('close', close);
	countRequest({ method: 'GET', route: '/live', status: 200, seconds: (performance.now() - started) / 1000 });
	return true;
}
