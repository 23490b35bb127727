import { beforeAll, expect, test } from 'vitest';
import { createPerson } from '#identity/server/people.ts';
import { viewerOfPerson } from '#identity/server/viewers.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { eraseDue } from '#privacy/server/erase.ts';
import { erasePerson, personErasure, withdrawPersonErasure } from '#privacy/server/erasure-administration.ts';
import { erasurePage, requestErasure } from '#privacy/server/erasure.ts';
import { does, person } from '../../../tests/cast.ts';

const now = new Date('2026-10-01T08:00:00Z');
const due = new Date('2026-10-08T08:00:00Z');
let ada: Viewer;
let berta: Viewer;
beforeAll(async () => {
	ada = await person('ada', { administrator: true });
	berta = await person('berta');
});
const mails = async (email: string) =>
	(await database.selectFrom('mail').select('kind').where('toAddress', '=', email).orderBy('id').execute()).map(
		({ kind }) => kind,
	);

test('an administrator carries out a request, having typed the address and said how it came', async () => {
	const ask = (email: string) =>
		does(ada, now, erasePerson, { userId: berta.userId, email, reason: 'Brief vom 28. September' });
	await expect(ask('anna@example.org')).rejects.toMatchObject({ code: 'address_differs', field: 'email' });
	expect(await ask(' Berta@example.org')).toEqual({ dueAt: due });
	expect(await mails(berta.email)).toEqual(['account_erasure_asked_for_you']);
	expect((await does(berta, now, erasurePage, {})).asked).toMatchObject({ dueAt: due, byOneself: false });
	expect(await does(ada, now, withdrawPersonErasure, { userId: berta.userId })).toEqual({ withdrawn: true });
	await ask(berta.email);
	await eraseDue(due);
	expect(await viewerOfPerson(berta.userId)).toBeNull();
	await expect(does(ada, due, personErasure, { userId: berta.userId })).rejects.toMatchObject({ status: 404 });
});

test('the last administrator stays, also when that comes about only later', async () => {
	const cora = await person('cora', { administrator: true });
	const ask = (viewer: Viewer) => does(viewer, now, requestErasure, { email: viewer.email, understood: true });
	await ask(ada);
	await ask(cora);
	await Promise.all([eraseDue(due), eraseDue(due)]);
	const left = [await viewerOfPerson(ada.userId), await viewerOfPerson(cora.userId)].filter((each) => each !== null);
	expect(left).toHaveLength(1);
	expect((await does(left[0] ?? null, due, erasurePage, {})).duties).toEqual([
		{ duty: 'last_administrator', what: '' },
	]);
});

test('who signs in by a password confirms by it', async () => {
	const userId = await createPerson(database, {
		name: 'Dora',
		email: 'dora@example.org',
		locale: 'de',
		password: 'lang genug und geheim',
	});
	const dora = await viewerOfPerson(userId);
	const ask = (password: string) =>
		does(dora, now, requestErasure, { password, email: 'dora@example.org', understood: true });
	await expect(ask('')).rejects.toMatchObject({ code: 'password_wrong', field: 'password' });
	await expect(ask('geraten und falsch')).rejects.toMatchObject({ code: 'password_wrong' });
	expect(await ask('lang genug und geheim')).toEqual({ dueAt: due });
});
