import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { acceptApplication, declineApplication } from '#course/server/deciding.ts';
import { leaveCohort } from '#course/server/leaving.ts';
import { updateCohort } from '#course/server/publishing.ts';
import { settleCohort } from '#course/server/settle.ts';
import { answerSeatOffer, withdrawApplication } from '#course/server/withdrawing.ts';
import { does } from '../../../tests/cast.ts';
import { applies, enrols, mailsTo, openedCohort, stateOf, tokenMailedTo } from '../../../tests/seats.ts';

const start = new Date('2026-08-10T08:00:00Z');
const hours = (n: number) => new Date(start.getTime() + n * 3_600_000);

/** Two seats, both taken, and so many waiting in the order of their names. */
async function fullCohort(waiting: readonly string[]) {
	const cohort = await openedCohort({ seats: 2 });
	const accept = async (name: string) => {
		const applicationId = await applies(cohort.cohortId, name, start);
		await does(cohort.olga, start, acceptApplication, { applicationId });
		return applicationId;
	};
	const prefix = cohort.slug.replace('kohorte-', 'k');
	const seated = [await accept(`${prefix}Berta`), await accept(`${prefix}Carla`)];
	const waitlist: string[] = [];
	for (const name of waiting) waitlist.push(await accept(`${prefix}${name}`));
	return { ...cohort, seated, waitlist, prefix };
}

const states = (applications: readonly string[]) => Promise.all(applications.map(stateOf));

const offers = (cohortId: string) =>
	database
		.selectFrom('seatOffer')
		.select(['offeredAt', 'expiresAt', 'answer'])
		.where('cohortId', '=', cohortId)
		.orderBy('offeredAt')
		.execute();

test('a seat that is withdrawn from goes to the next on the waitlist, who takes it', async () => {
	const { seated, waitlist, prefix } = await fullCohort(['Dora', 'Emil']);
	const email = `${prefix}berta@example.org`.toLowerCase();
	const token = await tokenMailedTo(email);
	await expect(
		does(null, hours(1), withdrawApplication, { applicationId: seated[0], token }),
		'the invitation is no key to the application',
	).rejects.toMatchObject({ status: 404 });
	const { body } = await database
		.selectFrom('mail')
		.select('body')
		.where('toAddress', '=', email)
		.where('kind', '=', 'application_received')
		.executeTakeFirstOrThrow();
	await does(null, hours(1), withdrawApplication, {
		applicationId: seated[0],
		token: /token=([\w-]+)/.exec(body)?.[1],
	});
	expect(await states([...seated, ...waitlist])).toEqual(['withdrawn', 'accepted', 'offered', 'waitlisted']);
	const answer = await does(null, hours(2), answerSeatOffer, {
		applicationId: waitlist[0],
		token: await tokenMailedTo(`${prefix}dora@example.org`.toLowerCase()),
		answer: 'taken',
	});
	expect(answer.state).toBe('accepted');
	const dora = await enrols(`${prefix}Dora`, hours(3));
	expect(await stateOf(waitlist[0] ?? '')).toBe('enrolled');
	expect(dora.userId).toBeTruthy();
});

test('an offer nobody answers ends after 48 hours, and the one after gets 48 hours from then on, whenever someone looks', async () => {
	const { cohortId, waitlist, prefix } = await fullCohort(['Dora', 'Emil', 'Frida']);
	const berta = await enrols(`${prefix}Berta`, hours(1));
	await enrols(`${prefix}Carla`, hours(1));
	await does(berta, hours(10), leaveCohort, { cohortId });
	await settleCohort(cohortId, hours(500));
	await settleCohort(cohortId, hours(500));
	expect(await offers(cohortId)).toEqual([
		{ offeredAt: hours(10), expiresAt: hours(58), answer: 'expired' },
		{ offeredAt: hours(58), expiresAt: hours(106), answer: 'expired' },
		{ offeredAt: hours(106), expiresAt: hours(154), answer: 'expired' },
	]);
	expect(await states(waitlist)).toEqual(['expired', 'expired', 'expired']);
	expect(await mailsTo(`${prefix}emil@example.org`.toLowerCase())).toEqual([
		'application_verify',
		'application_received',
		'application_waitlisted',
		'application_offered',
		'application_expired',
	]);
});

test('an offer cannot be taken at its last instant, nor with the link of someone else', async () => {
	const { cohortId, waitlist, prefix } = await fullCohort(['Dora', 'Emil']);
	const berta = await enrols(`${prefix}Berta`, hours(1));
	await enrols(`${prefix}Carla`, hours(1));
	await does(berta, hours(10), leaveCohort, { cohortId });
	const doras = await tokenMailedTo(`${prefix}dora@example.org`.toLowerCase());
	const take = (applicationId: string | undefined, at: Date) =>
		does(null, at, answerSeatOffer, { applicationId, token: doras, answer: 'taken' });
	await expect(take(waitlist[0], hours(58))).rejects.toMatchObject({ code: 'seat_offer_over' });
	await expect(take(waitlist[1], hours(59))).rejects.toMatchObject({ status: 404 });
	expect(await states(waitlist)).toEqual(['expired', 'offered']);
});

test('whoever leaves an offered seat to the next is out, and the next is asked at once', async () => {
	const { cohortId, waitlist, prefix } = await fullCohort(['Dora', 'Emil']);
	const berta = await enrols(`${prefix}Berta`, hours(1));
	await does(berta, hours(10), leaveCohort, { cohortId });
	await does(null, hours(11), answerSeatOffer, {
		applicationId: waitlist[0],
		token: await tokenMailedTo(`${prefix}dora@example.org`.toLowerCase()),
		answer: 'declined',
	});
	expect(await states(waitlist)).toEqual(['withdrawn', 'offered']);
	expect((await offers(cohortId))[1]).toMatchObject({ offeredAt: hours(11), expiresAt: hours(59) });
});

test('an invitation unused for 14 days frees its seat for the waitlist, dated with that instant', async () => {
	const { cohortId, seated, waitlist } = await fullCohort(['Dora', 'Emil', 'Frida']);
	await settleCohort(cohortId, hours(14 * 24 + 1));
	expect(await states(seated)).toEqual(['expired', 'expired']);
	expect(await states(waitlist)).toEqual(['offered', 'offered', 'waitlisted']);
	expect((await offers(cohortId)).map(({ offeredAt }) => offeredAt)).toEqual([hours(14 * 24), hours(14 * 24)]);
});

test('a seat freed after unit 2 has opened is not offered, and an offer does not outlast that moment', async () => {
	const { cohortId, waitlist, prefix } = await fullCohort(['Dora']);
	const berta = await enrols(`${prefix}Berta`, hours(1));
	const carla = await enrols(`${prefix}Carla`, hours(1));
	const unit2Opens = new Date('2026-09-14T16:30:00Z');
	await does(berta, new Date('2026-09-13T08:00:00Z'), leaveCohort, { cohortId });
	expect((await offers(cohortId))[0]?.expiresAt).toEqual(unit2Opens);
	await does(carla, new Date('2026-09-15T08:00:00Z'), leaveCohort, { cohortId });
	expect(await states(waitlist)).toEqual(['expired']);
	expect(await offers(cohortId)).toHaveLength(1);
});

test('more seats mean offers to the waitlist at once', async () => {
	const { cohortId, olga, waitlist } = await fullCohort(['Dora', 'Emil', 'Frida']);
	await does(olga, hours(5), updateCohort, {
		cohortId,
		name: 'Herbst',
		seats: 4,
		priceText: '1.890 Euro',
		priceTextEn: '',
		conferencingUrl: '',
		lastDayToApply: '',
	});
	expect(await states(waitlist)).toEqual(['offered', 'offered', 'waitlisted']);
});

test('two who leave at the same moment free two seats for two people', async () => {
	const { cohortId, waitlist, prefix } = await fullCohort(['Dora', 'Emil', 'Frida']);
	const both = [await enrols(`${prefix}Berta`, hours(1)), await enrols(`${prefix}Carla`, hours(1))];
	await Promise.all(both.map((learner) => does(learner, hours(10), leaveCohort, { cohortId })));
	expect(await states(waitlist)).toEqual(['offered', 'offered', 'waitlisted']);
});

test('someone on the waitlist can be declined and is passed over', async () => {
	const { cohortId, olga, waitlist, prefix } = await fullCohort(['Dora', 'Emil']);
	await does(olga, hours(2), declineApplication, { applicationId: waitlist[0], words: 'Das passt leider nicht.' });
	const berta = await enrols(`${prefix}Berta`, hours(3));
	await does(berta, hours(4), leaveCohort, { cohortId });
	expect(await states(waitlist)).toEqual(['declined', 'offered']);
});
