import { error } from '@sveltejs/kit';
import { listenerOf, sinceOf } from '#identity/server/listener.ts';
import { liveStream } from '#platform/server/live.ts';
import type { RequestHandler } from './$types';

/**
 * Keys of what has changed, for browsers: begins after the number in `Last-Event-ID`, or in `?since=` where the page
 * knows one, and ends with the session. In production `live-answer.ts` answers first.
 */
export const GET: RequestHandler = async ({ request: { headers }, url }) => {
	const reader = await listenerOf(headers.get('cookie') ?? '');
	if (!reader) error(401);
	return liveStream(reader, sinceOf(headers.get('last-event-id'), url.searchParams.get('since')));
};
