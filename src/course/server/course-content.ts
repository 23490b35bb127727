import type { Kysely } from 'kysely';
import * as z from 'zod';
import type { DB } from '#platform/server/schema.ts';
import { notFound } from '#platform/refusal.ts';
import { deliveryFormatSchema, type DeliveryFormat } from '#course/package/model.ts';

const text = z.object({ de: z.string(), en: z.string() });
const agenda = z.object({
	title: text,
	items: z.array(z.object({ id: z.string(), kind: z.string(), part: z.string(), minutes: z.number(), title: text })),
});
/** What opening and running a cohort needs of a course version; everything else of it is left unread here. */
const courseOutline = z.object({
	id: z.string(),
	title: text,
	summary: text,
	description: text,
	audience: z.array(z.object({ id: z.string(), text })),
	prerequisites: z.array(z.object({ id: z.string(), text })),
	hours: z.object({ total: z.number() }),
	participants: z.object({
		recommended: z.number(),
		maximum: z.number(),
		invitationDays: z.number(),
		seatOfferHours: z.number(),
	}),
	deliveryFormats: z.array(deliveryFormatSchema).min(1),
	units: z.array(
		z.object({ id: z.string(), number: z.number(), title: text, summary: text, phase: z.string(), agenda }),
	),
	kickOff: agenda,
	houseRules: z.object({ title: text, body: text }),
});
export type CourseOutline = z.infer<typeof courseOutline>;

// Versions are immutable, so that what was read once stays right.
const known = new Map<string, CourseOutline>();

/**
 * The outline of a stored course version.
 * @throws Refusal `not_found` when there is no such version
 */
export async function outlineOf(db: Kysely<DB>, courseVersionId: string): Promise<CourseOutline> {
	const found = known.get(courseVersionId);
	if (found) return found;
	const row = await db
		.selectFrom('courseVersion')
		.select('content')
		.where('id', '=', courseVersionId)
		.executeTakeFirst();
	if (!row) throw notFound();
	const outline = courseOutline.parse(row.content);
	known.set(courseVersionId, outline);
	return outline;
}

/** What a meeting (0 is the kick-off) consists of in a delivery format. */
export function partsOfMeeting(format: DeliveryFormat, meeting: number): DeliveryFormat['meetingParts'] {
	const own = format.seminarDays.find((day) => day.meeting === meeting)?.parts ?? [];
	if (own.length > 0) return own;
	return meeting === 0 ? format.kickOffParts : format.meetingParts;
}

/** Whether a meeting (0 is the kick-off) is held on site in a delivery format. */
export const isOnSite = ({ onSite, seminarDays }: DeliveryFormat, meeting: number): boolean =>
	onSite || seminarDays.some((day) => day.meeting === meeting);

export const meetsOnSite = ({ onSite, seminarDays }: DeliveryFormat): boolean => onSite || seminarDays.length > 0;

/** The delivery format of that id, or the course's first. */
export function formatOf(outline: Pick<CourseOutline, 'deliveryFormats'>, id: string): DeliveryFormat {
	const format = outline.deliveryFormats.find((each) => each.id === id) ?? outline.deliveryFormats[0];
	if (!format) throw new Error('a course has at least one delivery format');
	return format;
}
