import type { Transaction } from 'kysely';
import * as z from 'zod';
import { tokenDigest } from '#identity/server/viewers.ts';
import { record } from '#platform/server/activity.ts';
import type { DB } from '#platform/server/schema.ts';
import { verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { mailApplicant } from '#course/server/application-mails.ts';
import { lockApplication } from '#course/server/deciding.ts';
import { applicationGround } from '#course/server/grounds.ts';
import { holds } from '#course/rules/seats.ts';
import { about, invite, offerFreeSeats, type ApplicationRow } from '#course/server/seats.ts';

const token = z.string().max(200).optional();

/** The applicant, signed in or with the link from the mail; for everyone else the application does not exist. */
export function requireApplicant(scene: Scene, application: ApplicationRow, token: string | undefined): void {
	if (scene.roles.has('owner')) return;
	const digest = token === undefined ? null : tokenDigest(token);
	if (!digest || !application.verificationDigest?.equals(digest)) throw notFound();
}

/** The applicant takes the application back; a seat that was promised goes to the next on the waitlist. */
export const withdrawApplication = verb({
	name: 'withdrawApplication',
	method: 'post',
	path: '/applications/{applicationId}/withdraw',
	summary: 'Withdraw one’s application',
	scope: 'course:write',
	who: ['anyone'],
	at: applicationGround,
	input: z.object({ applicationId: z.uuid(), token }),
	output: z.object({ state: z.literal('withdrawn') }),
	async run(scene, input) {
		const { trx, now } = scene;
		const { cohort, application } = await lockApplication(trx, input.applicationId);
		requireApplicant(scene, application, input.token);
		if (application.state === 'enrolled') refuse('application_enrolled');
		if (application.state === 'withdrawn') return { state: 'withdrawn' as const };
		await endPromises(trx, application.id, now);
		await trx
			.updateTable('application')
			.set({ state: 'withdrawn', withdrawnAt: now })
			.where('id', '=', application.id)
			.execute();
		await mailApplicant(trx, { kind: 'withdrawn', cohort, application, at: now });
		await record(trx, about('application_withdrawn', cohort, application, now, application.userId));
		await offerFreeSeats(trx, cohort, now);
		return { state: 'withdrawn' as const };
	},
});

/** Whoever was offered a freed seat takes it, and gets the invitation, or leaves it to the one after. */
export const answerSeatOffer = verb({
	name: 'answerSeatOffer',
	method: 'post',
	path: '/applications/{applicationId}/offer',
	summary: 'Take the seat that has been offered, or leave it to the next',
	scope: 'course:write',
	who: ['anyone'],
	at: applicationGround,
	input: z.object({ applicationId: z.uuid(), token, answer: z.enum(['taken', 'declined']) }),
	output: z.object({ state: z.enum(['accepted', 'withdrawn']), invitation: z.string().nullable() }),
	async run(scene, { applicationId, token, answer }) {
		const { trx, now } = scene;
		const { cohort, application } = await lockApplication(trx, applicationId);
		const offer = await trx
			.selectFrom('seatOffer')
			.selectAll()
			.where('applicationId', '=', applicationId)
			.orderBy('offeredAt', 'desc')
			.limit(1)
			.executeTakeFirst();
		const mine = scene.roles.has('owner') || (token !== undefined && offer?.digest.equals(tokenDigest(token)));
		if (!offer || !mine) throw notFound();
		if (cohort.cancelledAt) refuse('cohort_is_cancelled');
		if (!holds({ expiresAt: offer.expiresAt, settledAt: offer.answeredAt }, now))
			refuse(offer.answer === 'taken' ? 'seat_taken_already' : 'seat_offer_over');
		await trx.updateTable('seatOffer').set({ answeredAt: now, answer }).where('id', '=', offer.id).execute();
		if (answer === 'taken') {
			const invitation = await invite(trx, cohort, application, { by: null, words: '', at: now });
			return { state: 'accepted' as const, invitation };
		}
		await trx
			.updateTable('application')
			.set({ state: 'withdrawn', withdrawnAt: now })
			.where('id', '=', applicationId)
			.execute();
		await record(trx, about('application_withdrawn', cohort, application, now, application.userId));
		await offerFreeSeats(trx, cohort, now);
		return { state: 'withdrawn' as const, invitation: null };
	},
});

/** Ends what had been promised to an applicant: the open offer and the unused invitation. */
export async function endPromises(trx: Transaction<DB>, applicationId: string, at: Date): Promise<void> {
	await trx
		.updateTable('seatOffer')
		.set({ answeredAt: at, answer: 'declined' })
		.where('applicationId', '=', applicationId)
		.where('answeredAt', 'is', null)
		.execute();
	await trx
		.updateTable('invitation')
		.set({ revokedAt: at })
		.where('applicationId', '=', applicationId)
		.where('usedAt', 'is', null)
		.where('revokedAt', 'is', null)
		.execute();
}
