import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { awaitsSetUp, consumeSetUpToken, instanceKind, setUpToken } from '#platform/server/instance.ts';

test('a demo has no set-up page', async () => {
	expect(await instanceKind()).toBe('demo');
	expect(await awaitsSetUp()).toBe(false);
	expect(await setUpToken()).toBeNull();
});

test('the newest set-up token works once, for one of two who come at the same moment', async () => {
	await database.updateTable('instance').set({ kind: 'production' }).execute();
	const old = (await setUpToken()) ?? '';
	const token = (await setUpToken()) ?? '';
	const use = (given: string) => database.transaction().execute((trx) => consumeSetUpToken(trx, given));
	expect(await use(old)).toBe(false);
	expect(await use('guessed')).toBe(false);
	expect(await awaitsSetUp()).toBe(true);
	expect((await Promise.all([use(token), use(token)])).sort()).toEqual([false, true]);
	expect(await awaitsSetUp()).toBe(false);
	expect(await setUpToken()).toBeNull();
});

test('a token whose use is rolled back is good again', async () => {
	await database.updateTable('instance').set({ setupAt: null }).execute();
	const token = (await setUpToken()) ?? '';
	const failing = database.transaction().execute(async (trx) => {
		await consumeSetUpToken(trx, token);
		throw new Error('the administrator could not be created');
	});
	await expect(failing).rejects.toThrow();
	expect(await consumeSetUpToken(database, token)).toBe(true);
});
