import type { Kysely } from 'kysely';
import * as z from 'zod';
import { cohortGround } from '#course/server/grounds.ts';
import type { Language, PracticeCase } from '#course/package/model.ts';
import { takenOver } from '#course/reading/plain-markdown.ts';
import { packageOf } from '#course/server/course-package.ts';
import { m } from '#messages/messages.js';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';

/** Takes the practice cases of the course version that the cohort has pinned; those taken before stay as they are. */
export const importPracticeCases = verb({
	name: 'importPracticeCases',
	method: 'post',
	path: '/cohorts/{cohortId}/practice-cases',
	summary: 'Take over the practice cases of the cohort’s course package',
	scope: 'exam:write',
	who: ['organiser', 'administrator'],
	at: cohortGround,
	input: z.object({ cohortId: z.uuid() }),
	output: z.object({ imported: z.int() }),
	async run(scene, { cohortId }) {
		const cohort = await scene.trx
			.selectFrom('cohort')
			.select(['organisationId', 'language', 'courseVersionId'])
			.where('id', '=', cohortId)
			.executeTakeFirstOrThrow();
		const { cases, bibliography } = await packageOf(scene.trx, cohort.courseVersionId);
		if (cases.length === 0) refuse('no_practice_cases');
		const language: Language = cohort.language === 'en' ? 'en' : 'de';
		const own = (markdown: string) => takenOver(markdown, bibliography);
		const done = await scene.trx
			.insertInto('examCase')
			.values(
				cases.map((practice) => ({
					organisationId: cohort.organisationId,
					kind: 'practice',
					sourceId: practice.id,
					...inLanguage(practice, language, own),
					createdAt: scene.now,
					createdBy: signedIn(scene).userId,
				})),
			)
			.onConflict((c) =>
				c.columns(['organisationId', 'sourceId', 'language']).where('sourceId', 'is not', null).doNothing(),
			)
			.returning('id')
			.execute();
		return { imported: done.length };
	},
});

/** A text of the package as the organisation keeps it for its own. */
type Own = (markdown: string) => string;

function inLanguage(practice: PracticeCase, language: Language, own: Own) {
	return {
		language,
		title: practice.title[language],
		body: own(`${practice.summary[language]}\n\n${practice.body[language]}`),
		questions: JSON.stringify(
			practice.questions.map(({ id, text, hint }) => ({ id, text: own(text[language]), hint: own(hint[language]) })),
		),
		individualTask: own(practice.individual[language]),
		reflectionTask: own(practice.reflection[language]),
		markingScheme: own(markingScheme(practice, language)),
	};
}

/** The marking scheme as one text: what each paper should hold, and how to weigh it. */
function markingScheme({ questions, marking }: PracticeCase, language: Language): string {
	const list = (points: PracticeCase['marking']['individual']) =>
		points.map((point) => `- ${point[language].replaceAll('\n', ' ')}`).join('\n');
	const locale = { locale: language };
	const answers = marking.questions.map(({ id, points }) => {
		const number = questions.findIndex((question) => question.id === id) + 1;
		return `## ${m.exam_guiding_question({ number }, locale)}\n\n${list(points)}`;
	});
	return [
		...answers,
		`## ${m.exam_kind_case({}, locale)}\n\n${list(marking.individual)}`,
		`## ${m.exam_kind_reflection({}, locale)}\n\n${list(marking.reflection)}`,
		marking.body[language],
	].join('\n\n');
}

/** Which of a course's practice cases a case was taken over from; null for one that was written here. */
export async function sourceOf(db: Kysely<DB>, caseId: string): Promise<string | null> {
	const { sourceId } = await db
		.selectFrom('examCase')
		.select('sourceId')
		.where('id', '=', caseId)
		.executeTakeFirstOrThrow(notFound);
	return sourceId;
}

/** The sample papers of a case that was taken over, as the course of the provider's newest cohort has them. */
export async function samplesOf(db: Kysely<DB>, caseId: string) {
	const row = await db
		.selectFrom('examCase as c')
		.innerJoin('cohort as k', 'k.organisationId', 'c.organisationId')
		.select(['c.sourceId', 'c.language', 'k.courseVersionId'])
		.where('c.id', '=', caseId)
		.where('c.sourceId', 'is not', null)
		.orderBy('k.startDate', 'desc')
		.executeTakeFirst();
	if (!row) return [];
	const { cases, bibliography } = await packageOf(db, row.courseVersionId);
	const language: Language = row.language === 'en' ? 'en' : 'de';
	const samples = cases.find(({ id }) => id === row.sourceId)?.samples ?? [];
	return samples.map(({ verdict, points, body }) => ({
		verdict,
		points,
		body: takenOver(body[language], bibliography),
	}));
}
