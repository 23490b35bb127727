import * as z from 'zod';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { dateIn } from '#platform/time.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import type { Locale } from '#platform/viewer.ts';
import type { CoursePackage, EvaluationQuestion } from '#course/package/model.ts';
import { shownResult } from '#course/rules/evaluation.ts';
import { completeBatches } from '#platform/suppression.ts';
import { cohortHere } from '#course/server/cohort-here.ts';
import { lockCohort, type CohortRow } from '#course/server/cohort-row.ts';
import { packageOf } from '#course/server/course-package.ts';
import { answeredSheets, isOpen, respondentOf, sheetsOf, type Sheet } from '#course/server/evaluation-sheets.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import { scheduleOf } from '#course/server/unit-schedule.ts';

const shownQuestion = ({ id, kind, text }: EvaluationQuestion, locale: Locale) => ({ id, kind, text: text[locale] });

export const evaluationPage = verb({
	name: 'evaluationPage',
	method: 'get',
	path: '/communities/{communityId}/evaluation',
	summary: 'Sheets to answer, for learners; results from five answers on, for staff',
	scope: 'course:read',
	who: ['learner', 'companion', 'organiser'],
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid() }),
	async run(scene) {
		const { trx, now, locale, roles } = scene;
		const { userId } = signedIn(scene);
		const cohort = await cohortHere(scene);
		const course = await packageOf(trx, cohort.courseVersionId);
		const begun = sheetsOf(course, await scheduleOf(trx, cohort.communityId), cohort.timeZone).filter(
			({ opensAt }) => opensAt <= now,
		);
		const learner = roles.has('learner');
		const answered = learner ? await answeredSheets(trx, cohort.id, begun, userId) : new Set<string>();
		const staff = !learner && (roles.has('companion') || roles.has('organiser'));
		return {
			minimumAnswers: course.evaluation.minimumAnswers,
			scale: course.evaluation.scale.map((label) => label[locale]),
			mayAnswer: learner,
			sheets: begun.toReversed().map((sheet) => ({
				id: sheet.id,
				unit: sheet.unit,
				title: sheet.unit ? (course.units[sheet.unit - 1]?.title[locale] ?? null) : null,
				open: isOpen(sheet, now),
				answered: answered.has(sheet.id),
				questions: sheet.questions.map((question) => shownQuestion(question, locale)),
			})),
			results: staff ? await resultsOf(scene, cohort, course, begun) : [],
		};
	},
});

async function resultsOf({ trx, locale }: Scene, cohort: CohortRow, course: CoursePackage, sheets: readonly Sheet[]) {
	const least = course.evaluation.minimumAnswers;
	const rows = await trx
		.selectFrom('evaluationAnswer')
		.select(['sheet', 'questionId', 'value', 'batch'])
		.where('cohortId', '=', cohort.id)
		.orderBy('id')
		.execute();
	return sheets.toReversed().map((sheet) => ({
		id: sheet.id,
		unit: sheet.unit,
		title: sheet.unit ? (course.units[sheet.unit - 1]?.title[locale] ?? null) : null,
		questions: sheet.questions.map((question) => {
			const answers = rows.filter((row) => row.sheet === sheet.id && row.questionId === question.id);
			return {
				...shownQuestion(question, locale),
				result: shownResult(question.kind, completeBatches(answers, least), course.evaluation.scale.length),
			};
		}),
	}));
}

export const answerEvaluation = verb({
	name: 'answerEvaluation',
	method: 'post',
	path: '/communities/{communityId}/evaluation/{sheet}',
	summary: 'Answer a sheet, anonymously and once',
	scope: 'course:write',
	who: ['learner'],
	at: courseCommunityGround,
	status: 201,
	input: z.object({
		communityId: z.uuid(),
		sheet: z.string().max(40),
		answers: z.record(z.string().max(40), z.string().trim().max(4000)),
	}),
	output: z.object({ answered: z.boolean() }),
	async run(scene, input) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		// Held, so that batches fill one after another.
		const cohort = await lockCohort(trx, (await cohortHere(scene)).id);
		const course = await packageOf(trx, cohort.courseVersionId);
		const sheets = sheetsOf(course, await scheduleOf(trx, cohort.communityId), cohort.timeZone);
		const sheet = sheets.find(({ id }) => id === input.sheet);
		if (!sheet) throw notFound();
		if (!isOpen(sheet, now)) refuse('evaluation_closed');
		if ((await answeredSheets(trx, cohort.id, [sheet], userId)).size > 0) refuse('evaluation_answered');
		const given = givenAnswers(sheet, input.answers, course.evaluation.scale.length);
		for (const { questionId, value } of given)
			await trx
				.insertInto('evaluationAnswer')
				.values({
					cohortId: cohort.id,
					sheet: sheet.id,
					questionId,
					respondent: respondentOf(cohort.id, sheet.id, userId),
					value,
					batch: await batchFor(scene, cohort, sheet.id, questionId, course.evaluation.minimumAnswers),
					answeredOn: dateIn(cohort.timeZone, now),
				})
				.execute();
		return { answered: true };
	},
});

function givenAnswers(sheet: Sheet, answers: Readonly<Record<string, string>>, steps: number) {
	for (const name of Object.keys(answers))
		if (!sheet.questions.some(({ id }) => id === name)) refuse('evaluation_question', { status: 422 });
	return sheet.questions.flatMap(({ id, kind }) => {
		const value = answers[id] ?? '';
		const field = `answers.${id}`;
		if (kind === 'text') return value ? { questionId: id, value } : [];
		const step = Number(value);
		if (value === '' || !Number.isInteger(step) || step < 1 || step > steps)
			refuse('evaluation_choose', { status: 422, field });
		return { questionId: id, value };
	});
}

async function batchFor(
	{ trx }: Scene,
	cohort: CohortRow,
	sheet: string,
	questionId: string,
	size: number,
): Promise<number> {
	const { n } = await trx
		.selectFrom('evaluationAnswer')
		.select((e) => e.fn.countAll<number>().as('n'))
		.where('cohortId', '=', cohort.id)
		.where('sheet', '=', sheet)
		.where('questionId', '=', questionId)
		.executeTakeFirstOrThrow();
	return Math.floor(Number(n) / size);
}
