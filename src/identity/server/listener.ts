import { sessionOf } from '#identity/server/sessions.ts';
import type { Reader } from '#platform/server/live-streams.ts';

/** Whoever is signed in with these cookies, as one who hears of what happens for as long as the session goes on. */
export async function listenerOf(cookie: string): Promise<Reader | null> {
	const session = await sessionOf(new Headers({ cookie }));
	// the stream outlives its request, of which it keeps no more than this
	const stillSignedIn = async () => (await sessionOf(new Headers({ cookie }))) !== null;
	return session && { ...session, stillSignedIn };
}

/** The number a browser heard last, or the one that its page was made at; `null` when it says neither. */
export function sinceOf(lastEventId: string | null | undefined, since: string | null | undefined): number | null {
	const number = Number(lastEventId || since || NaN);
	return Number.isSafeInteger(number) ? number : null;
}
