import { sql, type Transaction } from 'kysely';
import * as z from 'zod';
import { here } from '#platform/server/here.ts';
import { packed, packedKey, pageOf } from '#platform/server/list-pages.ts';
import type { DB } from '#platform/server/schema.ts';
import { verb } from '#platform/server/verb.ts';
import { notFound } from '#platform/refusal.ts';
import type { Locale } from '#platform/viewer.ts';
import type { DeliveryFormat } from '#course/package/model.ts';
import { takesApplications } from '#course/server/applying.ts';
import { formatOf, outlineOf } from '#course/server/course-content.ts';
import { seatsTaken } from '#course/server/seats.ts';

type Offered = {
	id: string;
	slug: string;
	name: string;
	language: Locale;
	timeZone: string;
	courseVersionId: string;
	deliveryFormat: string;
	organisation: string;
	startsAt: Date;
	endsAt: Date;
	begun: boolean;
};

const pageSize = 40;

/** The cohorts that the public may see and that are not over: those to come, the next to begin first, then those under way. */
export const courseList = verb({
	name: 'courseList',
	method: 'get',
	path: '/courses',
	summary: 'Published courses that are not over',
	scope: 'course:read',
	who: ['anyone'],
	at: here,
	input: z.object({
		after: packedKey(z.tuple([z.boolean(), z.iso.datetime(), z.uuid()]))
			.optional()
			.describe('Key of the last course of the page before'),
	}),
	paged: 'after',
	async run({ trx, now, locale }, { after }) {
		const [begun = null, startsAt = null, id = null] = after ?? [];
		const starts = sql`date_trunc('milliseconds', min(m.starts_at))`;
		const { rows } = await sql<Offered>`
			select k.id, k.slug, k.name, k.language, k.time_zone as "timeZone", k.course_version_id as "courseVersionId",
				k.delivery_format as "deliveryFormat",
				o.name as organisation, min(m.starts_at) as "startsAt", coalesce(k.ends_at, max(m.ends_at)) as "endsAt",
				${starts} <= ${now} as begun
			from cohort k
			join organisation o on o.id = k.organisation_id
			join meeting m on m.community_id = k.community_id and m.kind <> 'event' and m.cancelled_at is null
			where k.published_at is not null and k.cancelled_at is null and k.closed_at is null
			group by k.id, o.name
			having coalesce(k.ends_at, max(m.ends_at)) > ${now} and (${id}::uuid is null
				or (${starts} <= ${now}, ${starts}, k.id) > (${begun}::boolean, ${startsAt}::timestamptz, ${id}::uuid))
			order by ${starts} <= ${now}, ${starts}, k.id limit ${pageSize + 1}`.execute(trx);
		const { page, next } = pageOf(rows, pageSize, (last) => packed(last.begun, last.startsAt, last.id));
		const courses = [];
		for (const { id: _, begun: started, courseVersionId, deliveryFormat, ...row } of page) {
			const outline = await outlineOf(trx, courseVersionId);
			const format = formatOf(outline, deliveryFormat);
			const { title } = outline;
			const summary = (format.description && format.summary) ?? outline.summary;
			courses.push({ ...row, title: title[locale], summary: summary[locale], upcoming: !started });
		}
		return { courses, next };
	},
});

/** Everything the public should know before applying: dates, contents, price, who offers it, whether there is room. */
export const coursePage = verb({
	name: 'coursePage',
	method: 'get',
	path: '/courses/{slug}',
	summary: 'The public page of a course',
	scope: 'course:read',
	who: ['anyone'],
	at: here,
	input: z.object({ slug: z.string().max(80) }),
	async run({ trx, now, locale, viewer }, { slug }) {
		const cohort = await trx
			.selectFrom('cohort')
			.selectAll()
			.where('slug', '=', slug)
			.where('publishedAt', 'is not', null)
			.executeTakeFirst();
		if (!cohort) throw notFound();
		const outline = await outlineOf(trx, cohort.courseVersionId);
		const format = formatOf(outline, cohort.deliveryFormat);
		const said = <Text extends { de: string; en: string }>(text: Text) => text[locale];
		const english = locale === 'en' && cohort.priceTextEn !== '';
		return {
			cohort: {
				cohortId: cohort.id,
				slug: cohort.slug,
				name: cohort.name,
				language: cohort.language === 'en' ? ('en' as const) : ('de' as const),
				timeZone: cohort.timeZone,
				seats: cohort.seats,
				priceText: english ? cohort.priceTextEn : cohort.priceText,
				applicationDeadline: cohort.applicationDeadline,
				cancelMessage: cohort.cancelledAt ? (cohort.cancelMessage ?? '') : null,
			},
			course: {
				title: said(outline.title),
				summary: said((format.description && format.summary) ?? outline.summary),
				description: said(format.description ?? outline.description),
				audience: outline.audience.map(({ text }) => said(text)),
				prerequisites: outline.prerequisites.map(({ id, text }) => ({ id, text: said(text) })),
				hours: format.hours?.total ?? outline.hours.total,
				format: { title: said(format.title), ownPace: format.ownPaceWeeks !== null },
				units: outline.units.map(({ number, title, summary }) => ({
					number,
					title: said(title),
					summary: said(summary),
				})),
			},
			organisation: await publicOrganisation(trx, cohort.organisationId),
			meetings: (await meetingDates(trx, cohort.communityId)).map((meeting) => ({
				...meeting,
				title: workTitle(format, meeting)?.[locale] ?? meeting.title,
			})),
			/** Where everybody goes at their own pace: when the units close, and the day of the exam. */
			endsAt: cohort.endsAt,
			examDate: cohort.examDate,
			takesApplications: await takesApplications(trx, cohort, now),
			full: (await seatsTaken(trx, cohort)) >= cohort.seats,
			/** What a signed-in person need not type again. */
			applicant: viewer && { name: viewer.name, email: viewer.email },
		};
	},
});

/** What public pages say about who offers the course. */
export async function publicOrganisation(trx: Transaction<DB>, organisationId: string) {
	return trx
		.selectFrom('organisation')
		.select(['name', 'slug', 'approvalNumber'])
		.where('id', '=', organisationId)
		.executeTakeFirstOrThrow();
}

/** What the work after a meeting is about, in both languages; its own title is in that of the cohort. */
const workTitle = ({ seminarDays }: DeliveryFormat, { kind, number }: { kind: string; number: number }) =>
	kind === 'work' ? seminarDays.find(({ meeting }) => meeting === number - 1)?.work?.title : undefined;

function meetingDates(trx: Transaction<DB>, communityId: string) {
	return trx
		.selectFrom('meeting')
		.select(['id', 'kind', 'number', 'title', 'startsAt', 'endsAt', 'place'])
		.where('communityId', '=', communityId)
		.where('kind', 'in', ['kick_off', 'weekly', 'work'])
		.where('cancelledAt', 'is', null)
		.orderBy('startsAt')
		.execute();
}
