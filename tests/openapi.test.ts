import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { assertDescribed, takenAnswer } from '#platform/server/answers.ts';
import { apiOf } from '#platform/server/api.ts';
import { verbs } from '#verbs.ts';

const api = apiOf(verbs, 'https://allmende.example');
const caller = { viewer: null, now: new Date(), locale: 'en' as const };
const ask = (path: string, init: RequestInit = {}) =>
	api.fetch(new Request(`https://allmende.example/api/v1${path}`, init), { caller });

const problem = z.strictObject({
	type: z.string(),
	title: z.string(),
	status: z.int(),
	code: z.string(),
	errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
});
const response = z.looseObject({
	headers: z.record(z.string(), z.unknown()).optional(),
	content: z.record(z.string(), z.looseObject({ example: z.unknown().optional() })).optional(),
});
const operation = z.looseObject({ operationId: z.string(), responses: z.record(z.string(), response) });
const document = z.object({
	openapi: z.string(),
	paths: z.record(z.string(), z.record(z.string(), operation)),
});

let operations: z.output<typeof operation>[];
beforeAll(async () => {
	const answer = await ask('/openapi.json');
	expect(answer.status).toBe(200);
	const { openapi, paths } = document.parse(await answer.json());
	expect(openapi).toBe('3.1.0');
	operations = Object.values(paths).flatMap((path) => Object.values(path));
});

test('the description of the API names every verb once', () => {
	expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(verbs.map(({ name }) => name).toSorted());
});

test('it says of every verb what is answered', () => {
	const silent = verbs.filter((verb) => !verb.output && !takenAnswer(verb)).map(({ name }) => name);
	expect(silent, 'npm run answers').toEqual([]);
	for (const { operationId, responses } of operations) {
		const [, success] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
		const [schema] = Object.values(success?.content ?? {}).map((content) => JSON.stringify(content['schema']));
		expect(schema, operationId).toMatch(/"(type|\$ref|anyOf|enum|const)":/);
	}
});

test('every refusal it describes has an example that is a problem document of that status', () => {
	for (const { operationId, responses } of operations)
		for (const [status, { content }] of Object.entries(responses)) {
			if (Number(status) < 400) continue;
			const { example } = content?.['application/problem+json'] ?? {};
			expect(problem.parse(example).status, `${operationId} ${status}`).toBe(Number(status));
		}
});

test.each([
	['/me', {}, 401, 'sign_in_first'],
	['/nowhere', {}, 404, 'not_found'],
	['/communities/not-an-id/people', {}, 401, 'sign_in_first'],
	['/mail-subscription', { method: 'POST', body: '{"token":' }, 422, 'input'],
	['/mail-subscription', { method: 'POST', body: '{}' }, 422, 'input'],
] as const)('%s %j is answered by a problem document: %i %s', async (path, init, status, code) => {
	const answer = await ask(path, init);
	expect(answer.headers.get('content-type')).toBe('application/problem+json');
	expect(answer.status).toBe(status);
	expect(problem.parse(await answer.json())).toMatchObject({ status, code, type: `/problems/${code}` });
});

test('what a list’s answer calls `next`, its description takes and hands on as a link', () => {
	for (const verb of verbs) {
		const described = operations.find(({ operationId }) => operationId === verb.name);
		expect(Boolean(described?.responses['200']?.headers?.['Link']), verb.name).toBe(verb.paged !== undefined);
		if (verb.paged) expect(Object.keys(verb.input.shape), verb.name).toContain(verb.paged);
	}
	expect(verbs.filter(({ paged }) => paged).length).toBeGreaterThan(7);
});

test('an answer with a field too many or too few is noticed', () => {
	const list = verbs.find(({ name }) => name === 'courseVersions');
	const row = { id: 'x', label: '1', hash: 'h', importedAt: new Date() };
	if (!list) throw new Error('there is no such verb');
	expect(() => assertDescribed(list, { versions: 1 })).toThrow('courseVersions answers');
	expect(() => assertDescribed(list, { versions: [], more: row })).toThrow('courseVersions answers');
	expect(() => assertDescribed(list, {})).toThrow('courseVersions answers');
});
