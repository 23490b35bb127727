import { createHash } from 'node:crypto';
import type { Selectable, Transaction } from 'kysely';
import * as z from 'zod';
import { createPerson } from '#identity/server/people.ts';
import { tokenDigest } from '#identity/server/viewers.ts';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import { here } from '#platform/server/here.ts';
import type { DB, Invitation } from '#platform/server/schema.ts';
import { verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { lockCohort, type CohortRow } from '#course/server/cohort-row.ts';
import { holds } from '#course/rules/seats.ts';
import type { ApplicationRow } from '#course/server/seats.ts';
import { redistributeShifts } from '#course/server/shift-heirs.ts';

/** A box that must be ticked: a form sends `yes`, the API `true`. */
const agreed = z.union([z.literal(true), z.literal('yes')]);

/**
 * The invited person takes the seat: with a new account and its password, or signed in with the invited address.
 * The link proves the address, so that a new account needs no further verification.
 */
export const takeUpInvitation = verb({
	name: 'takeUpInvitation',
	method: 'post',
	path: '/enrolments',
	summary: 'Take the seat that an invitation holds',
	scope: 'course:write',
	who: ['anyone'],
	at: here,
	status: 201,
	input: z.object({
		token: z.string().max(200),
		name: z.string().trim().min(2).max(120).optional(),
		password: z.string().min(10).max(200).optional(),
		acceptsTerms: agreed,
		acceptsHouseRules: agreed,
	}),
	output: z.object({ userId: z.uuid(), cohortId: z.uuid(), communityId: z.uuid() }),
	async run(scene, { token, name, password }) {
		const { trx, now } = scene;
		const { cohort, application, invitation } = await lockInvitation(trx, token);
		if (invitation.usedAt) refuse('invitation_used');
		if (cohort.cancelledAt) refuse('invitation_cohort_cancelled');
		if (!holds({ expiresAt: invitation.expiresAt, settledAt: invitation.revokedAt }, now)) refuse('invitation_expired');
		const userId = await personFor(scene, application, name ?? application.name, password);
		await trx.updateTable('invitation').set({ usedAt: now, usedBy: userId }).where('id', '=', invitation.id).execute();
		await trx.updateTable('application').set({ state: 'enrolled', userId }).where('id', '=', application.id).execute();
		await enrol(trx, cohort, { userId, applicationId: application.id, at: now });
		await acceptHouseRules(trx, cohort, userId, now);
		await recordConsent(trx, cohort, userId);
		return { userId, cohortId: cohort.id, communityId: cohort.communityId };
	},
});

/** Which terms were agreed to, by their digest: the texts themselves may change later. */
async function recordConsent(trx: Transaction<DB>, cohort: CohortRow, userId: string): Promise<void> {
	const { terms, privacyNotice } = await trx
		.selectFrom('organisation')
		.select(['terms', 'privacyNotice'])
		.where('id', '=', cohort.organisationId)
		.executeTakeFirstOrThrow();
	const digest = (text: string) => createHash('sha256').update(text).digest('hex');
	await audit(trx, {
		action: 'terms_accepted',
		actorId: userId,
		subjectId: userId,
		cohortId: cohort.id,
		detail: { terms: digest(terms), privacyNotice: digest(privacyNotice), price: cohort.priceText },
	});
}

type Invited = { cohort: CohortRow; application: ApplicationRow; invitation: Selectable<Invitation> };

async function lockInvitation(trx: Transaction<DB>, token: string): Promise<Invited> {
	const find = () =>
		trx
			.selectFrom('invitation')
			.selectAll()
			.where('digest', '=', tokenDigest(token))
			.where('applicationId', 'is not', null)
			.executeTakeFirst();
	const first = await find();
	if (!first?.applicationId) throw notFound();
	const { cohortId } = await trx
		.selectFrom('application')
		.select('cohortId')
		.where('id', '=', first.applicationId)
		.executeTakeFirstOrThrow();
	const cohort = await lockCohort(trx, cohortId);
	const application = await trx
		.selectFrom('application')
		.selectAll()
		.where('id', '=', first.applicationId)
		.forUpdate()
		.executeTakeFirstOrThrow();
	return { cohort, application, invitation: (await find()) ?? first };
}

/** The invitation is bound to one address: nobody else can take the seat, whoever holds the link. */
async function personFor(
	{ trx, viewer }: Scene,
	application: ApplicationRow,
	name: string,
	password: string | undefined,
): Promise<string> {
	if (viewer && viewer.email.toLowerCase() !== application.email)
		refuse('invitation_other_address', { status: 403, values: { email: application.email } });
	if (viewer) return viewer.userId;
	const existing = await trx.selectFrom('user').select('id').where('email', '=', application.email).executeTakeFirst();
	if (existing) refuse('invitation_sign_in', { status: 401, field: 'password' });
	if (password === undefined) return refuse('invitation_password', { status: 422, field: 'password' });
	const locale = application.locale === 'en' ? 'en' : 'de';
	return createPerson(trx, { name, email: application.email, locale, password });
}

async function enrol(
	trx: Transaction<DB>,
	cohort: CohortRow,
	{ userId, applicationId, at }: { userId: string; applicationId: string; at: Date },
): Promise<void> {
	await trx.insertInto('enrolment').values({ cohortId: cohort.id, userId, applicationId, startedAt: at }).execute();
	await trx
		.insertInto('membership')
		.values({ communityId: cohort.communityId, userId, role: 'member', startedAt: at })
		.onConflict((c) => c.doNothing())
		.execute();
	await redistributeShifts(trx, cohort, at);
	await record(trx, {
		kind: 'enrolled',
		actorId: userId,
		communityId: cohort.communityId,
		cohortId: cohort.id,
		subjectId: userId,
		at,
	});
}

async function acceptHouseRules(trx: Transaction<DB>, cohort: CohortRow, userId: string, at: Date): Promise<void> {
	const rules = await trx
		.selectFrom('houseRules')
		.select('id')
		.where('communityId', '=', cohort.communityId)
		.orderBy('version', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (!rules) return;
	await trx
		.insertInto('houseRulesAcceptance')
		.values({ houseRulesId: rules.id, userId, acceptedAt: at })
		.onConflict((c) => c.doNothing())
		.execute();
}
