import type { Kysely } from 'kysely';
import { packageOf } from '#course/server/course-package.ts';
import type { DB } from '#platform/server/schema.ts';

/** What a certificate says of the course: its title, what one can do afterwards and what it was about. */
export async function courseWords(db: Kysely<DB>, courseVersionId: string) {
	const { title, competences, units } = await packageOf(db, courseVersionId);
	return {
		title,
		competences: competences.map(({ text }) => text),
		contents: units.map((unit) => unit.title),
	};
}
