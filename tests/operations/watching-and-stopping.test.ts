import { request, type ClientRequest } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import parse, { type Family } from 'parse-prometheus-text-format';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { tokenFor } from '../api-client.ts';
import { learnerOf } from '../learning.ts';
import { sessionOf } from '../journeys/browser/stage.ts';
import { person } from '../cast.ts';
import { answers, freePort, launch, type Run } from '../server.ts';
import { cohortWorld, type World } from '../world.ts';

const metricsToken = 'only-for-tests-0123456789abcdef0123456789';
let world: World;
let ada: Viewer;
let url: string;
let port: number;
let run: Run;

beforeAll(async () => {
	[world, port, ada] = await Promise.all([
		cohortWorld({ learners: 2 }),
		freePort(),
		person('ada', { administrator: true }),
	]);
	url = `http://127.0.0.1:${port}`;
	await start();
}, 60_000);
afterAll(async () => {
	run.signal('SIGKILL');
	await run.ended;
});

async function start(): Promise<void> {
	const { DATABASE_URL = '', DATA_DIR = '', SECRET = '' } = process.env;
	const settings = { DATABASE_URL, DATA_DIR, SECRET, PORT: String(port), PUBLIC_URL: url, DEMO: '1' };
	run = launch({ ...settings, METRICS_TOKEN: metricsToken, STOP_DELAY: '1', STOP_GRACE: '3' });
	await answers(run, url);
}

const asked = (headers: Record<string, string> = {}): Promise<Response> => fetch(`${url}/metrics`, { headers });

/** A figure's value; its labels as they are written. */
function valueOf(families: Family[], name: string, labels: Record<string, string> = {}): number | undefined {
	const { metrics = [] } = families.find((family) => family.name === name) ?? {};
	const found = metrics.find((metric) =>
		Object.entries(labels).every(([label, value]) => metric.labels?.[label] === value),
	);
	return found && Number(found.value ?? found.count);
}

/** Begins to upload a file, and leaves the end to whoever calls `send`. */
async function slowUpload(): Promise<{ send: () => void; answer: Promise<{ status: number; connection: string }> }> {
	const body = JSON.stringify({ name: 'notes.txt', content: Buffer.from('slowly').toString('base64') });
	const token = await tokenFor(learnerOf(world, 0).userId);
	const upload: ClientRequest = request(`${url}/api/v1/files`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${token}`,
			'content-type': 'application/json',
			'content-length': body.length,
			expect: '100-continue',
		},
	});
	const answer = new Promise<{ status: number; connection: string }>((answered, failed) => {
		upload.on('error', failed);
		upload.on('response', (response) => {
			response.resume();
			answered({ status: response.statusCode ?? 0, connection: response.headers.connection ?? '' });
		});
	});
	upload.flushHeaders();
	// the server has it once it asks for the body
	await new Promise((reached) => upload.once('continue', reached));
	return { send: () => upload.end(body), answer };
}

async function openStream(): Promise<{ text: () => string; ended: Promise<void> }> {
	const { name, value } = await sessionOf(learnerOf(world, 0));
	const response = await fetch(`${url}/live`, { headers: { cookie: `${name}=${value}` } });
	const decoder = new TextDecoder();
	let text = '';
	const ended = (async () => {
		for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
	})();
	ended.catch(() => {});
	await expect.poll(() => text).toContain('event: ready');
	return { text: () => text, ended };
}

test('metrics are for whoever bears the token, and for no administrator', async () => {
	expect((await asked()).status).toBe(401);
	expect((await asked({ authorization: `Bearer ${metricsToken}x` })).status).toBe(401);
	const { name, value } = await sessionOf(ada);
	expect((await asked({ cookie: `${name}=${value}` })).status).toBe(401);
	expect((await asked({ authorization: `Bearer ${metricsToken}` })).status).toBe(200);
});

test('metrics tell by the route how requests fared, and what the instance is busy with, in words that Prometheus reads', async () => {
	const { communityId } = world;
	const { name, value } = await sessionOf(learnerOf(world, 0));
	const cookie = `${name}=${value}`;
	await fetch(`${url}/c/${communityId}/talk`, { headers: { cookie } });
	await fetch(`${url}/nowhere/at/all`);
	await openStream();
	const response = await asked({ authorization: `Bearer ${metricsToken}` });
	expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
	const text = await response.text();
	const found = parse(text);
	const requests = 'allmende_http_requests_total';
	expect(valueOf(found, requests, { route: '/c/[communityId]/talk', method: 'GET', status: '200' })).toBe(1);
	expect(valueOf(found, requests, { route: 'none', status: '404' })).toBe(1);
	expect(text).toContain('allmende_http_request_duration_seconds_count{route="/c/[communityId]/talk"} 1\n');
	expect(valueOf(found, 'allmende_live_connections')).toBe(1);
	expect(valueOf(found, 'allmende_database_up')).toBe(1);
	expect(valueOf(found, 'allmende_database_query_duration_seconds')).toBeGreaterThan(5);
	for (const figure of ['jobs_waiting', 'jobs_dead', 'mails_unsent', 'last_backup_timestamp_seconds'])
		expect(valueOf(found, `allmende_${figure}`), figure).toBeGreaterThanOrEqual(0);
	expect(valueOf(found, 'allmende_info', { kind: 'demo' })).toBe(1);
	expect(valueOf(found, 'process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
	expect(valueOf(found, 'process_cpu_seconds_total')).toBeGreaterThan(0);
	const people = await database.selectFrom('user').select(['name', 'email']).execute();
	const { name: community } = await database
		.selectFrom('community')
		.select('name')
		.where('id', '=', communityId)
		.executeTakeFirstOrThrow();
	const names = [communityId, community, ...people.flatMap((person) => [person.name, person.email])];
	expect(names.filter((word) => text.includes(word))).toEqual([]);
});

test('told to stop, a server says it is not ready, sends streams away, answers what runs, and ends well', async () => {
	const stream = await openStream();
	const upload = await slowUpload();
	run.signal('SIGTERM');
	await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { interval: 20 }).toBe(503);
	await stream.ended;
	expect(stream.text()).toMatch(/retry: [1-4]\d{3}\n\n$/);
	await expect.poll(() => fetch(`${url}/healthz`).then(String, () => 'refused'), { interval: 20 }).toBe('refused');
	upload.send();
	expect(await upload.answer).toEqual({ status: 201, connection: 'close' });
	expect(await run.ended).toBe(0);
	await start();
});

test('a second signal ends it at once, and one Ctrl-C that comes several times does not', async () => {
	const upload = await slowUpload();
	upload.answer.catch(() => {});
	run.signal('SIGINT');
	run.signal('SIGINT');
	// within a second it is one telling, and the upload would be waited for until the fourth
	await wait(2000);
	run.signal('SIGINT');
	expect(await run.ended).toBe(1);
	expect(run.said()).toContain('Stopping at once');
});
