import type { Transaction } from 'kysely';
import * as z from 'zod';
import { tokenDigest } from '#identity/server/viewers.ts';
import { record } from '#platform/server/activity.ts';
import { here } from '#platform/server/here.ts';
import type { DB } from '#platform/server/schema.ts';
import { verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { addDays } from '#platform/time.ts';
import { mailApplicant } from '#course/server/application-mails.ts';
import { lockCohort, type CohortRow } from '#course/server/cohort-row.ts';
import { outlineOf } from '#course/server/course-content.ts';
import { cohortGround } from '#course/server/grounds.ts';
import { about, newToken, type ApplicationRow } from '#course/server/seats.ts';

const verificationDays = 14;

/**
 * Anyone applies for a seat. The answer is the same whether or not the address has applied before; what comes of it is
 * in the mail to that address alone, so that nobody learns from the form who has applied.
 */
export const applyToCohort = verb({
	name: 'applyToCohort',
	method: 'post',
	path: '/cohorts/{cohortId}/applications',
	summary: 'Apply for a seat in a cohort',
	scope: 'course:write',
	who: ['anyone'],
	at: cohortGround,
	status: 202,
	input: z.object({
		cohortId: z.uuid(),
		name: z.string().trim().min(2).max(120),
		email: z.email().max(200).toLowerCase(),
		motivation: z.string().trim().min(20).max(4000),
		prerequisites: z.array(z.string().max(40)).max(30).default([]),
		locale: z.enum(['de', 'en']).optional(),
	}),
	output: z.object({ sentTo: z.string() }),
	async run(scene, { cohortId, prerequisites, locale = scene.locale, ...person }) {
		const cohort = await lockCohort(scene.trx, cohortId);
		if (!cohort.publishedAt) throw notFound();
		if (!(await takesApplications(scene.trx, cohort, scene.now))) refuse('applications_closed');
		const { prerequisites: offered } = await outlineOf(scene.trx, cohort.courseVersionId);
		const known = new Set(offered.map(({ id }) => id));
		const words = { ...person, locale, prerequisites: prerequisites.filter((id) => known.has(id)) };
		const existing = await scene.trx
			.selectFrom('application')
			.selectAll()
			.where('cohortId', '=', cohortId)
			.where('email', '=', person.email)
			.where('state', '<>', 'withdrawn')
			.executeTakeFirst();
		await (existing ? applyAgain(scene, cohort, existing, words) : applyFirst(scene, cohort, words));
		return { sentTo: person.email };
	},
});

/** Whether one may apply: not once the last day is over, the kick-off has begun, or the cohort was cancelled. */
export async function takesApplications(
	trx: Transaction<DB>,
	cohort: Pick<CohortRow, 'communityId' | 'applicationDeadline' | 'cancelledAt' | 'closedAt'>,
	now: Date,
): Promise<boolean> {
	if (cohort.cancelledAt || cohort.closedAt) return false;
	const kickOff = await trx
		.selectFrom('meeting')
		.select('startsAt')
		.where('communityId', '=', cohort.communityId)
		.where('kind', '=', 'kick_off')
		.where('cancelledAt', 'is', null)
		.executeTakeFirst();
	const until = cohort.applicationDeadline ?? kickOff?.startsAt;
	return !until || now < until;
}

type Words = Pick<ApplicationRow, 'name' | 'email' | 'locale' | 'motivation' | 'prerequisites'>;

async function applyFirst({ trx, viewer, now }: Scene, cohort: CohortRow, words: Words): Promise<void> {
	const token = newToken();
	const application = await trx
		.insertInto('application')
		.values({ ...words, cohortId: cohort.id, verificationDigest: tokenDigest(token), appliedAt: now })
		.returningAll()
		.executeTakeFirstOrThrow();
	// Whoever is signed in with that address has proved it already.
	if (viewer?.email.toLowerCase() === words.email) await receive(trx, cohort, application, token, now);
	else await mailApplicant(trx, { kind: 'verify', cohort, application, at: now, token });
}

/** The link of an earlier mail ends with the new one, so that it can never confirm words it was not sent for. */
async function applyAgain(
	{ trx, now }: Scene,
	cohort: CohortRow,
	earlier: ApplicationRow,
	words: Words,
): Promise<void> {
	const token = newToken();
	const unverified = earlier.state === 'unverified';
	const application = await trx
		.updateTable('application')
		.set({ ...(unverified ? { ...words, appliedAt: now } : {}), verificationDigest: tokenDigest(token) })
		.where('id', '=', earlier.id)
		.returningAll()
		.executeTakeFirstOrThrow();
	await mailApplicant(trx, { kind: unverified ? 'verify' : 'known', cohort, application, at: now, token });
}

/** The applicant proves the address with the link from the mail; from then on the application counts. */
export const verifyApplication = verb({
	name: 'verifyApplication',
	method: 'post',
	path: '/applications/verify',
	summary: 'Confirm an application with the link that was mailed',
	scope: 'course:write',
	who: ['anyone'],
	at: here,
	input: z.object({ token: z.string().max(200) }),
	output: z.object({ applicationId: z.uuid() }),
	async run({ trx, now }, { token }) {
		const found = await applicationOf(trx, token);
		const cohort = await lockCohort(trx, found.cohortId);
		const application = await applicationOf(trx, token);
		if (application.state !== 'unverified') return { applicationId: application.id };
		if (cohort.cancelledAt) refuse('applications_closed');
		if (addDays(application.appliedAt, verificationDays, 'UTC') <= now) refuse('application_link_old');
		await receive(trx, cohort, application, token, now);
		return { applicationId: application.id };
	},
});

/** The application whose link this is the secret of. */
export async function applicationOf(trx: Transaction<DB>, token: string): Promise<ApplicationRow> {
	const application = await trx
		.selectFrom('application')
		.selectAll()
		.where('verificationDigest', '=', tokenDigest(token))
		.executeTakeFirst();
	if (!application) throw notFound();
	return application;
}

async function receive(
	trx: Transaction<DB>,
	cohort: CohortRow,
	application: ApplicationRow,
	token: string,
	at: Date,
): Promise<void> {
	const person = await trx.selectFrom('user').select('id').where('email', '=', application.email).executeTakeFirst();
	await trx
		.updateTable('application')
		.set({ state: 'received', verifiedAt: at, userId: person?.id ?? null })
		.where('id', '=', application.id)
		.execute();
	await mailApplicant(trx, { kind: 'received', cohort, application, at, token });
	await record(trx, about('application_received', cohort, application, at, person?.id ?? null));
}
