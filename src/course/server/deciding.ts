import * as z from 'zod';
import type { Transaction } from 'kysely';
import { record } from '#platform/server/activity.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { mailApplicant } from '#course/server/application-mails.ts';
import { lockCohort, type CohortRow } from '#course/server/cohort-row.ts';
import { applicationGround } from '#course/server/grounds.ts';
import { acceptance } from '#course/rules/seats.ts';
import { about, givesSeats, invite, seatsOf, type ApplicationRow } from '#course/server/seats.ts';

const words = z.string().trim().max(2000).default('');

/**
 * An organiser accepts. As long as there is a seat, the applicant gets an invitation; afterwards a place on the
 * waitlist, in the order of the applications. The cohort's row is locked while seats are counted: however many accept
 * at once, no seat is given twice.
 */
export const acceptApplication = verb({
	name: 'acceptApplication',
	method: 'post',
	path: '/applications/{applicationId}/accept',
	summary: 'Accept an application, or put it on the waitlist when all seats are taken',
	scope: 'course:write',
	who: ['organiser'],
	at: applicationGround,
	input: z.object({ applicationId: z.uuid(), words }),
	output: z.object({ state: z.enum(['accepted', 'waitlisted']) }),
	async run(scene, input) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const { cohort, application } = await lockApplication(trx, input.applicationId);
		if (application.state !== 'received' && application.state !== 'expired') refuse('application_decided');
		if (!(await givesSeats(trx, cohort, now))) refuse('application_too_late');
		const { seats, rules } = await seatsOf(trx, cohort);
		if (acceptance(seats, rules, cohort.timeZone, now).kind === 'invited') {
			await invite(trx, cohort, application, { by: userId, words: input.words, at: now });
			return { state: 'accepted' as const };
		}
		await decide(trx, application, { state: 'waitlisted', by: userId, words: input.words, at: now });
		await mailApplicant(trx, { kind: 'waitlisted', cohort, application, at: now, words: input.words });
		await record(trx, about('application_waitlisted', cohort, application, now, userId));
		return { state: 'waitlisted' as const };
	},
});

/** An organiser declines, with words that reach the applicant. */
export const declineApplication = verb({
	name: 'declineApplication',
	method: 'post',
	path: '/applications/{applicationId}/decline',
	summary: 'Decline an application with words',
	scope: 'course:write',
	who: ['organiser'],
	at: applicationGround,
	input: z.object({ applicationId: z.uuid(), words: z.string().trim().min(10).max(2000) }),
	output: z.object({ state: z.literal('declined') }),
	async run(scene, input) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const { cohort, application } = await lockApplication(trx, input.applicationId);
		if (!['received', 'waitlisted'].includes(application.state)) refuse('application_decided');
		await decide(trx, application, { state: 'declined', by: userId, words: input.words, at: now });
		await mailApplicant(trx, { kind: 'declined', cohort, application, at: now, words: input.words });
		await record(trx, about('application_declined', cohort, application, now, userId));
		return { state: 'declined' as const };
	},
});

/** Cohort first, then the application: the order in which everyone takes these locks. */
export async function lockApplication(
	trx: Transaction<DB>,
	applicationId: string,
): Promise<{ cohort: CohortRow; application: ApplicationRow }> {
	const where = await trx
		.selectFrom('application')
		.select('cohortId')
		.where('id', '=', applicationId)
		.executeTakeFirst();
	if (!where) throw notFound();
	const cohort = await lockCohort(trx, where.cohortId);
	const application = await trx
		.selectFrom('application')
		.selectAll()
		.where('id', '=', applicationId)
		.forUpdate()
		.executeTakeFirstOrThrow();
	return { cohort, application };
}

async function decide(
	trx: Transaction<DB>,
	application: ApplicationRow,
	decision: { state: string; by: string; words: string; at: Date },
): Promise<void> {
	const { state, by, words, at } = decision;
	await trx
		.updateTable('application')
		.set({ state, decidedAt: at, decidedBy: by, decisionWords: words })
		.where('id', '=', application.id)
		.execute();
}
