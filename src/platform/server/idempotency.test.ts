import { sql } from 'kysely';
import * as z from 'zod';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeJoinLink } from '#community/server/join-links.ts';
import { openCalendar } from '#events/server/calendars.ts';
import { createToken } from '#identity/server/tokens.ts';
import { assertNoSecret } from '#platform/server/answers.ts';
import { apiOf } from '#platform/server/api.ts';
import { database } from '#platform/server/database.ts';
import { requestDigest } from '#platform/server/idempotency.ts';
import type { Viewer } from '#platform/viewer.ts';
import { verbs } from '#verbs.ts';
import { call } from '#platform/server/verb.ts';
import { as, person, type AnyVerb } from '../../../tests/cast.ts';
import { community, company } from '../../../tests/company.ts';

const api = apiOf(verbs, 'https://allmende.example');
let ada: Viewer, ben: Viewer;
beforeAll(async () => {
	ada = await person('ada', { administrator: true });
	ben = await person('ben', { administrator: true });
});

async function create(viewer: Viewer, key: string, body: object) {
	const request = new Request('https://allmende.example/api/v1/organisations', {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'idempotency-key': key },
		body: JSON.stringify(body),
	});
	const caller = { viewer, now: new Date('2026-09-01T08:00:00Z'), locale: 'en' as const };
	const response = await api.fetch(request, { caller });
	return { status: response.status, body: await response.json() };
}
const organisations = async (slug: string): Promise<number> =>
	(await database.selectFrom('organisation').select('id').where('slug', '=', slug).execute()).length;

test('the same request under the same key gets the same answer, whatever the order of its fields', async () => {
	const first = await create(ada, 'key-of-ada-1', { name: 'Akademie', slug: 'akademie' });
	const again = await create(ada, 'key-of-ada-1', { slug: 'akademie', name: 'Akademie' });
	expect(again).toEqual(first);
	expect(first.status).toBe(201);
	expect(await organisations('akademie')).toBe(1);
});

test('another request under the same key is refused and does nothing', async () => {
	await create(ada, 'key-of-ada-2', { name: 'Werkhof', slug: 'werkhof' });
	const other = await create(ada, 'key-of-ada-2', { name: 'Werkhof', slug: 'werkhof-2' });
	expect(other).toMatchObject({ status: 422, body: { type: '/problems/key_reused', code: 'key_reused' } });
	expect(await organisations('werkhof-2')).toBe(0);
});

test('of twenty requests at once under one key one is carried out, and those that ask for something else are refused', async () => {
	const answers = await Promise.all(
		Array.from({ length: 20 }, (_, n) =>
			create(ada, 'key-of-ada-3', { name: 'Hof', slug: n % 4 === 3 ? 'hof-2' : 'hof' }),
		),
	);
	expect((await organisations('hof')) + (await organisations('hof-2'))).toBe(1);
	const carriedOut = answers.filter(({ status }) => status === 201);
	expect([5, 15]).toContain(carriedOut.length);
	expect(new Set(carriedOut.map(({ body }) => JSON.stringify(body))).size).toBe(1);
	expect(answers.filter(({ status }) => status === 422)).toHaveLength(20 - carriedOut.length);
});

test('a refused request leaves its key free; each person has keys of their own', async () => {
	expect((await create(ada, 'key-of-ada-4', { name: 'Akademie', slug: 'akademie' })).status).toBe(409);
	expect((await create(ada, 'key-of-ada-4', { name: 'Garten', slug: 'garten' })).status).toBe(201);
	expect((await create(ben, 'key-of-ada-4', { name: 'Beet', slug: 'beet' })).status).toBe(201);
});

test.each(['short', 'x'.repeat(201)])('a key has 8 to 200 characters, unlike %s', async (key) => {
	expect(await create(ada, key, { name: 'Kurz', slug: 'kurz' })).toMatchObject({
		status: 422,
		body: { errors: [{ field: 'Idempotency-Key' }] },
	});
	expect(await organisations('kurz')).toBe(0);
});

describe('what was asked for', () => {
	const same = async (one: object, other: object) => (await requestDigest(one)).equals(await requestDigest(other));
	test('is compared by what it says', async () => {
		expect(await same({ a: 1, b: { c: [1, 2], d: null } }, { b: { d: null, c: [1, 2] }, a: 1 })).toBe(true);
		expect(await same({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
		expect(await same({ a: '1' }, { a: 1 })).toBe(false);
		expect(await same({ at: new Date(0) }, { at: new Date(1) })).toBe(false);
	});
	test('and files by their bytes', async () => {
		expect(await same({ file: new File(['eins'], 'a') }, { file: new File(['eins'], 'a') })).toBe(true);
		expect(await same({ file: new File(['eins'], 'a') }, { file: new File(['zwei'], 'a') })).toBe(false);
	});
});

describe('a secret', () => {
	const now = new Date('2026-09-01T08:00:00Z');
	const named = /^(token|secret|password|address|link|url)$/i;

	test.each([
		['createToken', createToken, async () => ({ name: 'Skript', scopes: ['course:read'] })],
		['openCalendar', openCalendar, async () => ({})],
		[
			'makeJoinLink',
			makeJoinLink,
			async () => ({ communityId: await community(await company(), { manager: ben, at: now }) }),
		],
	] as [string, AnyVerb, () => Promise<object>][])(
		'that %s answers is not kept with the key',
		async (_, verb, input) => {
			const answer = await call(verb, as(ben, now, `key-of-${verb.name}`), await input());
			const said = Object.entries(Object(answer)).flatMap(([field, value]) =>
				named.test(field) ? [String(value)] : [],
			);
			expect(said).toHaveLength(1);
			const { rows } = await sql`select i::text as row from idempotency i where verb = ${verb.name}`.execute(database);
			expect(rows).toEqual([]);
			const kept = JSON.stringify(await database.selectFrom('idempotency').selectAll().execute());
			for (const secret of said) expect(kept).not.toContain(secret.split('/').at(-1));
			expect(() => assertNoSecret(verb, answer)).toThrow(verb.name);
		},
	);

	test('is in no answer of a verb that keeps keys', () => {
		const secretly = verbs
			.filter(({ method, output }) => method !== 'get' && output instanceof z.ZodObject)
			.filter(({ output }) =>
				Object.keys(output instanceof z.ZodObject ? output.shape : {}).some((f) => named.test(f)),
			);
		expect(secretly.map(({ name }) => name).toSorted()).toEqual(['createToken', 'makeJoinLink', 'openCalendar']);
		expect(secretly.filter(({ traceless }) => !traceless)).toEqual([]);
	});

	test('is noticed by its looks wherever an answer would be kept', () => {
		const [verb] = verbs;
		if (!verb) throw new Error('there are no verbs');
		expect(() => assertNoSecret(verb, { href: `/enrol/${'aB3-'.repeat(11)}` })).toThrow('would be kept');
		expect(() =>
			assertNoSecret(verb, { id: crypto.randomUUID(), at: now, words: 'Ein langer Satz, 3-mal.' }),
		).not.toThrow();
	});
});
