import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import {
	applicationPage,
	applicationToConfirm,
	seatInvitation,
	seatOfferPage,
} from '#course/server/application-pages.ts';
import { applyToCohort } from '#course/server/applying.ts';
import { acceptApplication } from '#course/server/deciding.ts';
import { leaveCohort } from '#course/server/leaving.ts';
import { does, person } from '../../../tests/cast.ts';
import { applies, enrols, openedCohort, tokenMailedTo } from '../../../tests/seats.ts';

const summer = new Date('2026-08-10T08:00:00Z');
const days = (n: number) => new Date(summer.getTime() + n * 86_400_000);

async function linkIn(email: string, kind: string): Promise<string> {
	const { body } = await database
		.selectFrom('mail')
		.select('body')
		.where('toAddress', '=', email)
		.where('kind', '=', `application_${kind}`)
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirstOrThrow();
	return /(?:token=|\/enrol\/)([\w-]+)/.exec(body)?.[1] ?? '';
}

test('before confirming, the applicant sees the words that would be confirmed', async () => {
	const { cohortId } = await openedCohort();
	const motivation = 'Diese Worte habe ich selbst geschrieben.';
	await does(null, summer, applyToCohort, { cohortId, name: 'Ada', email: 'adal@example.org', motivation });
	const token = await tokenMailedTo('adal@example.org');
	expect(await does(null, summer, applicationToConfirm, { token })).toMatchObject({
		confirmed: false,
		applicant: { name: 'Ada', motivation },
	});
	await expect(does(null, summer, applicationToConfirm, { token: 'erraten' })).rejects.toMatchObject({ status: 404 });
});

test('an application is for its applicant alone, who sees the own place on the waitlist', async () => {
	const { cohortId, olga } = await openedCohort({ seats: 1 });
	const names = ['Barbara', 'Cem', 'Doris'];
	const ids: string[] = [];
	for (const name of names) {
		const applicationId = await applies(cohortId, name, summer);
		await does(olga, summer, acceptApplication, { applicationId });
		ids.push(applicationId);
	}
	const token = await linkIn('doris@example.org', 'received');
	const see = (applicationId: string | undefined, link?: string) =>
		does(null, summer, applicationPage, { applicationId, token: link });
	expect(await see(ids[2], token)).toMatchObject({ state: 'waitlisted', place: 2 });
	await expect(see(ids[1], token)).rejects.toMatchObject({ status: 404 });
	await expect(see(ids[2])).rejects.toMatchObject({ status: 404 });
	await expect(
		does(olga, summer, applicationPage, { applicationId: ids[2] }),
		'organisers have a page of their own',
	).rejects.toMatchObject({ status: 404 });
	const doris = await person('doris');
	await database
		.updateTable('application')
		.set({ userId: doris.userId })
		.where('id', '=', ids[2] ?? '')
		.execute();
	expect(await does(doris, summer, applicationPage, { applicationId: ids[2] })).toMatchObject({ place: 2 });
});

test('the page of an invitation knows whether it is open, used or over, and who is looking', async () => {
	const { cohortId, olga } = await openedCohort();
	for (const name of ['Elke', 'Falk'])
		await does(olga, summer, acceptApplication, { applicationId: await applies(cohortId, name, summer) });
	const token = await linkIn('elke@example.org', 'accepted');
	const look = (at: Date, viewer: Parameters<typeof does>[0] = null) => does(viewer, at, seatInvitation, { token });
	expect(await look(days(1))).toMatchObject({ state: 'open', hasAccount: false, viewer: null });
	expect(await look(days(1), olga)).toMatchObject({ viewer: 'other' });
	expect(await look(days(14))).toMatchObject({ state: 'over' });
	const falk = await enrols('Falk', days(1));
	const used = await linkIn('falk@example.org', 'accepted');
	expect(await does(falk, days(2), seatInvitation, { token: used })).toMatchObject({
		state: 'used',
		hasAccount: true,
		viewer: 'invited',
	});
});

test('the page of an offered seat is for its holder alone and tells when it is over', async () => {
	const { cohortId, olga } = await openedCohort({ seats: 1 });
	const ids: string[] = [];
	for (const name of ['Grit', 'Hanna']) {
		const applicationId = await applies(cohortId, name, summer);
		await does(olga, summer, acceptApplication, { applicationId });
		ids.push(applicationId);
	}
	const grit = await enrols('Grit', days(1));
	await does(grit, days(2), leaveCohort, { cohortId });
	const token = await linkIn('hanna@example.org', 'offered');
	const look = (at: Date) => does(null, at, seatOfferPage, { applicationId: ids[1], token });
	expect(await look(days(3))).toMatchObject({ open: true, expiresAt: days(4) });
	await expect(does(null, days(3), seatOfferPage, { applicationId: ids[0], token })).rejects.toMatchObject({
		status: 404,
	});
	expect(await look(days(4))).toMatchObject({ open: false, answer: 'expired' });
});
