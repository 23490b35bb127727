import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import * as z from 'zod';
import { call, type AnyVerb, type Caller } from '#platform/server/verb.ts';
import { answerTypes, takenAnswer } from '#platform/server/answers.ts';
import { problemDocument, problemOf } from '#platform/server/problem.ts';
import { problemExamples } from '#platform/server/problem-examples.ts';
import { InvalidInput } from '#platform/refusal.ts';
import { m } from '#messages/messages.js';

type Bindings = { Bindings: { caller: Caller } };

/** The whole API, made from the verbs' declarations: routes, RFC 9457 problems and the OpenAPI 3.1 description. */
export function apiOf(verbs: readonly AnyVerb[], origin: string) {
	const api = new OpenAPIHono<Bindings>({ strict: false });
	for (const verb of verbs) {
		api.on(verb.method.toUpperCase(), `/api/v1${honoPath(verb.path)}`, (context) => answer(context, verb));
		describe(api, verb);
	}
	api.get('/api/v1/openapi.json', (context) =>
		context.json(
			api.getOpenAPI31Document({
				openapi: '3.1.0',
				info: { title: 'Allmende', version: '1', description: 'Everything a page can do, under the same rules.' },
				servers: [{ url: origin }],
				security: [{ token: [] }],
			}),
		),
	);
	for (const [name, schema] of Object.entries(answerTypes))
		api.openAPIRegistry.registerComponent('schemas', name, schema);
	api.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
	api.notFound((context) =>
		problemDocument({
			status: 404,
			code: 'not_found',
			message: m.refusal_not_found({}, { locale: context.env.caller.locale }),
			errors: [],
		}),
	);
	return api;
}

async function answer(context: Context<Bindings>, verb: AnyVerb): Promise<Response> {
	const { caller } = context.env;
	try {
		const body = verb.method === 'get' ? queryOf(context) : await bodyOf(context, caller.locale);
		const key = keyOf(context, caller.locale);
		const result = await call(verb, { ...caller, key }, { ...body, ...context.req.param() });
		if (result instanceof Response) return result;
		const text = Buffer.from(JSON.stringify(result ?? null));
		return new Response(text, {
			status: verb.status ?? 200,
			headers: {
				'content-type': 'application/json',
				'content-length': String(text.length),
				'cache-control': 'no-store',
				...nextPage(context.req.url, verb, result),
			},
		});
	} catch (cause) {
		return problemDocument(problemOf(cause, caller.locale));
	}
}

function keyOf(context: Context, locale: Caller['locale']): string | undefined {
	const key = context.req.header('idempotency-key');
	if (key !== undefined && (key.length < 8 || key.length > 200))
		throw new InvalidInput([{ field: 'Idempotency-Key', message: m.input_key_length({}, { locale }) }]);
	return key;
}

/** RFC 8288: where the next page of a list is, as long as there is one. */
function nextPage(address: string, { paged }: AnyVerb, result: unknown): Record<string, string> {
	const next: unknown = typeof result === 'object' && result !== null ? Reflect.get(result, 'next') : null;
	if (!paged || (typeof next !== 'string' && typeof next !== 'number')) return {};
	const url = new URL(address);
	url.searchParams.set(paged, String(next));
	return { link: `<${url.pathname}${url.search}>; rel="next"` };
}

function queryOf(context: Context): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(context.req.queries()).map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
	);
}

async function bodyOf(context: Context, locale: Caller['locale']): Promise<Record<string, unknown>> {
	const text = await context.req.text();
	if (text === '') return {};
	try {
		const body: unknown = JSON.parse(text);
		if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
	} catch {
		/* said below */
	}
	throw new InvalidInput([{ field: '', message: m.input_malformed({}, { locale }) }]);
}

const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const problem = z
	.object({
		type: z.string(),
		title: z.string(),
		status: z.int(),
		code: z.string(),
		errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
	})
	.meta({ id: 'Problem' });

const linkHeader = {
	Link: {
		description: 'The address of the next page (`rel="next"`); absent on the last one',
		schema: { type: 'string' as const },
	},
};

/** JSON, or the bytes of a file. */
function answerOf(verb: AnyVerb) {
	const taken = takenAnswer(verb);
	return taken?.['format'] === 'binary'
		? { '*/*': { schema: taken } }
		: { 'application/json': { schema: verb.output ?? taken ?? z.unknown() } };
}

function describe(api: OpenAPIHono<Bindings>, verb: AnyVerb): void {
	const params = [...verb.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
	const inPath = z.object(Object.fromEntries(params.map((name) => [name, verb.input.shape[name] ?? z.string()])));
	const rest = z.object(
		Object.fromEntries(Object.entries(verb.input.shape).filter(([name]) => !params.includes(name))),
	);
	const hasRest = Object.keys(rest.shape).length > 0;
	const problems = (status: keyof typeof problemExamples) => ({
		description: problemExamples[status].means,
		content: { 'application/problem+json': { schema: problem, example: problemExamples[status].example } },
	});
	api.openAPIRegistry.registerPath({
		method: verb.method,
		path: `/api/v1${verb.path}`,
		operationId: verb.name,
		summary: verb.summary,
		description: `Scope: \`${verb.scope}\`. May: ${verb.who.join(', ')}.`,
		tags: [verb.scope.split(':')[0] ?? 'other'],
		request: {
			...(params.length > 0 ? { params: inPath } : {}),
			...(verb.method === 'get' && hasRest ? { query: rest } : {}),
			...(verb.method !== 'get' && hasRest ? { body: { content: { 'application/json': { schema: rest } } } } : {}),
			...(verb.method === 'get'
				? {}
				: { headers: z.object({ 'idempotency-key': z.string().min(8).max(200).optional() }) }),
		},
		responses: {
			[String(verb.status ?? 200)]: {
				description: verb.summary,
				...(verb.paged ? { headers: linkHeader } : {}),
				content: answerOf(verb),
			},
			401: problems(401),
			403: problems(403),
			404: problems(404),
			409: problems(409),
			...(verb.method === 'get' ? {} : { 413: problems(413) }),
			422: problems(422),
			...(verb.rate ? { 429: problems(429) } : {}),
		},
	});
}
