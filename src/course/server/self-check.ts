import * as z from 'zod';
import { verb } from '#platform/server/verb.ts';
import { courseReaders } from '#course/server/cohort-here.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import { openLesson } from '#course/server/lessons.ts';
import { explained } from '#course/server/question-forms.ts';
import { readingPlace } from '#course/server/reading-place.ts';

const id = z.string().max(40);

/**
 * Says to answers of a self-check what is right and why. Nothing is kept of them, neither that somebody answered nor
 * how: learning needs wrong answers.
 */
export const checkAnswers = verb({
	name: 'checkAnswers',
	method: 'post',
	path: '/communities/{communityId}/lessons/{topicId}/self-check',
	summary: 'Have answers to the questions of a lesson explained; nothing is kept of them',
	scope: 'course:read',
	who: courseReaders,
	at: courseCommunityGround,
	input: z.object({
		communityId: z.uuid(),
		topicId: id,
		/** Ids of chosen options by the id of the question. */
		chosen: z.record(id, z.union([id, z.array(id).max(10)])).default({}),
		/** For what is to be ordered the places from 1, for what is to be matched the ids of the right sides. */
		places: z.record(id, z.record(id, id)).default({}),
		/** Ids of the questions to be judged; `*` for all. */
		judged: z.array(id).max(40).default(['*']),
	}),
	async run(scene, { communityId, topicId, chosen, places, judged }) {
		const { cohort, unit, topic, courseVersionId } = await openLesson(scene, communityId, topicId);
		const place = await readingPlace(scene, cohort, { courseVersionId, unit });
		const asked = topic.questions.filter((question) => judged.includes('*') || judged.includes(question.id));
		return {
			chosen,
			places,
			questions: asked.map((question) => {
				const ids = chosen[question.id] ?? [];
				const answer = { chosen: Array.isArray(ids) ? ids : [ids], places: places[question.id] ?? {} };
				return explained(question, answer, place);
			}),
		};
	},
});
