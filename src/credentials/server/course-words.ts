import type { Kysely } from 'kysely';
import * as z from 'zod';
import { textSchema } from '#course/package/model.ts';
import { notFound } from '#platform/refusal.ts';
import type { DB } from '#platform/server/schema.ts';

const words = z.object({
	title: textSchema,
	hours: z.object({ total: z.number() }),
	competences: z.array(z.object({ text: textSchema })).default([]),
	units: z.array(z.object({ title: textSchema })).default([]),
});

/** What a certificate says of the course: its title, its hours, what one can do afterwards and what it was about. */
export async function courseWords(db: Kysely<DB>, courseVersionId: string) {
	const row = await db
		.selectFrom('courseVersion')
		.select('content')
		.where('id', '=', courseVersionId)
		.executeTakeFirstOrThrow(notFound);
	const { title, hours, competences, units } = words.parse(row.content);
	return {
		title,
		hours: Math.round(hours.total),
		competences: competences.map(({ text }) => text),
		contents: units.map((unit) => unit.title),
	};
}
