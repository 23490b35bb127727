import { building, dev } from '$app/env';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { log } from '#platform/server/log.ts';
import { themeCookie, toTheme } from '#ui/preferences/theme.ts';
import { m } from '#messages/messages.js';
import { rules } from '#rules.ts';

/** What holds for pages and programs alike is in `src/rules.ts`. */
export const handle: Handle = async (asked) =>
	building ? asked.resolve(asked.event) : rules(asked.event, () => inLanguage(asked));

/** The answer; a page says in which language and colours it is, and loads the scripts with the words of that language. */
async function inLanguage({ event, resolve }: Parameters<Handle>[0]): Promise<Response> {
	const { locale } = event.locals;
	const theme = toTheme(event.cookies.get(themeCookie));
	let page: string[] = [];
	const response = await resolve(event, {
		transformPageChunk: ({ html }) => {
			// only its beginning is touched, so that the long rest is not copied
			const head = html.indexOf('<head>');
			page = [html.slice(0, head).replace('%lang%', locale).replace('%theme%', theme), html.slice(head)];
			if (dev) return page.join('');
			if (locale === 'en') page = inEnglish(page);
			return '';
		},
	});
	return dev || page.length === 0 ? response : unsummed(response, page);
}

/** Where the scripts are loaded from: in the head, and in the last script. Each is there once with the words of either language. */
const inEnglish = (page: string[]): string[] => {
	const whole = page.join('');
	const [head, last] = [whole.indexOf('</head>'), whole.lastIndexOf('<script')];
	const led = (part: string) => part.replaceAll(/(_app\/immutable\/)(?=(?:entry|chunks|nodes)\/)/g, '$1en/');
	return [led(whole.slice(0, head)), whole.slice(head, last), led(whole.slice(last))];
};

/** Room for the text of a page while it is encoded: of few pages it has to be made anew. */
let room = Buffer.alloc(1 << 20);

/** UTF-8 needs at most three bytes for what a string counts as one; so written without being measured first. */
function encoded(parts: readonly string[]): Buffer<ArrayBuffer> {
	const most = 3 * parts.reduce((sum, { length }) => sum + length, 0);
	if (room.length < most) room = Buffer.alloc(most);
	let length = 0;
	for (const part of parts) length += room.write(part, length);
	return Buffer.from(room.subarray(0, length));
}

/**
 * The answer with the page's text, which the framework was not given: it would work out a checksum of all of it, by which
 * no browser could ever ask again, since each page has a nonce of its own.
 */
function unsummed({ status, statusText, headers }: Response, page: string[]): Response {
	const body = encoded(page);
	headers.delete('etag');
	headers.set('content-length', String(body.length));
	return new Response(body, { status, statusText, headers });
}

/** A refusal keeps the words it was given in the reader's language; only what nobody expected is a fault. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
	if (kind === 'app') return;
	const locale = event.locals.locale ?? 'de';
	if (kind === 'framework' && error.status === 404)
		return { message: m.refusal_not_found({}, { locale }), code: 'not_found' };
	log.error({ err: error, route: event.route.id }, 'fault');
	return { message: m.problem_fault({}, { locale }), code: 'fault' };
};
