import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { applyToCohort } from '#course/server/applying.ts';
import { cancelCohort } from '#course/server/cancelling.ts';
import { acceptApplication } from '#course/server/deciding.ts';
import { takeUpInvitation } from '#course/server/enrolling.ts';
import { settleCohort } from '#course/server/settle.ts';
import { does } from '../../../tests/cast.ts';
import { applies, enrols, mailsTo, openedCohort, tokenMailedTo } from '../../../tests/seats.ts';

const summer = new Date('2026-08-10T08:00:00Z');
const later = new Date('2026-08-12T08:00:00Z');
const message = 'Leider haben sich zu wenige Menschen angemeldet.';

test('a cancelled cohort tells everyone, takes nobody any more, and has no meetings to come', async () => {
	const { cohortId, communityId, olga } = await openedCohort({ seats: 2 });
	for (const name of ['Anke', 'Bodo', 'Cleo', 'Dirk']) {
		const applicationId = await applies(cohortId, name, summer);
		if (name !== 'Dirk') await does(olga, summer, acceptApplication, { applicationId });
	}
	const anke = await enrols('Anke', summer);
	await does(olga, later, cancelCohort, { cohortId, message });
	for (const name of ['bodo', 'cleo', 'dirk'])
		expect((await mailsTo(`${name}@example.org`)).at(-1)).toBe('application_cancelled');
	const told = await database
		.selectFrom('activity')
		.select('data')
		.where('cohortId', '=', cohortId)
		.where('kind', '=', 'cohort_cancelled')
		.executeTakeFirstOrThrow();
	expect(told.data).toEqual({ message });
	const coming = await database
		.selectFrom('meeting')
		.select('id')
		.where('communityId', '=', communityId)
		.where('cancelledAt', 'is', null)
		.execute();
	expect(coming).toEqual([]);
	const enrolments = await database
		.selectFrom('enrolment')
		.select('userId')
		.where('cohortId', '=', cohortId)
		.where('endedAt', 'is', null)
		.execute();
	expect(enrolments).toEqual([{ userId: anke.userId }]);
	const invitation = await database
		.selectFrom('mail')
		.select('body')
		.where('toAddress', '=', 'bodo@example.org')
		.where('kind', '=', 'application_accepted')
		.executeTakeFirstOrThrow();
	const token = /\/enrol\/([\w-]+)/.exec(invitation.body)?.[1];
	await expect(
		does(null, later, takeUpInvitation, {
			token,
			password: 'lang genug und geheim',
			acceptsTerms: true,
			acceptsHouseRules: true,
		}),
	).rejects.toMatchObject({ code: 'invitation_cohort_cancelled' });
	await expect(
		does(null, later, applyToCohort, {
			cohortId,
			name: 'Egon',
			email: 'egon@example.org',
			motivation: 'Ich möchte auch noch mitmachen.',
		}),
	).rejects.toMatchObject({ code: 'applications_closed' });
	expect(await tokenMailedTo('bodo@example.org')).toBe(token);
});

test('in a cancelled cohort nothing falls due any more', async () => {
	const { cohortId, olga } = await openedCohort();
	await does(olga, later, cancelCohort, { cohortId, message });
	await settleCohort(cohortId, new Date('2027-01-01T00:00:00Z'));
	const opened = await database
		.selectFrom('activity')
		.select('id')
		.where('cohortId', '=', cohortId)
		.where('kind', '=', 'unit_opened')
		.execute();
	expect(opened).toEqual([]);
	await expect(does(olga, later, cancelCohort, { cohortId, message })).rejects.toMatchObject({
		code: 'cohort_is_cancelled',
	});
});
