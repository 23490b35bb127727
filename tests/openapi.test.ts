import { expect, test } from 'vitest';
import * as z from 'zod';
import { apiOf } from '#platform/server/api.ts';
import { verbs } from '#verbs.ts';

const document = z.object({
	openapi: z.string(),
	paths: z.record(z.string(), z.record(z.string(), z.looseObject({ operationId: z.string() }))),
});

test('the description of the API names every verb once', async () => {
	const caller = { viewer: null, now: new Date(), locale: 'de' as const };
	const answer = await apiOf(verbs, 'https://allmende.example').fetch(
		new Request('https://allmende.example/api/v1/openapi.json'),
		{ caller },
	);
	expect(answer.status).toBe(200);
	const { openapi, paths } = document.parse(await answer.json());
	expect(openapi).toBe('3.1.0');
	const named = Object.values(paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
	expect(named.toSorted()).toEqual(verbs.map(({ name }) => name).toSorted());
});
