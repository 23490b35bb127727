import type { Kysely } from 'kysely';
import * as z from 'zod';
import type { DB } from '#platform/server/schema.ts';
import { notFound } from '#platform/refusal.ts';

const text = z.object({ de: z.string(), en: z.string() });
const part = z.object({ id: z.string(), title: text, minutes: z.number() });
const agenda = z.object({
	title: text,
	items: z.array(z.object({ id: z.string(), kind: z.string(), part: z.string(), minutes: z.number(), title: text })),
});
const format = z.object({
	id: z.string(),
	title: text,
	kickOffParts: z.array(part).min(1),
	meetingParts: z.array(part).min(1),
	unitDays: z.number(),
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
	deliveryFormats: z.array(format).min(1),
	units: z.array(
		z.object({ id: z.string(), number: z.number(), title: text, summary: text, phase: z.string(), agenda }),
	),
	kickOff: agenda,
	houseRules: z.object({ title: text, body: text }),
});
export type CourseOutline = z.infer<typeof courseOutline>;
export type OutlineFormat = CourseOutline['deliveryFormats'][number];

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

/** The delivery format of that id, or the course's first. */
export function formatOf(outline: CourseOutline, id: string): OutlineFormat {
	const format = outline.deliveryFormats.find((each) => each.id === id) ?? outline.deliveryFormats[0];
	if (!format) throw new Error('a course has at least one delivery format');
	return format;
}
