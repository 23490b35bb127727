import type { Transaction } from 'kysely';
import * as z from 'zod';
import { tokenDigest } from '#identity/server/viewers.ts';
import { here } from '#platform/server/here.ts';
import type { DB } from '#platform/server/schema.ts';
import { verb } from '#platform/server/verb.ts';
import { notFound } from '#platform/refusal.ts';
import { applicationOf } from '#course/server/applying.ts';
import { publicOrganisation } from '#course/server/course-pages.ts';
import { applicationGround } from '#course/server/grounds.ts';
import type { ApplicationRow } from '#course/server/seats.ts';
import { requireApplicant } from '#course/server/withdrawing.ts';

const token = z.string().max(200);

/** What stands in an application that is about to be confirmed, for whoever holds the link from the mail. */
export const applicationToConfirm = verb({
	name: 'applicationToConfirm',
	method: 'get',
	path: '/applications/verify',
	summary: 'The application that a mailed link confirms',
	scope: 'course:read',
	who: ['anyone'],
	at: here,
	input: z.object({ token }),
	async run({ trx }, { token }) {
		const application = await applicationOf(trx, token);
		return {
			token,
			confirmed: application.state !== 'unverified',
			...(await inWords(trx, application)),
		};
	},
});

/** How it stands with an application, for its applicant: signed in, or with the link from the mail. */
export const applicationPage = verb({
	name: 'applicationPage',
	method: 'get',
	path: '/applications/{applicationId}',
	summary: 'Where one’s application stands',
	scope: 'course:read',
	who: ['anyone'],
	at: applicationGround,
	input: z.object({ applicationId: z.uuid(), token: token.optional() }),
	async run(scene, { applicationId, token }) {
		const { trx } = scene;
		const application = await trx
			.selectFrom('application')
			.selectAll()
			.where('id', '=', applicationId)
			.executeTakeFirst();
		if (!application) throw notFound();
		requireApplicant(scene, application, token);
		return {
			applicationId,
			token: token ?? null,
			state: application.state,
			place: application.state === 'waitlisted' ? await placeOnWaitlist(trx, application) : null,
			...(await inWords(trx, application)),
		};
	},
});

/** The seat that has become free, for the one to whom it is offered. */
export const seatOfferPage = verb({
	name: 'seatOfferPage',
	method: 'get',
	path: '/applications/{applicationId}/offer',
	summary: 'The seat that has been offered',
	scope: 'course:read',
	who: ['anyone'],
	at: applicationGround,
	input: z.object({ applicationId: z.uuid(), token: token.optional() }),
	async run({ trx, now, roles }, { applicationId, token }) {
		const offer = await trx
			.selectFrom('seatOffer')
			.selectAll()
			.where('applicationId', '=', applicationId)
			.orderBy('offeredAt', 'desc')
			.limit(1)
			.executeTakeFirst();
		const mine = roles.has('owner') || (token !== undefined && offer?.digest.equals(tokenDigest(token)));
		if (!offer || !mine) throw notFound();
		const application = await trx
			.selectFrom('application')
			.selectAll()
			.where('id', '=', applicationId)
			.executeTakeFirstOrThrow();
		return {
			applicationId,
			token: token ?? null,
			open: offer.answeredAt === null && now < offer.expiresAt,
			answer: offer.answer,
			expiresAt: offer.expiresAt,
			...(await inWords(trx, application)),
		};
	},
});

/** What an invitation invites to, and whether its address has an account already. */
export const seatInvitation = verb({
	name: 'seatInvitation',
	method: 'get',
	path: '/enrolments/invitation',
	summary: 'The seat that an invitation holds',
	scope: 'course:read',
	who: ['anyone'],
	at: here,
	input: z.object({ token }),
	async run({ trx, now, viewer }, { token }) {
		const invitation = await trx
			.selectFrom('invitation')
			.selectAll()
			.where('digest', '=', tokenDigest(token))
			.where('applicationId', 'is not', null)
			.executeTakeFirst();
		if (!invitation?.applicationId) throw notFound();
		const application = await trx
			.selectFrom('application')
			.selectAll()
			.where('id', '=', invitation.applicationId)
			.executeTakeFirstOrThrow();
		const account = await trx.selectFrom('user').select('id').where('email', '=', invitation.email).executeTakeFirst();
		const words = await inWords(trx, application);
		const over = invitation.revokedAt !== null || invitation.expiresAt <= now || words.cohort.cancelled;
		return {
			token,
			state: invitation.usedAt ? ('used' as const) : over ? ('over' as const) : ('open' as const),
			expiresAt: invitation.expiresAt,
			email: invitation.email,
			hasAccount: account !== undefined,
			/** Signed in as the one who is invited, as somebody else, or not at all. */
			viewer: !viewer
				? null
				: viewer.email.toLowerCase() === invitation.email
					? ('invited' as const)
					: ('other' as const),
			houseRules: await currentHouseRules(trx, words.cohort.communityId),
			...words,
		};
	},
});

async function inWords(trx: Transaction<DB>, application: ApplicationRow) {
	const cohort = await trx
		.selectFrom('cohort')
		.selectAll()
		.where('id', '=', application.cohortId)
		.executeTakeFirstOrThrow();
	return {
		applicant: {
			name: application.name,
			email: application.email,
			motivation: application.motivation,
			appliedAt: application.appliedAt,
			decisionWords: application.decisionWords ?? '',
		},
		cohort: {
			name: cohort.name,
			slug: cohort.slug,
			communityId: cohort.communityId,
			timeZone: cohort.timeZone,
			cancelled: cohort.cancelledAt !== null,
			cancelMessage: cohort.cancelMessage ?? '',
		},
		organisation: await publicOrganisation(trx, cohort.organisationId),
	};
}

/** From 1: how many wait who come before, and oneself. */
async function placeOnWaitlist(trx: Transaction<DB>, application: ApplicationRow): Promise<number> {
	const { before } = await trx
		.selectFrom('application')
		.select((e) => e.fn.countAll<number>().as('before'))
		.where('cohortId', '=', application.cohortId)
		.where('state', '=', 'waitlisted')
		.where((e) =>
			e.or([
				e('verifiedAt', '<', application.verifiedAt),
				e.and([e('verifiedAt', '=', application.verifiedAt), e('position', '<', application.position)]),
			]),
		)
		.executeTakeFirstOrThrow();
	return before + 1;
}

async function currentHouseRules(trx: Transaction<DB>, communityId: string): Promise<string> {
	const rules = await trx
		.selectFrom('houseRules')
		.select('body')
		.where('communityId', '=', communityId)
		.orderBy('version', 'desc')
		.limit(1)
		.executeTakeFirst();
	return rules?.body ?? '';
}
