import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { createOrganisation } from '#community/server/organisations.ts';
import { here } from '#platform/server/here.ts';
import { Memory } from '#platform/server/memory.ts';
import { call, verb, type Scene } from '#platform/server/verb.ts';
import { InvalidInput } from '#platform/refusal.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { as, person } from '../../../tests/cast.ts';

const now = new Date('2026-09-01T08:00:00Z');
let ada: Viewer;
let ben: Viewer;
beforeAll(async () => {
	ada = await person('ada', { administrator: true });
	ben = await person('ben');
});
const organisation = { name: 'Akademie', slug: 'akademie' };

test('whoever is not signed in is asked to sign in first', async () => {
	await expect(call(createOrganisation, as(null, now), organisation)).rejects.toMatchObject({
		code: 'sign_in_first',
		status: 401,
	});
});
test('a person without the right is refused, and nothing is written', async () => {
	await expect(call(createOrganisation, as(ben, now), organisation)).rejects.toMatchObject({ status: 404 });
	expect(await database.selectFrom('organisation').select('id').execute()).toEqual([]);
});
test('input that does not fit is answered at its field in the reader’s language', async () => {
	const refused = call(createOrganisation, as(ada, now), { ...organisation, name: '' });
	await expect(refused).rejects.toBeInstanceOf(InvalidInput);
	await expect(refused).rejects.toMatchObject({
		errors: [{ field: 'name', message: expect.stringContaining('mindestens') }],
	});
});
test('the same key gives the first answer again, also to twenty requests at once', async () => {
	const answers = await Promise.all(
		Array.from({ length: 20 }, () => call(createOrganisation, as(ada, now, 'double-click-1'), organisation)),
	);
	expect(new Set(answers.map((a) => a.organisationId)).size).toBe(1);
	expect(await database.selectFrom('organisation').select('id').execute()).toHaveLength(1);
});
test('what has fallen due is settled once in a request that reads, and before each write', async () => {
	let settled = 0;
	const at = { ...here, settle: async () => void (settled += 1) };
	const asked = {
		...{ name: 'asked', path: '/asked' as const, summary: '', scope: 'account:read', at, input: z.object({}) },
		...{ who: ['person'] as const, output: z.object({ settled: z.int() }), run: async () => ({ settled }) },
	};
	const [look, write] = [verb({ ...asked, method: 'get' }), verb({ ...asked, method: 'post' })];
	const one = { ...as(ada, now), memory: new Memory() };
	expect(await Promise.all([call(look, one, {}), call(look, one, {})])).toEqual([{ settled: 1 }, { settled: 1 }]);
	expect(await call(write, one, {})).toEqual({ settled: 2 });
	expect(await call(look, one, {})).toEqual({ settled: 3 });
	expect(await call(look, { ...one, memory: new Memory() }, {})).toEqual({ settled: 4 });
});

test('what is asked together with the right is handed on with it, and without it neither seen nor in the way', async () => {
	const seen: string[] = [];
	const asked = {
		...{
			name: 'findSpring',
			path: '/spring' as const,
			summary: '',
			scope: 'account:read',
			at: here,
			input: z.object({}),
		},
		...{ method: 'post' as const, who: ['administrator'] as const, output: z.object({ found: z.string() }) },
		run: async (_scene: Scene, _input: object, found: string) => {
			seen.push(found);
			return { found };
		},
	};
	const finding = verb({ ...asked, ahead: async () => 'the spring' });
	expect(await call(finding, as(ada, now, 'key-of-asked'), {})).toEqual({ found: 'the spring' });
	for (const key of [undefined, 'key-of-asked'])
		for (const ahead of [async () => 'a secret', () => Promise.reject(new Error('a secret'))])
			await expect(call(verb({ ...asked, ahead }), as(ben, now, key), {})).rejects.toMatchObject({ status: 404 });
	const failing = verb({ ...asked, ahead: () => Promise.reject<string>(new Error('dried up')) });
	expect(await call(failing, as(ada, now, 'key-of-asked'), {})).toEqual({ found: 'the spring' });
	await expect(call(failing, as(ada, now), {})).rejects.toThrow('dried up');
	expect(seen).toEqual(['the spring']);
});
