import { expect, test } from 'vitest';
import {
	endAccess,
	endAdministrator,
	makeAdministrator,
	peopleList,
	personAccount,
} from '#identity/server/people-administration.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does, person } from '../../../tests/cast.ts';

const now = new Date('2026-10-05T08:00:00Z');
const startOver = () => database.updateTable('user').set({ administrator: false }).execute();
const administrators = async () =>
	(
		await database
			.selectFrom('user')
			.select('id')
			.where('administrator', '=', true)
			.where('erasedAt', 'is', null)
			.execute()
	).map(({ id }) => id);
const administrator = (key: string): Promise<Viewer> => person(key, { administrator: true });

test('people are found by a part of name or address, and signs in it mean themselves', async () => {
	const ada = await administrator('ada');
	await person('zoe_eins');
	const found = async (q: string) => (await does(ada, now, peopleList, { q })).people.map(({ email }) => email);
	expect(await found('OE_EIN')).toEqual(['zoe_eins@example.org']);
	expect(await found('zoe_eins@ex')).toEqual(['zoe_eins@example.org']);
	expect(await found('zo%ns')).toEqual([]);
	expect(await found('zoeXeins')).toEqual([]);
	expect((await does(ada, now, peopleList, { only: 'administrators' })).people.map(({ userId }) => userId)).toEqual([
		ada.userId,
	]);
});

test('the list goes on page by page, in the order of names, nobody twice and nobody left out', async () => {
	const ada = await administrator('page-ada');
	const names = Array.from({ length: 93 }, (_, n) => `Nachname ${String(n).padStart(2, '0')}`);
	await database
		.insertInto('user')
		.values(names.map((name, n) => ({ name, email: `seite${n}@example.org`, emailVerified: true })))
		.execute();
	await database
		.updateTable('user')
		.set({ name: 'Nachname 40' })
		.where('email', 'in', ['seite39@example.org', 'seite41@example.org'])
		.execute();
	const seen: string[] = [];
	let after: string | undefined;
	let pages = 0;
	do {
		const page = await does(ada, now, peopleList, { q: 'nachname', ...(after ? { after } : {}) });
		expect(page.count).toBe(93);
		seen.push(...page.people.map(({ userId }) => userId));
		after = page.next ?? undefined;
		pages++;
	} while (after && pages < 9);
	expect(pages).toBe(3);
	expect(new Set(seen).size).toBe(93);
});

test('the last administrator stays, also when two end each other at the same moment', async () => {
	await startOver();
	const first = await administrator('first');
	await expect(does(first, now, endAdministrator, { userId: first.userId })).rejects.toMatchObject({
		code: 'last_administrator',
	});
	const second = await administrator('second');
	const ended = await Promise.allSettled([
		does(first, now, endAdministrator, { userId: second.userId }),
		does(second, now, endAdministrator, { userId: first.userId }),
	]);
	expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	expect(await administrators()).toHaveLength(1);
});

test('somebody whose address is not proved is made no administrator', async () => {
	await startOver();
	const first = await administrator('prover');
	const unproved = await person('unproved');
	const make = () => does(first, now, makeAdministrator, { userId: unproved.userId });
	await database.updateTable('user').set({ emailVerified: false }).where('id', '=', unproved.userId).execute();
	await expect(make()).rejects.toMatchObject({ code: 'administrator_unverified' });
	await database.updateTable('user').set({ emailVerified: true }).where('id', '=', unproved.userId).execute();
	await make();
	await make();
	expect(await administrators()).toContain(unproved.userId);
	const told = await database.selectFrom('audit').selectAll().where('subjectId', '=', unproved.userId).execute();
	expect(told.map(({ action }) => action)).toEqual(['administrator_made']);
});

test('ending somebody’s access ends all sessions, leaves tokens unless asked for, and tells them why', async () => {
	const ada = await administrator('ender');
	const lost = await person('lost');
	for (const token of ['one', 'two'])
		await database
			.insertInto('session')
			.values({
				userId: lost.userId,
				token: `lost ${token}`,
				expiresAt: new Date(Date.now() + 60_000),
				updatedAt: new Date(),
			})
			.execute();
	await database
		.insertInto('accessToken')
		.values({ userId: lost.userId, name: 'Skript', digest: Buffer.from('lost') })
		.execute();
	expect(await does(ada, now, personAccount, { userId: lost.userId })).toMatchObject({ sessions: 2, tokens: 1 });
	await expect(does(ada, now, endAccess, { userId: lost.userId, reason: 'kurz' })).rejects.toMatchObject({
		errors: [{ field: 'reason' }],
	});
	const reason = 'Ihr Laptop wurde als verloren gemeldet.';
	expect(await does(ada, now, endAccess, { userId: lost.userId, reason })).toEqual({ sessions: 2, tokens: 0 });
	const [mail] = await database
		.selectFrom('mail')
		.selectAll()
		.where('userId', '=', lost.userId)
		.where('kind', '=', 'account_access_ended')
		.execute();
	expect(mail?.body).toContain(reason);
	expect(await does(ada, now, endAccess, { userId: lost.userId, reason, tokens: 'yes' })).toEqual({
		sessions: 0,
		tokens: 1,
	});
});
