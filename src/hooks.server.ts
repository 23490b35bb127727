import { building, dev } from '$app/env';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { sequence } from '@sveltejs/kit/hooks';
import { forgetViewer } from '#identity/server/viewer-memory.ts';
import { viewerOfSession, viewerOfToken } from '#identity/server/viewers.ts';
import { problemDocument, problemOf } from '#platform/server/problem.ts';
import { Refusal } from '#platform/refusal.ts';
import { compress } from '#platform/server/compress.ts';
import { domainNow } from '#platform/server/clock.ts';
import { limitInPassing } from '#platform/server/rate-limit.ts';
import { log } from '#platform/server/log.ts';
import { Memory } from '#platform/server/memory.ts';
import { publicPages } from '#platform/server/public-pages.ts';
import { requestLog } from '#platform/server/request-log.ts';
import { themeCookie, toTheme } from '#ui/preferences/theme.ts';
import { m } from '#messages/messages.js';
import { extractLocaleFromHeader } from '#messages/runtime.js';
import { paraglideMiddleware } from '#messages/server.js';

/** Asked by machines, also when the database does not answer. */
const probes = new Set(['/healthz', '/readyz', '/metrics']);
const safe = new Set(['GET', 'HEAD', 'OPTIONS']);
/** What is written there changes nothing about who writes it. */
const conversations = /^\/(?:c\/[^/]+|api\/v1)\/threads\//;

const language: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, async ({ locale }) => {
		const theme = toTheme(event.cookies.get(themeCookie));
		event.locals.locale = locale;
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
	});

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

const who: Handle = async ({ event, resolve }) => {
	if (building || probes.has(event.url.pathname)) return resolve(event);
	const { request, locals } = event;
	const bearer = request.headers.get('authorization')?.match(/^Bearer (allm_\S+)$/)?.[1];
	locals.memory = new Memory();
	locals.now = await domainNow();
	locals.viewer = bearer ? await viewerOfToken(bearer, new Date()) : await viewerOfSession(request.headers);
	// a program that names a language is answered in it, one that does not in that of the token's person
	if (bearer && locals.viewer) locals.locale = extractLocaleFromHeader(request) ?? locals.viewer.locale;
	if (!safe.has(request.method)) {
		try {
			// A foreign page may send JSON with our cookie, or sign somebody in as somebody else; only same-origin writes count
			// as the person's own. A program that asks the API without a cookie acts for nobody.
			const nobody = event.url.pathname.startsWith('/api/') && !request.headers.has('cookie');
			if (!bearer && !nobody && request.headers.get('origin') !== event.url.origin)
				throw new Refusal('foreign_origin', { status: 403 });
			await limitInPassing(`write:${locals.viewer?.userId ?? event.getClientAddress()}`, 240, 60);
		} catch (cause) {
			return problemDocument(problemOf(cause, locals.locale));
		}
	}
	const response = await resolve(event);
	if (locals.viewer && !safe.has(request.method) && !conversations.test(event.url.pathname))
		forgetViewer(locals.viewer.userId);
	return response;
};

const headers: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	response.headers.set('x-content-type-options', 'nosniff');
	response.headers.set('referrer-policy', 'same-origin');
	response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()');
	response.headers.set('cross-origin-opener-policy', 'same-origin');
	// what programs read is not for search engines, certificate checks least of all
	if (event.url.pathname.startsWith('/api/')) response.headers.set('x-robots-tag', 'noindex');
	if (event.url.protocol === 'https:') response.headers.set('strict-transport-security', 'max-age=31536000');
	return response;
};

const encoding: Handle = async ({ event, resolve }) =>
	compress(event.request.headers.get('accept-encoding'), await resolve(event));

export const handle = sequence(requestLog, headers, publicPages, encoding, language, who);

/** A refusal keeps the words it was given in the reader's language; only what nobody expected is a fault. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
	if (kind === 'app') return;
	const locale = event.locals.locale ?? 'de';
	if (kind === 'framework' && error.status === 404)
		return { message: m.refusal_not_found({}, { locale }), code: 'not_found' };
	log.error({ err: error, route: event.route.id }, 'fault');
	return { message: m.problem_fault({}, { locale }), code: 'fault' };
};
