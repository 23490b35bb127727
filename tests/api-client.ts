import { randomBytes } from 'node:crypto';
import { tokenDigest, viewerOfToken } from '#identity/server/viewers.ts';
import { apiOf } from '#platform/server/api.ts';
import { database } from '#platform/server/database.ts';
import { verbs } from '#verbs.ts';

const origin = 'http://127.0.0.1';
const api = apiOf(verbs, origin);
const scopes = [...new Set(verbs.map((verb) => verb.scope))];

/** The domain clock of the story; only ever set forward. */
export const clock = { now: new Date('2026-08-03T08:00:00Z') };
export function forwardTo(at: Date | string): Date {
	const next = new Date(at);
	if (next < clock.now) throw new Error(`the clock does not go back to ${next.toISOString()}`);
	clock.now = next;
	return next;
}

export class ApiProblem extends Error {
	readonly status: number;
	readonly code: string;
	constructor(where: string, status: number, body: { code: string; title: string; errors?: unknown }) {
		super(`${where}: ${status} ${body.code} ${body.title} ${JSON.stringify(body.errors ?? '')}`);
		this.status = status;
		this.code = body.code;
	}
}

/** A personal access token, with every scope unless told otherwise. */
export async function tokenFor(userId: string, allowed: readonly string[] = scopes): Promise<string> {
	const token = `allm_${randomBytes(24).toString('base64url')}`;
	await database
		.insertInto('accessToken')
		.values({ userId, name: 'Reise', digest: tokenDigest(token), scopes: [...allowed] })
		.execute();
	return token;
}

export type Answer = Record<string, unknown>;

/** What one person (or, without a token, anyone) can do through /api/v1, as a program outside would. */
export function client(token: string | null) {
	const send = async (method: string, path: string, body?: unknown): Promise<Answer> => {
		const request = new Request(`${origin}/api/v1${path}`, {
			method,
			headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const viewer = token ? await viewerOfToken(token, new Date()) : null;
		const response = await api.fetch(request, { caller: { viewer, now: clock.now, locale: viewer?.locale ?? 'de' } });
		const type = response.headers.get('content-type') ?? '';
		if (!type.includes('json'))
			return { status: response.status, type, bytes: (await response.arrayBuffer()).byteLength };
		const answer = await response.json();
		if (!response.ok) throw new ApiProblem(`${method} ${path}`, response.status, answer);
		return answer;
	};
	return {
		get: (path: string) => send('GET', path),
		post: (path: string, body: unknown = {}) => send('POST', path, body),
		put: (path: string, body: unknown = {}) => send('PUT', path, body),
		delete: (path: string) => send('DELETE', path),
	};
}
export type Client = ReturnType<typeof client>;

/** Follows a path such as `posts.0.id` through an answer. */
export function at(answer: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>(
			(value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
			answer,
		);
}
export const text = (answer: unknown, path: string): string => String(at(answer, path));
export function list(answer: unknown, path: string): Answer[] {
	const found = at(answer, path);
	if (!Array.isArray(found)) throw new Error(`no list at ${path} of ${JSON.stringify(answer).slice(0, 300)}`);
	return found;
}
