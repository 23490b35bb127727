import { startSession } from '#identity/server/sessions.ts';

/** A session of that person, as the header that a browser would send. */
export async function cookieOf(userId: string): Promise<string> {
	let cookie = '';
	const set = (name: string, value: string) => {
		cookie = `${name}=${encodeURIComponent(value)}`;
	};
	await startSession({ set }, userId, new Headers({ 'user-agent': 'bench' }), 'ignore');
	return cookie;
}
