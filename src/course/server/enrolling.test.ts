import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { acceptApplication } from '#course/server/deciding.ts';
import { takeUpInvitation } from '#course/server/enrolling.ts';
import { leaveCohort } from '#course/server/leaving.ts';
import { does, person } from '../../../tests/cast.ts';
import { applies, enrols, openedCohort, stateOf, tokenMailedTo } from '../../../tests/seats.ts';

const summer = new Date('2026-08-10T08:00:00Z');
const agreed = { acceptsTerms: true, acceptsHouseRules: true };
const days = (n: number) => new Date(summer.getTime() + n * 86_400_000);

async function invited(name: string) {
	const cohort = await openedCohort();
	const applicationId = await applies(cohort.cohortId, name, summer);
	await does(cohort.olga, summer, acceptApplication, { applicationId });
	return { ...cohort, applicationId, token: await tokenMailedTo(`${name.toLowerCase()}@example.org`) };
}

test('an invited person without an account gets one, is enrolled and a member, and has accepted the house rules', async () => {
	const { cohortId, communityId, applicationId } = await invited('Tilda');
	const tilda = await enrols('Tilda', days(3));
	expect(await stateOf(applicationId)).toBe('enrolled');
	const enrolment = await database
		.selectFrom('enrolment')
		.select(['userId', 'endedAt'])
		.where('cohortId', '=', cohortId)
		.execute();
	expect(enrolment).toEqual([{ userId: tilda.userId, endedAt: null }]);
	const membership = await database
		.selectFrom('membership')
		.select('role')
		.where('communityId', '=', communityId)
		.where('userId', '=', tilda.userId)
		.execute();
	expect(membership).toEqual([{ role: 'member' }]);
	const accepted = await database
		.selectFrom('houseRulesAcceptance')
		.select('acceptedAt')
		.where('userId', '=', tilda.userId)
		.execute();
	expect(accepted).toEqual([{ acceptedAt: days(3) }]);
});

test('an invitation is good for one use, also when two come at the same moment', async () => {
	const { token } = await invited('Ulla');
	const use = () => does(null, days(1), takeUpInvitation, { token, password: 'lang genug und geheim', ...agreed });
	const both = await Promise.allSettled([use(), use()]);
	expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	await expect(use()).rejects.toMatchObject({ code: 'invitation_used' });
});

test('an invitation is bound to its address', async () => {
	const { token } = await invited('Vera');
	const stranger = await person('stranger');
	await expect(does(stranger, days(1), takeUpInvitation, { token, ...agreed })).rejects.toMatchObject({
		code: 'invitation_other_address',
	});
});

test('whoever has an account with that address signs in and keeps it', async () => {
	const { token } = await invited('Wanda');
	const wanda = await person('wanda');
	await expect(
		does(null, days(1), takeUpInvitation, { token, password: 'lang genug und geheim', ...agreed }),
	).rejects.toMatchObject({ code: 'invitation_sign_in', status: 401 });
	await expect(does(wanda, days(1), takeUpInvitation, { token, ...agreed })).resolves.toMatchObject({
		userId: wanda.userId,
	});
});

test('an invitation holds for 14 days and not a moment longer', async () => {
	const { token, applicationId, cohortId, olga } = await invited('Xaver');
	await expect(
		does(null, days(14), takeUpInvitation, { token, password: 'lang genug und geheim', ...agreed }),
	).rejects.toMatchObject({ code: 'invitation_expired' });
	await expect(
		does(olga, days(15), acceptApplication, { applicationId: await applies(cohortId, 'Yara', days(15)) }),
	).resolves.toEqual({ state: 'accepted' });
	expect(await stateOf(applicationId)).toBe('expired');
});

test('without agreeing to terms and house rules nobody is enrolled', async () => {
	const { token } = await invited('Zoe');
	await expect(
		does(null, days(1), takeUpInvitation, { token, password: 'lang genug und geheim', acceptsTerms: true }),
	).rejects.toMatchObject({ errors: [{ field: 'acceptsHouseRules' }] });
});

test('leaving ends enrolment and membership and keeps both rows', async () => {
	const { cohortId, communityId } = await invited('Alma');
	const alma = await enrols('Alma', days(1));
	await does(alma, days(2), leaveCohort, { cohortId, words: 'Neue Stelle' });
	const enrolment = await database
		.selectFrom('enrolment')
		.select(['endedAt', 'endReason'])
		.where('cohortId', '=', cohortId)
		.execute();
	expect(enrolment).toEqual([{ endedAt: days(2), endReason: 'Neue Stelle' }]);
	const membership = await database
		.selectFrom('membership')
		.select('endedAt')
		.where('communityId', '=', communityId)
		.where('userId', '=', alma.userId)
		.execute();
	expect(membership).toEqual([{ endedAt: days(2) }]);
	await expect(does(alma, days(3), leaveCohort, { cohortId })).rejects.toMatchObject({ status: 404 });
});
