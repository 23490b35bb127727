import { database } from '#platform/server/database.ts';
import type { World } from '../world.ts';
import type { RightsRows } from './rows.ts';

export const learning: RightsRows = {
	verbs: {
		unitList: ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		unitPage: ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		topicPage: ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		markLessonRead: ['learner'],
		beginSubmission: ['learner'],
		saveSection: ['owner'],
		saveSections: ['owner'],
		handIn: ['owner'],
		submissionPage: ['member', 'observer', 'organiser', 'companion', 'former', 'learner', 'owner'],
		giveFeedback: ['companion', 'learner'],
		givePostFeedback: ['companion'],
		postFeedback: ['member', 'observer', 'organiser', 'former'],
		feedbackQueue: ['companion'],
		recommend: ['companion'],
		finishRecommendation: ['owner'],
		withdrawRecommendation: ['companion'],
	},
	routes: {},
	objects: async (world) => ({
		submissionId: await submissionIn(world),
		recommendationId: await recommendationIn(world),
	}),
};

/** The first learner's own work on unit 3. */
async function submissionIn({ cohortId, communityId, courseVersionId, learners: [lea] }: World): Promise<string> {
	if (!lea) throw new Error('no learner');
	const { id } = await database
		.insertInto('submission')
		.values({
			cohortId,
			communityId,
			courseVersionId,
			unitNumber: 3,
			kind: 'person',
			userId: lea.userId,
			createdAt: new Date('2026-09-22T08:00:00Z'),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

async function recommendationIn({ cohortId, clara, learners: [lea] }: World): Promise<string> {
	if (!lea) throw new Error('no learner');
	const { id } = await database
		.insertInto('recommendation')
		.values({
			cohortId,
			authorId: clara.userId,
			userId: lea.userId,
			kind: 'link',
			target: 'https://example.org/',
			title: 'Ein Aufsatz',
			givenAt: new Date('2026-09-22T08:00:00Z'),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}
