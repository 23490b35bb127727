import { error } from '@sveltejs/kit';
import { sessionOf } from '#identity/server/sessions.ts';
import { liveStream } from '#platform/server/live.ts';
import type { RequestHandler } from './$types';

/**
 * Keys of what has changed, for browsers: begins after the number in `Last-Event-ID`, or in `?since=` where the page
 * knows one, and ends with the session.
 */
export const GET: RequestHandler = async ({ request, url }) => {
	const { headers } = request;
	const session = await sessionOf(headers);
	if (!session) error(401);
	const since = Number(headers.get('last-event-id') || url.searchParams.get('since') || NaN);
	// the stream outlives its request, of which it keeps no more than this
	const cookie = headers.get('cookie') ?? '';
	const stillSignedIn = async () => (await sessionOf(new Headers({ cookie }))) !== null;
	return liveStream({ ...session, stillSignedIn }, Number.isSafeInteger(since) ? since : null);
};
