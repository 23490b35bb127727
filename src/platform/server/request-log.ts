import type { Handle } from '@sveltejs/kit/hooks';
import { log } from '#platform/server/log.ts';

/** One line per request at level `debug`: the route's pattern, never the address itself, which may hold names or tokens. */
export const requestLog: Handle = async ({ event, resolve }) => {
	const started = performance.now();
	const response = await resolve(event);
	const ms = Math.round(performance.now() - started);
	log.debug({ method: event.request.method, route: event.route.id, status: response.status, ms }, 'request');
	return response;
};
