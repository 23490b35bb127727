import type { Handle } from '@sveltejs/kit/hooks';
import { log } from '#platform/server/log.ts';
import { countRequest } from '#platform/server/metrics.ts';

/**
 * Counts the request, and says one line at level `debug`: with the route's pattern, never the address itself, which may
 * hold names or tokens.
 */
export const requestLog: Handle = async ({ event, resolve }) => {
	const started = performance.now();
	const response = await resolve(event);
	const ms = performance.now() - started;
	const answered = { method: event.request.method, route: event.route.id, status: response.status };
	countRequest({ ...answered, seconds: ms / 1000 });
	log.debug({ ...answered, ms: Math.round(ms) }, 'request');
	return response;
};
