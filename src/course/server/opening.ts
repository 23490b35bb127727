import { randomInt } from 'node:crypto';
import type { Transaction } from 'kysely';
import * as z from 'zod';
import { audit } from '#platform/server/audit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { addCalendarDays, startOfDay } from '#platform/time.ts';
import { organisationGround } from '#community/server/standing.ts';
import { foundCohortCommunity } from '#course/server/cohort-community.ts';
import { scheduleMeetings } from '#course/server/cohort-meetings.ts';
import { meetsOnSite, outlineOf } from '#course/server/course-content.ts';
import { beginStaff } from '#course/server/staffing.ts';
import { daysOffOf, firstTimetable, rhythmFields } from '#course/server/first-timetable.ts';

/** What organisers decide about a cohort and may still change until it is published. */
export const cohortFields = {
	name: z.string().trim().min(2).max(120),
	seats: z.coerce.number().int().min(1).max(24),
	priceText: z.string().trim().max(4000),
	priceTextEn: z.string().trim().max(4000),
	conferencingUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(400)]),
	/** Where meetings on site are held. */
	place: z.string().trim().max(400),
	/** The last day on which one may apply, in the cohort's time zone; without one, until the kick-off. */
	lastDayToApply: z.union([z.literal(''), z.iso.date()]),
};

/** An organiser opens a run of a course: its community, spaces, house rules and timetable are there at once. */
export const openCohort = verb({
	name: 'openCohort',
	method: 'post',
	path: '/organisations/{organisationId}/cohorts',
	summary: 'Open a cohort of a course, with its community and its timetable',
	scope: 'course:write',
	who: ['organiser', 'administrator'],
	at: organisationGround,
	status: 201,
	input: z.object({
		organisationId: z.uuid(),
		...rhythmFields,
		...cohortFields,
		seats: cohortFields.seats.default(24),
		priceText: cohortFields.priceText.default(''),
		priceTextEn: cohortFields.priceTextEn.default(''),
		conferencingUrl: cohortFields.conferencingUrl.default(''),
		place: cohortFields.place.default(''),
		lastDayToApply: cohortFields.lastDayToApply.default(''),
		slug: z.string().regex(/^[a-z0-9-]{2,80}$/),
		/** What draws by lot begin with; drawn itself when left out. */
		seed: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
	}),
	output: z.object({ cohortId: z.uuid(), communityId: z.uuid(), slug: z.string() }),
	async run(scene, input) {
		const { trx, now } = scene;
		const viewer = signedIn(scene);
		const { organisationId, courseVersionId, lastDayToApply, seed, ...fields } = input;
		await trx.selectFrom('organisation').select('id').where('id', '=', organisationId).forUpdate().execute();
		await refuseTakenAddress(trx, input.slug);
		const outline = await outlineOf(trx, courseVersionId);
		if (input.seats > outline.participants.maximum)
			refuse('cohort_too_many_seats', { field: 'seats', values: { most: outline.participants.maximum } });
		const { plan, timetable, format } = firstTimetable(outline, input, scene.locale);
		if (input.place === '' && meetsOnSite(format)) refuse('cohort_place_needed', { field: 'place' });
		const { language, name } = input;
		const communityId = await foundCohortCommunity(trx, {
			organisationId,
			name,
			language,
			outline,
			format,
			authorId: viewer.userId,
			at: now,
		});
		const cohort = await trx
			.insertInto('cohort')
			.values({
				...fields,
				deliveryFormat: format.id,
				kickOffTime: plan.kickOffTime,
				meetingTime: plan.meetingTime,
				examDate: timetable.examDate,
				endsAt: timetable.examDate ? timetable.ends : null,
				organisationId,
				communityId,
				courseVersionId,
				number: await nextNumber(trx, organisationId),
				applicationDeadline: deadlineAfter(lastDayToApply, input.timeZone),
				seed: seed ?? randomInt(2_147_483_647),
				createdAt: now,
				createdBy: viewer.userId,
				dueAt: now,
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await trx
			.insertInto('cohortDayOff')
			.values(daysOffOf(input).map((day) => ({ ...day, cohortId: cohort.id })))
			.execute();
		await scheduleMeetings(trx, { ...input, deliveryFormat: format.id, communityId, timetable, outline, at: now });
		await beginStaff(trx, { cohortId: cohort.id, communityId, userId: viewer.userId, role: 'organiser' }, now);
		await audit(trx, { action: 'cohort_opened', actorId: viewer.userId, subjectId: cohort.id, cohortId: cohort.id });
		return { cohortId: cohort.id, communityId, slug: input.slug };
	},
});

/** The first instant at which one may not apply any more: the end of the last day. */
export const deadlineAfter = (lastDay: string, zone: string): Date | null =>
	lastDay === '' ? null : startOfDay(addCalendarDays(lastDay, 1), zone);

async function refuseTakenAddress(trx: Transaction<DB>, slug: string): Promise<void> {
	const taken = await trx.selectFrom('cohort').select('id').where('slug', '=', slug).executeTakeFirst();
	if (taken) refuse('cohort_address_taken', { field: 'slug' });
}

async function nextNumber(trx: Transaction<DB>, organisationId: string): Promise<number> {
	const { last } = await trx
		.selectFrom('cohort')
		.select((e) => e.fn.max('number').as('last'))
		.where('organisationId', '=', organisationId)
		.executeTakeFirstOrThrow();
	return Number(last ?? 0) + 1;
}
