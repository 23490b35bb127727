import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { applyToCohort, verifyApplication } from '#course/server/applying.ts';
import { does, person } from '../../../tests/cast.ts';
import { applies, mailsTo, openedCohort, stateOf, tokenMailedTo } from '../../../tests/seats.ts';

const summer = new Date('2026-08-10T08:00:00Z');
const motivation = 'Ich betreue ein Forum und möchte es besser machen.';
const applicationsIn = (cohortId: string) =>
	database.selectFrom('application').select(['id', 'state', 'motivation']).where('cohortId', '=', cohortId).execute();

test('an application counts once the address is proved, and keeps only prerequisites that the course knows', async () => {
	const { cohortId } = await openedCohort();
	const words = { cohortId, name: 'Greta', email: 'Greta@Example.org', motivation, prerequisites: ['member', 'x'] };
	await does(null, summer, applyToCohort, words);
	expect(await applicationsIn(cohortId)).toMatchObject([{ state: 'unverified' }]);
	const { applicationId } = await does(null, summer, verifyApplication, {
		token: await tokenMailedTo('greta@example.org'),
	});
	const kept = await database
		.selectFrom('application')
		.select(['state', 'prerequisites', 'email'])
		.where('id', '=', applicationId)
		.executeTakeFirstOrThrow();
	expect(kept).toEqual({ state: 'received', prerequisites: ['member'], email: 'greta@example.org' });
});

test('sent twice, also at the same moment, it stays one application', async () => {
	const { cohortId } = await openedCohort();
	const words = { cohortId, name: 'Heidi', email: 'heidi@example.org', motivation };
	await Promise.all([1, 2, 3].map(() => does(null, summer, applyToCohort, words)));
	expect(await applicationsIn(cohortId)).toHaveLength(1);
	await does(null, summer, verifyApplication, { token: await tokenMailedTo('heidi@example.org') });
	await does(null, summer, applyToCohort, { ...words, motivation: 'Das hat jemand anders geschrieben.' });
	expect(await applicationsIn(cohortId)).toMatchObject([{ state: 'received', motivation }]);
	expect((await mailsTo('heidi@example.org')).at(-1)).toBe('application_known');
});

test('the answer does not tell whether an address has applied before', async () => {
	const { cohortId } = await openedCohort();
	await applies(cohortId, 'Ines', summer);
	const words = { cohortId, name: 'Jemand', motivation };
	const known = await does(null, summer, applyToCohort, { ...words, email: 'ines@example.org' });
	const unknown = await does(null, summer, applyToCohort, { ...words, email: 'jana@example.org' });
	expect(Object.keys(known)).toEqual(Object.keys(unknown));
});

test('a later application ends the link of the earlier, so that it cannot confirm the words of another', async () => {
	const { cohortId } = await openedCohort();
	const words = { cohortId, name: 'Kurt', email: 'kurt@example.org', motivation };
	await does(null, summer, applyToCohort, words);
	const first = await tokenMailedTo('kurt@example.org');
	await does(null, summer, applyToCohort, { ...words, motivation: 'Andere Worte über dieselbe Sache.' });
	await expect(does(null, summer, verifyApplication, { token: first })).rejects.toMatchObject({ status: 404 });
});

test('the link proves the address for 14 days, and following it again changes nothing', async () => {
	const { cohortId } = await openedCohort();
	await does(null, summer, applyToCohort, { cohortId, name: 'Lotte', email: 'lotte@example.org', motivation });
	const token = await tokenMailedTo('lotte@example.org');
	const late = new Date('2026-08-24T08:00:00Z');
	await expect(does(null, late, verifyApplication, { token })).rejects.toMatchObject({ code: 'application_link_old' });
	const inTime = new Date('2026-08-24T07:59:59Z');
	const { applicationId } = await does(null, inTime, verifyApplication, { token });
	await does(null, late, verifyApplication, { token });
	expect(await stateOf(applicationId)).toBe('received');
});

test('whoever is signed in with the address need not prove it again', async () => {
	const { cohortId } = await openedCohort();
	const mona = await person('mona');
	await does(mona, summer, applyToCohort, { cohortId, name: 'Mona', email: 'mona@example.org', motivation });
	expect(await applicationsIn(cohortId)).toMatchObject([{ state: 'received' }]);
});

test('the last day to apply ends at midnight where the cohort is', async () => {
	const { cohortId } = await openedCohort({ lastDayToApply: '2026-08-20' });
	const words = { cohortId, name: 'Nora', email: 'nora@example.org', motivation };
	await does(null, new Date('2026-08-20T21:59:59Z'), applyToCohort, words);
	await expect(
		does(null, new Date('2026-08-20T22:00:00Z'), applyToCohort, { ...words, email: 'otto@example.org' }),
	).rejects.toMatchObject({ code: 'applications_closed' });
});

test('without a last day one can apply until the kick-off begins', async () => {
	const { cohortId } = await openedCohort();
	await expect(
		does(null, new Date('2026-09-07T11:00:00Z'), applyToCohort, {
			cohortId,
			name: 'Paul',
			email: 'paul@example.org',
			motivation,
		}),
	).rejects.toMatchObject({ code: 'applications_closed' });
});

test('a cohort that is not published takes no applications and does not show that it exists', async () => {
	const { cohortId } = await openedCohort();
	await database.updateTable('cohort').set({ publishedAt: null }).where('id', '=', cohortId).execute();
	await expect(
		does(null, summer, applyToCohort, { cohortId, name: 'Quint', email: 'quint@example.org', motivation }),
	).rejects.toMatchObject({ status: 404 });
});

test('mails speak the language of the application', async () => {
	const { cohortId } = await openedCohort();
	await does(null, summer, applyToCohort, {
		cohortId,
		name: 'Ruth',
		email: 'ruth@example.org',
		motivation,
		locale: 'en',
	});
	const mail = await database
		.selectFrom('mail')
		.select('subject')
		.where('toAddress', '=', 'ruth@example.org')
		.executeTakeFirstOrThrow();
	expect(mail.subject).toMatch(/^Please confirm your application for Kohorte/);
});
