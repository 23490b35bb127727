import * as z from 'zod';
import { cohortGround } from '#course/server/grounds.ts';
import type { Language, PracticeCase } from '#course/package/model.ts';
import { flowing } from '#course/package/flow.ts';
import { packageOf } from '#course/server/course-package.ts';
import { m } from '#messages/messages.js';
import { signedIn, verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';

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
		const { cases } = await packageOf(scene.trx, cohort.courseVersionId);
		if (cases.length === 0) refuse('no_practice_cases');
		const language: Language = cohort.language === 'en' ? 'en' : 'de';
		const done = await scene.trx
			.insertInto('examCase')
			.values(
				cases.map((practice) => ({
					organisationId: cohort.organisationId,
					kind: 'practice',
					sourceId: practice.id,
					...inLanguage(practice, language),
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

function inLanguage(practice: PracticeCase, language: Language) {
	return {
		language,
		title: practice.title[language],
		body: `${practice.summary[language]}\n\n${flowing(practice.body[language])}`,
		questions: JSON.stringify(
			practice.questions.map(({ id, text, hint }) => ({ id, text: text[language], hint: hint[language] })),
		),
		individualTask: practice.individual[language],
		reflectionTask: practice.reflection[language],
		markingScheme: markingScheme(practice, language),
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
		flowing(marking.body[language]),
	].join('\n\n');
}
