import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { apiOf } from '#platform/server/api.ts';
import { verbs } from '#verbs.ts';

test('the description of the API is valid OpenAPI 3.1, as somebody else’s validator reads it', async () => {
	const caller = { viewer: null, now: new Date(), locale: 'de' as const };
	const answer = await apiOf(verbs, 'https://allmende.example').fetch(
		new Request('https://allmende.example/api/v1/openapi.json'),
		{ caller },
	);
	const description = z.record(z.string(), z.unknown()).parse(await answer.json());
	const { valid, errors } = await new Validator().validate(description);
	expect(errors ?? []).toEqual([]);
	expect(valid).toBe(true);
});
