import * as z from 'zod';
import { verb } from '#platform/server/verb.ts';
import { notFound } from '#platform/refusal.ts';
import { readingHtml } from '#course/reading/authored.ts';
import { cohortHere } from '#course/server/cohort-here.ts';
import { cohortHeading, cohortOf } from '#course/server/cohort-row.ts';
import { cohortGround } from '#course/server/grounds.ts';
import { readingPlace } from '#course/server/reading-place.ts';

/** Learners never see them here: a practice case may be set in an exam, and its marking scheme is not for them. */
const readers = ['organiser', 'companion', 'examiner'] as const;

export const practiceCaseList = verb({
	name: 'practiceCaseList',
	method: 'get',
	path: '/cohorts/{cohortId}/practice-cases',
	summary: 'The practice cases of the cohort’s course',
	scope: 'course:read',
	who: readers,
	at: cohortGround,
	input: z.object({ cohortId: z.uuid() }),
	async run(scene, { cohortId }) {
		const { trx, locale } = scene;
		const cohort = await cohortOf(trx, cohortId);
		const { course } = await readingPlace(scene, cohort);
		return {
			cohort: cohortHeading(cohort),
			organiser: scene.roles.has('organiser'),
			cases: course.cases.map(({ id, title, summary, samples }) => ({
				id,
				title: title[locale],
				summary: summary[locale],
				samples: samples.length,
			})),
		};
	},
});

export const practiceCasePage = verb({
	name: 'practiceCasePage',
	method: 'get',
	path: '/cohorts/{cohortId}/practice-cases/{practiceCaseId}',
	summary: 'A practice case with its marking scheme and sample papers',
	scope: 'course:read',
	who: readers,
	at: cohortGround,
	input: z.object({ cohortId: z.uuid(), practiceCaseId: z.string().max(40) }),
	async run(scene, { practiceCaseId }) {
		const { locale } = scene;
		const cohort = await cohortHere(scene);
		const place = await readingPlace(scene, cohort);
		const found = place.course.cases.find(({ id }) => id === practiceCaseId);
		if (!found) throw notFound();
		const { marking, questions } = found;
		return {
			cohort: { id: cohort.id, name: cohort.name },
			id: found.id,
			title: found.title[locale],
			summary: found.summary[locale],
			html: readingHtml(found.body[locale], place),
			individual: readingHtml(found.individual[locale], place),
			reflection: readingHtml(found.reflection[locale], place),
			questions: questions.map(({ id, text, hint }) => ({
				id,
				text: text[locale],
				hint: hint[locale],
				points: marking.questions.find((each) => each.id === id)?.points.map((point) => point[locale]) ?? [],
			})),
			marking: {
				html: readingHtml(marking.body[locale], place),
				individual: marking.individual.map((point) => point[locale]),
				reflection: marking.reflection.map((point) => point[locale]),
			},
			samples: found.samples.map(({ verdict, points, body }) => ({
				verdict,
				points,
				html: readingHtml(body[locale], place),
			})),
		};
	},
});
