import type { Transaction } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import type { Locale } from '#platform/viewer.ts';
import { beginPhases } from '#community/server/phases.ts';
import { dateIn } from '#platform/time.ts';
import type { DeliveryFormat } from '#course/package/model.ts';
import type { CourseOutline } from '#course/server/course-content.ts';
import { takenOver } from '#course/reading/plain-markdown.ts';
import { m } from '#messages/messages.js';

/** The places for conversation that every cohort begins with; their slugs are the same in both languages. */
export function cohortSpaces(language: Locale) {
	const to = { locale: language };
	return [
		{ slug: 'marktplatz', name: m.cohort_space_plaza({}, to), description: m.cohort_space_plaza_about({}, to) },
		{ slug: 'fragen', name: m.cohort_space_questions({}, to), description: m.cohort_space_questions_about({}, to) },
		{ slug: 'lerneinheiten', name: m.cohort_space_units({}, to), description: m.cohort_space_units_about({}, to) },
		{ slug: 'ergebnisse', name: m.cohort_space_results({}, to), description: m.cohort_space_results_about({}, to) },
		{ slug: 'organisatorisches', name: m.cohort_space_team({}, to), description: m.cohort_space_team_about({}, to) },
	];
}

/** Founds the community of a cohort, with its spaces and the package's house rules as the first version. */
export async function foundCohortCommunity(
	trx: Transaction<DB>,
	founding: {
		organisationId: string;
		name: string;
		language: Locale;
		outline: CourseOutline;
		format: Pick<DeliveryFormat, 'purpose'>;
		authorId: string;
		at: Date;
	},
): Promise<string> {
	const { organisationId, name, language, outline, format, authorId, at } = founding;
	const { id: communityId } = await trx
		.insertInto('community')
		.values({
			organisationId,
			kind: 'cohort',
			name,
			purpose: (format.purpose ?? outline.summary)[language],
			language,
			phase: 'planning',
			createdAt: at,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await beginPhases(trx, { communityId, phase: 'planning', since: dateIn('Europe/Berlin', at), at });
	await trx
		.insertInto('space')
		.values(cohortSpaces(language).map((space, position) => ({ ...space, communityId, position, createdAt: at })))
		.execute();
	await trx
		.insertInto('houseRules')
		.values({
			communityId,
			version: 1,
			body: takenOver(outline.houseRules.body[language], {}),
			authorId,
			publishedAt: at,
		})
		.execute();
	return communityId;
}
