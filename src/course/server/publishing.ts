import { sql, type Transaction } from 'kysely';
import * as z from 'zod';
import { audit } from '#platform/server/audit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import type { Locale } from '#platform/viewer.ts';
import { lockCohort, type CohortRow } from '#course/server/cohort-row.ts';
import { cohortGround } from '#course/server/grounds.ts';
import { cohortFields, deadlineAfter } from '#course/server/opening.ts';
import { offerFreeSeats, seatsTaken } from '#course/server/seats.ts';
import { m } from '#messages/messages.js';

export type MissingText = 'imprint' | 'privacy' | 'terms' | 'price';

/** The texts that are still empty and without which a course may not be offered in public. */
export async function missingTexts(trx: Transaction<DB>, cohort: CohortRow): Promise<MissingText[]> {
	const { imprint, privacyNotice, terms } = await trx
		.selectFrom('organisation')
		.select(['imprint', 'privacyNotice', 'terms'])
		.where('id', '=', cohort.organisationId)
		.executeTakeFirstOrThrow();
	const texts = { imprint, privacy: privacyNotice, terms, price: cohort.priceText };
	return (['imprint', 'privacy', 'terms', 'price'] as const).filter((name) => texts[name].trim() === '');
}

/** The names of such texts as one enumeration. */
export function namesOfTexts(missing: readonly MissingText[], locale: Locale): string {
	const names = {
		imprint: m.organisation_imprint({}, { locale }),
		privacy: m.organisation_privacy({}, { locale }),
		terms: m.organisation_terms({}, { locale }),
		price: m.cohort_price({}, { locale }),
	};
	return new Intl.ListFormat(locale, { type: 'conjunction' }).format(missing.map((name) => names[name]));
}

/** Puts the course page before the public; from then on people can apply. */
export const publishCohort = verb({
	name: 'publishCohort',
	method: 'post',
	path: '/cohorts/{cohortId}/publication',
	summary: 'Publish a cohort, so that people can apply',
	scope: 'course:write',
	who: ['organiser'],
	at: cohortGround,
	input: z.object({ cohortId: z.uuid() }),
	async run(scene, { cohortId }) {
		const { trx, now, locale } = scene;
		const cohort = await lockCohort(trx, cohortId);
		if (cohort.cancelledAt) refuse('cohort_is_cancelled');
		if (cohort.publishedAt) return { publishedAt: cohort.publishedAt };
		const missing = await missingTexts(trx, cohort);
		if (missing.length > 0) refuse('cohort_texts_missing', { values: { texts: namesOfTexts(missing, locale) } });
		await trx.updateTable('cohort').set({ publishedAt: now }).where('id', '=', cohortId).execute();
		await audit(trx, { action: 'cohort_published', actorId: signedIn(scene).userId, subjectId: cohortId, cohortId });
		return { publishedAt: now };
	},
});

/** Organisers change what the course page says, the number of seats and the link to the meetings. */
export const updateCohort = verb({
	name: 'updateCohort',
	method: 'put',
	path: '/cohorts/{cohortId}',
	summary: 'Change a cohort’s name, seats, price text, meeting link and last day to apply',
	scope: 'course:write',
	who: ['organiser'],
	at: cohortGround,
	input: z.object({ cohortId: z.uuid(), ...cohortFields, place: cohortFields.place.optional() }),
	async run(scene, { cohortId, lastDayToApply, place, ...fields }) {
		const { trx, now } = scene;
		const cohort = await lockCohort(trx, cohortId);
		if (cohort.cancelledAt) refuse('cohort_is_cancelled');
		if (cohort.publishedAt && fields.priceText === '') refuse('cohort_price_needed', { field: 'priceText' });
		const taken = await seatsTaken(trx, cohort);
		if (fields.seats < taken) refuse('cohort_seats_taken', { field: 'seats', values: { taken } });
		const changed = await trx
			.updateTable('cohort')
			.set({
				...fields,
				...(place ? { place } : {}),
				applicationDeadline: deadlineAfter(lastDayToApply, cohort.timeZone),
			})
			.where('id', '=', cohortId)
			.returningAll()
			.executeTakeFirstOrThrow();
		await trx.updateTable('community').set({ name: fields.name }).where('id', '=', cohort.communityId).execute();
		await trx
			.updateTable('meeting')
			.set({ conferencingUrl: fields.conferencingUrl })
			.where('communityId', '=', cohort.communityId)
			.where('kind', '<>', 'event')
			.where('place', '=', '')
			.where('endsAt', '>', now)
			.execute();
		if (changed.place !== cohort.place)
			await trx
				.updateTable('meeting')
				.set({ place: changed.place, sequence: sql`sequence + 1` })
				.where('communityId', '=', cohort.communityId)
				.where('place', '<>', '')
				.where('kind', '<>', 'event')
				.where('endsAt', '>', now)
				.execute();
		await offerFreeSeats(trx, changed, now);
		return { changed: true };
	},
});
