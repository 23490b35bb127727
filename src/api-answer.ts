import type { IncomingMessage, ServerResponse } from 'node:http';
import { setResponse } from '@sveltejs/kit/node';
import { apiOf } from '#platform/server/api.ts';
import { config } from '#platform/server/config.ts';
import { callerOf } from '#platform/server/form.ts';
import { log } from '#platform/server/log.ts';
import { Memory } from '#platform/server/memory.ts';
import { problemDocument, problemOf } from '#platform/server/problem.ts';
import { addressHeaders } from '#platform/server/public-address.ts';
import { longestRequest, type Asked } from '#platform/server/rule.ts';
import { refuse } from '#platform/refusal.ts';
import { rules } from '#rules.ts';
import { verbs } from '#verbs.ts';

const api = apiOf(verbs, config.publicUrl);
/** What is sent along has no meaning for these, and a `Request` takes none. */
const bodiless = new Set(['GET', 'HEAD']);

export const apiAnswer = async (asked: Asked): Promise<Response> =>
	api.fetch(asked.request, { caller: callerOf(asked) });

/** Answers a request below `/api/v1` without the web framework, which takes longer over one than most verbs do. */
export async function answerApi(req: IncomingMessage, res: ServerResponse): Promise<void> {
	try {
		const body = await bodyOf(req);
		const asked = askedBy(req, body ?? '');
		const resolve = async () =>
			body === null
				? refuse('request_too_large', { status: 413, values: { megabytes: longestRequest } })
				: apiAnswer(asked);
		const response = await rules(asked, resolve).catch((cause: unknown) =>
			problemDocument(problemOf(cause, asked.locals.locale)),
		);
		// what is left of it is not waited for
		if (body === null) res.shouldKeepAlive = false;
		setResponse(res, response);
	} catch (cause) {
		log.debug({ err: cause }, 'a request was broken off, or is none');
		res.writeHead(400).end();
	}
}

/** All that was sent; `null` if it is too long. */
async function bodyOf(req: IncomingMessage): Promise<string | null> {
	const parts: Buffer[] = [];
	let bytes = 0;
	for await (const part of req.iterator({ destroyOnReturn: false })) {
		bytes += part.length;
		if (bytes > longestRequest * 1_000_000) return null;
		parts.push(part);
	}
	return Buffer.concat(parts).toString();
}

/** `headers` as `fixAddress` has left them. */
function askedBy({ method = 'GET', url: path, headers }: IncomingMessage, body: string): Asked {
	const address = (name: keyof typeof addressHeaders) => String(headers[addressHeaders[name]]);
	const url = new URL(`${address('PROTOCOL_HEADER')}://${address('HOST_HEADER')}${path}`);
	const fields = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
	return {
		request: new Request(url, { method, headers: fields, body: bodiless.has(method) ? null : body || null }),
		url,
		route: { id: '/api/v1/[...path]' },
		isDataRequest: false,
		getClientAddress: () => address('ADDRESS_HEADER'),
		locals: { viewer: null, now: new Date(), locale: 'de', memory: new Memory() },
	};
}
