import { whenHeard } from '#platform/server/live.ts';
import type { Rule } from '#platform/server/rule.ts';

/** What is the same for everybody who is not signed in. */
const routes = new Set(['/', '/courses', '/courses/[slug]', '/legal/[organisation]']);
/** Milliseconds, for what changes without a write that this process carries out or hears of. */
const longest = 5_000;
const most = 500;

type Page = { body: Uint8Array<ArrayBuffer>; headers: Headers; until: number };
const kept = new Map<string, Page>();
/** Moves on with every forgetting: a page begun before that is not kept. */
let generation = 0;

function forget(): void {
	generation += 1;
	kept.clear();
}
whenHeard(forget);

/**
 * Public pages as they were made a moment ago, for those who are not signed in. A page is kept with its nonce, which
 * nobody could know when what stands in it was written.
 */
export const publicPages: Rule = async ({ request, route, url, isDataRequest }, resolve) => {
	if (request.method !== 'GET' && request.method !== 'HEAD') {
		const response = await resolve();
		forget();
		return response;
	}
	const asked = request.method === 'GET' && !isDataRequest && route.id && routes.has(route.id);
	const key = asked ? keyOf(url, request.headers) : null;
	if (!key) return resolve();
	const known = kept.get(key);
	if (known && known.until > Date.now()) return new Response(known.body, { headers: known.headers });
	const before = generation;
	const response = await resolve();
	if (response.status !== 200 || response.headers.has('set-cookie')) return response;
	const body = new Uint8Array(await response.arrayBuffer());
	const headers = new Headers(response.headers);
	if (before === generation && kept.size < most) kept.set(key, { body, headers, until: Date.now() + longest });
	return new Response(body, { headers });
};

/** All that such a page depends on; `null` for who may be signed in or asks for something particular. */
function keyOf({ pathname, search }: URL, headers: Headers): string | null {
	const cookie = headers.get('cookie') ?? '';
	if (search || cookie.includes('allmende.') || headers.has('authorization')) return null;
	const asked = ['accept-language', 'accept-encoding', 'if-none-match'].map((name) => headers.get(name) ?? '');
	return JSON.stringify([pathname, cookie, ...asked]);
}
