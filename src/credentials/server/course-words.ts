import type { Kysely } from 'kysely';
import { packageOf } from '#course/server/course-package.ts';
import type { DB } from '#platform/server/schema.ts';

/** What a certificate says of the course: its title, its hours, what one can do afterwards and what it was about. */
export async function courseWords(db: Kysely<DB>, courseVersionId: string) {
	const { title, hours, competences, units } = await packageOf(db, courseVersionId);
	return {
		title,
		hours: Math.round(hours.total),
		competences: competences.map(({ text }) => text),
		contents: units.map((unit) => unit.title),
	};
}
