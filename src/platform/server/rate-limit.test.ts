import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { limit, limitInPassing } from '#platform/server/rate-limit.ts';
import { Refusal } from '#platform/refusal.ts';
import { ways } from '../../../tests/ways.ts';

/** So long that no new window begins while the tests run. */
const seconds = 86_400 * 365;
const refusalOf = (asked: Promise<void>) =>
	asked.then(
		() => null,
		(cause: unknown) => (cause instanceof Refusal ? cause.code : cause),
	);
const refusals = async (times: number, ask: () => Promise<void>) =>
	(await Promise.all(Array.from({ length: times }, () => refusalOf(ask())))).filter((refusal) => refusal !== null);

test('as many as are allowed go through, however many ask at once', async () => {
	expect(await refusals(15, () => limit('at once', 10, seconds))).toEqual(Array(5).fill('too_many_requests'));
	expect(await refusals(15, () => limitInPassing('in passing', 10, seconds))).toEqual(
		Array(5).fill('too_many_requests'),
	);
});

test('what is counted in passing is counted together with what other processes have counted', async () => {
	expect(await refusals(8, () => limit('shared', 10, seconds))).toEqual([]);
	expect(await refusals(15, () => limitInPassing('shared', 10, seconds))).not.toEqual([]);
	expect(await refusalOf(limitInPassing('shared', 10, seconds))).toBe('too_many_requests');
});

test('who is far from the limit waits for no counting, which comes when they have been answered', async () => {
	const counted = async () => {
		const row = await database.selectFrom('rateLimit').select('count').where('bucket', '=', 'far').executeTakeFirst();
		return row?.count;
	};
	const passing = async () => {
		await limitInPassing('far', 10, seconds);
		await nextTurn();
	};
	expect(await ways(passing)).toBe(0);
	await expect.poll(counted, { timeout: 5_000, interval: 10 }).toBe(1);
});
