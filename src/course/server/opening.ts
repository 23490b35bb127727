import { randomInt } from 'node:crypto';
import type { Transaction } from 'kysely';
import * as z from 'zod';
import { audit } from '#platform/server/audit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { addCalendarDays, isTimeZone, isWallTime, startOfDay } from '#platform/time.ts';
import { organisationGround } from '#community/server/standing.ts';
import { defaultExtraDays, germanStates } from '#course/rules/holidays.ts';
import { timetable, type TimetablePlan } from '#course/rules/timetable.ts';
import { foundCohortCommunity } from '#course/server/cohort-community.ts';
import { scheduleMeetings } from '#course/server/cohort-meetings.ts';
import { outlineOf } from '#course/server/course-content.ts';
import { beginStaff } from '#course/server/staffing.ts';
import { rhythmOf } from '#course/server/timetable-plan.ts';
import { refuseTimetable } from '#course/server/timetable-refusals.ts';

const wallTime = z.string().refine(isWallTime);
/** What organisers decide about a cohort and may still change until it is published. */
export const cohortFields = {
	name: z.string().trim().min(2).max(120),
	seats: z.coerce.number().int().min(1).max(24),
	priceText: z.string().trim().max(4000),
	priceTextEn: z.string().trim().max(4000),
	conferencingUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(400)]),
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
		courseVersionId: z.uuid(),
		...cohortFields,
		seats: cohortFields.seats.default(24),
		priceText: cohortFields.priceText.default(''),
		priceTextEn: cohortFields.priceTextEn.default(''),
		conferencingUrl: cohortFields.conferencingUrl.default(''),
		lastDayToApply: cohortFields.lastDayToApply.default(''),
		slug: z.string().regex(/^[a-z0-9-]{2,80}$/),
		language: z.enum(['de', 'en']).default('de'),
		timeZone: z.string().refine(isTimeZone).default('Europe/Berlin'),
		stateCode: z.enum(germanStates).default('HE'),
		startDate: z.iso.date(),
		kickOffTime: wallTime.default('13:00'),
		meetingTime: wallTime.default('17:00'),
		deliveryFormat: z.string().max(40).default('weekly-online'),
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
		const daysOff = defaultDaysOff(input.startDate, input.language);
		const plan: TimetablePlan = {
			startDate: input.startDate,
			kickOffTime: input.kickOffTime,
			meetingTime: input.meetingTime,
			zone: input.timeZone,
			calendar: {
				state: input.stateCode,
				mariaeHimmelfahrt: true,
				extraDays: daysOff.map(({ day, name }) => ({ day, name: { de: name, en: name } })),
			},
			format: rhythmOf(outline, input.deliveryFormat),
			pauses: [],
			moved: [],
		};
		const reader = { locale: scene.locale, timeZone: input.timeZone };
		const schedule = timetable(plan);
		if (!schedule.ok) return refuseTimetable(schedule.problem, reader, 'startDate');
		const { language, name } = input;
		const communityId = await foundCohortCommunity(trx, {
			organisationId,
			name,
			language,
			outline,
			authorId: viewer.userId,
			at: now,
		});
		const cohort = await trx
			.insertInto('cohort')
			.values({
				...fields,
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
			.values(daysOff.map((day) => ({ ...day, cohortId: cohort.id })))
			.execute();
		await scheduleMeetings(trx, { ...input, communityId, timetable: schedule.value, outline, at: now });
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

/** 24 and 31 December of the years in which the cohort can run; organisers may take them out again. */
function defaultDaysOff(startDate: string, language: 'de' | 'en') {
	const year = Number(startDate.slice(0, 4));
	return [year, year + 1].flatMap((each) =>
		defaultExtraDays.map(({ day, name }) => ({ day: `${each}-${day}`, name: name[language] })),
	);
}
