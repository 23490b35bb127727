import { log } from '#platform/server/log.ts';
import { countRequest } from '#platform/server/metrics.ts';
import type { Rule } from '#platform/server/rule.ts';

/**
 * Counts the request, and says one line at level `debug`: with the route's pattern, never the address itself, which may
 * hold names or tokens.
 */
export const requestLog: Rule = async ({ request, route }, resolve) => {
	const started = performance.now();
	const response = await resolve();
	const ms = performance.now() - started;
	const answered = { method: request.method, route: route.id, status: response.status };
	countRequest({ ...answered, seconds: ms / 1000 });
	log.debug({ ...answered, ms: Math.round(ms) }, 'request');
	return response;
};
