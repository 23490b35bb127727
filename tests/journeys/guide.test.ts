import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveClock } from '#platform/server/clock.ts';
import { database } from '#platform/server/database.ts';
import { instantOf } from '#platform/time.ts';
import { settleAll } from '#settle.ts';
import { sql } from 'kysely';
import { tokenFor } from '../api-client.ts';
import { person } from '../cast.ts';
import { askedIn, difference, follow, shownIn, stepsOf, type Exchange, type Known } from '../guide.ts';
import { tokenMailedTo } from '../seats.ts';
import { startServer, type RunningServer } from '../server.ts';

const guide = 'docs/guides/api.md';
let server: RunningServer;
let done = 0;
const json = { 'content-type': 'application/json' };

beforeAll(async () => {
	// The guide's dates stay as they are, however far real time has come.
	await sql`alter table instance drop constraint instance_clock_offset_ms_check`.execute(database);
	await database
		.updateTable('instance')
		.set({ clockOffsetMs: Date.parse('2027-06-01T07:00:00Z') - Date.now() })
		.execute();
	for (const name of ['ada', 'olga', 'clara', 'edda', 'emil', 'esra'])
		await person(name, { administrator: name === 'ada' });
	server = await startServer(process.env['DATABASE_URL'] ?? '');
});
afterAll(() => server?.stop());

/**
 * Whose secret it is stands before the dot: a first name, or what the guide has called the id of a person. A token may
 * be for one scope alone; what was mailed is the secret in the link of the newest mail.
 */
async function secretsFor(block: string, known: Known): Promise<void> {
	for (const { 1: name = '', 2: kind, 3: scope } of block.matchAll(/\{\{(\w+)\.(token|mailed)(?:\.([a-z:]+))?\}\}/g)) {
		const secret = [name, kind, scope].filter(Boolean).join('.');
		if (kind === 'mailed') known.set(secret, await tokenMailedTo(`${name}@example.org`));
		else if (!known.has(secret))
			known.set(secret, await tokenFor(await idOf(name, known), scope ? [scope] : undefined));
	}
}

async function idOf(name: string, known: Known): Promise<string> {
	const id = known.get(name);
	if (typeof id === 'string') return id;
	const email = `${name}@example.org`;
	const row = await database.selectFrom('user').select('id').where('email', '=', email).executeTakeFirstOrThrow();
	return row.id;
}

async function exchange({ line, asked: block, shown: answerBlock }: Exchange, known: Known): Promise<void> {
	await secretsFor(block, known);
	const { method, path, headers, body } = askedIn(block, known);
	const address = path.startsWith('/api/') ? path : `/api/v1${path}`;
	const response = await fetch(`${server.url}${address}`, {
		method,
		headers: { ...json, ...headers },
		...(body === null ? {} : { body: JSON.stringify(body) }),
	});
	const type = response.headers.get('content-type') ?? '';
	const real = type.includes('json') ? await response.json() : await response.text();
	done++;
	const where = `${guide}:${line} ${method} ${path}`;
	if (process.env['SHOW_ANSWERS']) console.log(where, response.status, JSON.stringify(real).slice(0, 1500));
	if (answerBlock === null) {
		if (!response.ok) throw new Error(`${where}: ${response.status} ${JSON.stringify(real)}`);
		return;
	}
	const shown = shownIn(answerBlock);
	const wrong =
		difference(shown.status, response.status, known, 'status') ??
		difference(shown.headers, Object.fromEntries(response.headers), known, 'headers') ??
		(shown.body === null ? null : difference(shown.body, real, known));
	if (wrong) throw new Error(`${where}: ${wrong} (${response.status} ${JSON.stringify(real).slice(0, 1500)})`);
}

async function clock(to: string): Promise<void> {
	const [day = '', time] = to.split(' ');
	await moveClock(time ? instantOf(day, time, 'Europe/Berlin') : new Date(to), settleAll);
}

test('every request of the guide to the API can be sent, and is answered as the guide says', async () => {
	await follow(stepsOf(guide), new Map(), { exchange, clock });
	expect(done).toBeGreaterThan(300);
}, 60_000);

test('a program without a cookie may write from anywhere, a foreign page with somebody’s cookie may not', async () => {
	const ask = (headers: Record<string, string>) =>
		fetch(`${server.url}/api/v1/password-resets`, {
			method: 'POST',
			headers: { origin: 'https://elsewhere.example', ...json, ...headers },
			body: JSON.stringify({ email: 'nobody@example.org' }),
		});
	expect((await ask({})).status).toBe(202);
	const refused = await ask({ cookie: 'allmende.session_token=x' });
	expect(refused.status).toBe(403);
	expect(await refused.json()).toMatchObject({ code: 'foreign_origin' });
});

test('what is too long for a request, or no request at all, is said so', async () => {
	const ask = (headers: Record<string, string>, body: string | ReadableStream) => {
		const sent = { method: 'POST', headers, body, duplex: 'half' };
		return fetch(`${server.url}/api/v1/password-resets`, sent);
	};
	const long = 'x'.repeat(12_000_001);
	for (const body of [long, new Blob([long]).stream()]) {
		const answer = await ask({ ...json, 'accept-language': 'en' }, body);
		expect(answer.status).toBe(413);
		expect(await answer.json()).toMatchObject({ code: 'request_too_large', title: expect.stringContaining('12 MB') });
	}
	expect((await ask(json, '{"email":')).status).toBe(422);
	const { port } = new URL(server.url);
	const traced = request({ port, method: 'TRACE', path: '/api/v1/openapi.json' }).end();
	const [{ statusCode }] = await once(traced, 'response');
	expect(statusCode).toBe(400);
});

test('what comes along with a question is left aside', async () => {
	const { port } = new URL(server.url);
	const headers = { ...json, 'content-length': 2 };
	const asked = request({ port, method: 'GET', path: '/api/v1/openapi.json', headers }).end('{}');
	const [{ statusCode }] = await once(asked, 'response');
	expect(statusCode).toBe(200);
});

test('an address is found with a slash at its end as well', async () => {
	const { status } = await fetch(`${server.url}/api/v1/openapi.json/`, { redirect: 'error' });
	expect(status).toBe(200);
});

test('a foreign page signs nobody in, whether its form has a cookie or not, and whatever it calls what it sends', async () => {
	for (const type of ['application/x-www-form-urlencoded', 'application/json', 'text/plain'])
		for (const cookie of [{}, { cookie: 'PARAGLIDE_LOCALE=de' }]) {
			const answer = await fetch(`${server.url}/sign-in`, {
				method: 'POST',
				redirect: 'manual',
				headers: { origin: 'https://elsewhere.example', 'content-type': type, ...cookie },
				body: new URLSearchParams({ email: 'olga@example.org', password: 'a long enough password' }).toString(),
			});
			expect(answer.status).toBe(403);
			expect(answer.headers.get('set-cookie') ?? '').not.toContain('session');
		}
});

test('whoever asks too often is told when to ask again', async () => {
	let answer = new Response();
	// two windows’ worth, as a new one may begin meanwhile
	for (let n = 0; n <= 60 && answer.status !== 429; n++)
		answer = await fetch(`${server.url}/api/v1/certificate-checks/AAAA-BBBB-CCCC-DDDD`);
	expect(answer.status).toBe(429);
	expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
	expect(await answer.json()).toMatchObject({ code: 'too_many_requests' });
});
