import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { acceptApplication, declineApplication } from '#course/server/deciding.ts';
import { does, person } from '../../../tests/cast.ts';
import { applies, mailsTo, openedCohort, stateOf } from '../../../tests/seats.ts';

const summer = new Date('2026-08-10T08:00:00Z');
const minutesLater = (minutes: number) => new Date(summer.getTime() + minutes * 60_000);

test('a hundred acceptances at once give exactly 24 seats, and the waitlist keeps the order of the applications', async () => {
	const { cohortId, olga } = await openedCohort();
	const applicants: string[] = [];
	for (let n = 0; n < 100; n++) applicants.push(await applies(cohortId, `Race${n}`, minutesLater(n)));
	const answers = await Promise.all(
		applicants.map((applicationId) => does(olga, minutesLater(200), acceptApplication, { applicationId })),
	);
	expect(answers.filter(({ state }) => state === 'accepted')).toHaveLength(24);
	expect(answers.filter(({ state }) => state === 'waitlisted')).toHaveLength(76);
	const invitations = await database.selectFrom('invitation').select('id').execute();
	expect(invitations).toHaveLength(24);
	const waiting = await database
		.selectFrom('application')
		.select('id')
		.where('cohortId', '=', cohortId)
		.where('state', '=', 'waitlisted')
		.orderBy('verifiedAt')
		.execute();
	const accepted = new Set(applicants.filter((_, index) => answers[index]?.state === 'accepted'));
	expect(waiting.map(({ id }) => id)).toEqual(applicants.filter((id) => !accepted.has(id)));
}, 120_000);

test('the same application accepted twice at once takes one seat', async () => {
	const { cohortId, olga } = await openedCohort();
	const applicationId = await applies(cohortId, 'Paula', summer);
	const twice = await Promise.allSettled([1, 2].map(() => does(olga, summer, acceptApplication, { applicationId })));
	expect(twice.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	expect(await mailsTo('paula@example.org')).toEqual([
		'application_verify',
		'application_received',
		'application_accepted',
	]);
});

test('a declined application is told so in words and cannot be accepted afterwards', async () => {
	const { cohortId, olga } = await openedCohort();
	const applicationId = await applies(cohortId, 'Quirin', summer);
	await does(olga, summer, declineApplication, { applicationId, words: 'Dieses Mal passt es leider nicht.' });
	expect(await stateOf(applicationId)).toBe('declined');
	await expect(does(olga, summer, acceptApplication, { applicationId })).rejects.toMatchObject({
		code: 'application_decided',
	});
	const mail = await database
		.selectFrom('mail')
		.select('body')
		.where('toAddress', '=', 'quirin@example.org')
		.where('kind', '=', 'application_declined')
		.executeTakeFirstOrThrow();
	expect(mail.body).toContain('Dieses Mal passt es leider nicht.');
});

test('once unit 2 has opened no seat is given any more', async () => {
	const { cohortId, olga } = await openedCohort();
	const applicationId = await applies(cohortId, 'Rosa', summer);
	const meeting1Ends = new Date('2026-09-14T16:30:00Z');
	await expect(does(olga, meeting1Ends, acceptApplication, { applicationId })).rejects.toMatchObject({
		code: 'application_too_late',
	});
});

test('nobody but an organiser decides', async () => {
	const { cohortId } = await openedCohort();
	const [companion, stranger] = [await person('companion'), await person('stranger')];
	await database
		.insertInto('staffAssignment')
		.values({ cohortId, userId: companion.userId, role: 'companion', startedAt: summer })
		.execute();
	const applicationId = await applies(cohortId, 'Sven', summer);
	await expect(does(companion, summer, acceptApplication, { applicationId })).rejects.toMatchObject({ status: 403 });
	await expect(does(stranger, summer, acceptApplication, { applicationId })).rejects.toMatchObject({ status: 404 });
});
