import { AsyncLocalStorage } from 'node:async_hooks';
import { forgetViewer } from '#identity/server/viewer-memory.ts';
import { viewerOfSession, viewerOfToken } from '#identity/server/viewers.ts';
import { problemDocument, problemOf } from '#platform/server/problem.ts';
import { Refusal } from '#platform/refusal.ts';
import { compress } from '#platform/server/compress.ts';
import { domainNow } from '#platform/server/clock.ts';
import { limitInPassing } from '#platform/server/rate-limit.ts';
import { Memory } from '#platform/server/memory.ts';
import { publicPages } from '#platform/server/public-pages.ts';
import { requestLog } from '#platform/server/request-log.ts';
import { inTurn, type Rule } from '#platform/server/rule.ts';
import type { Locale } from '#platform/viewer.ts';
import {
	extractLocaleFromHeader,
	extractLocaleFromRequest,
	overwriteServerAsyncLocalStorage,
} from '#messages/runtime.js';

/** Asked by machines, also when the database does not answer. */
const probes = new Set(['/healthz', '/readyz', '/metrics']);
const safe = new Set(['GET', 'HEAD', 'OPTIONS']);
/** What is written there changes nothing about who writes it. */
const conversations = /^\/(?:c\/[^/]+|api\/v1)\/threads\//;

/** In which language words are that are asked for without naming one. */
const spoken = new AsyncLocalStorage<{ locale?: Locale; origin?: string }>();
overwriteServerAsyncLocalStorage(spoken);

/** As the words' own middleware, which besides copies each request and keeps a list of all the words in the answer. */
const language: Rule = ({ request, url, locals }, resolve) => {
	locals.locale = extractLocaleFromRequest(request);
	return spoken.run({ locale: locals.locale, origin: url.origin }, resolve);
};

const who: Rule = async (asked, resolve) => {
	const { request, url, locals } = asked;
	if (probes.has(url.pathname)) return resolve();
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
			const nobody = url.pathname.startsWith('/api/') && !request.headers.has('cookie');
			if (!bearer && !nobody && request.headers.get('origin') !== url.origin)
				throw new Refusal('foreign_origin', { status: 403 });
			await limitInPassing(`write:${locals.viewer?.userId ?? asked.getClientAddress()}`, 240, 60);
		} catch (cause) {
			return problemDocument(problemOf(cause, locals.locale));
		}
	}
	const response = await resolve();
	if (locals.viewer && !safe.has(request.method) && !conversations.test(url.pathname))
		forgetViewer(locals.viewer.userId);
	return response;
};

const headers: Rule = async ({ url }, resolve) => {
	const response = await resolve();
	response.headers.set('x-content-type-options', 'nosniff');
	response.headers.set('referrer-policy', 'same-origin');
	// what only pages could do; pictures come in numbers
	if (response.headers.get('content-type')?.startsWith('text/html')) {
		response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()');
		response.headers.set('cross-origin-opener-policy', 'same-origin');
	}
	// what programs read is not for search engines, certificate checks least of all
	if (url.pathname.startsWith('/api/')) response.headers.set('x-robots-tag', 'noindex');
	if (url.protocol === 'https:') response.headers.set('strict-transport-security', 'max-age=31536000');
	return response;
};

const encoding: Rule = async ({ request }, resolve) =>
	compress(request.headers.get('accept-encoding'), await resolve());

/** For pages and programs alike. */
export const rules = inTurn(requestLog, headers, publicPages, encoding, language, who);
