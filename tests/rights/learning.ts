import { database } from '#platform/server/database.ts';
import type { World } from '../world.ts';
import type { RightsRows } from './rows.ts';

export const learning: RightsRows = {
	verbs: {
		unitList: ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		unitPage: ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		topicPage: ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		markLessonRead: ['learner'],
		checkAnswers: ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		glossaryPage: ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		templateList: ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		templatePage: ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		handbookList: ['organiser', 'companion'],
		handbookPage: ['organiser', 'companion'],
		practiceCaseList: ['organiser', 'companion', 'examiner'],
		practiceCasePage: ['organiser', 'companion', 'examiner'],
		beginSubmission: ['learner'],
		saveResultSection: ['owner'],
		saveResult: ['owner'],
		handIn: ['owner'],
		submissionPage: ['member', 'observer', 'organiser', 'companion', 'former', 'learner', 'owner'],
		giveFeedback: ['companion', 'learner'],
		givePostFeedback: ['companion'],
		postFeedback: ['member', 'observer', 'organiser', 'former'],
		feedbackQueue: ['companion'],
		recommendationPage: ['companion'],
		recommendationPlaces: ['person'],
		recommend: ['companion'],
		finishRecommendation: ['owner'],
		withdrawRecommendation: ['companion'],
		learningTime: ['learner'],
		bookTime: ['learner'],
		removeTime: ['owner'],
		learningTimeSums: ['companion', 'organiser'],
		requestException: ['learner'],
		decideException: ['organiser'],
		grantException: ['organiser'],
		learnerRecords: ['companion', 'organiser'],
		learnerRecord: ['companion', 'organiser'],
		ownRecords: ['learner'],
		evaluationPage: ['learner', 'companion', 'organiser'],
		answerEvaluation: ['learner'],
		weekPage: ['learner', 'owner'],
		guidancePage: ['companion'],
		waitingPeople: ['companion'],
		noteSilence: ['companion'],
	},
	routes: {
		'/c/[communityId]/units': ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		'/c/[communityId]/units/[number]': ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		'/c/[communityId]/units/[number]/topics/[topicId]': [
			'member',
			'observer',
			'organiser',
			'companion',
			'former',
			'learner',
		],
		'/c/[communityId]/glossary': ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		'/c/[communityId]/templates': ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		'/c/[communityId]/templates/[templateId]': ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		'/c/[communityId]/templates/[templateId]/markdown': [
			'member',
			'observer',
			'organiser',
			'companion',
			'former',
			'learner',
		],
		'/c/[communityId]/handbook': ['organiser', 'companion'],
		'/c/[communityId]/handbook/[pageId]': ['organiser', 'companion'],
		'/cohorts/[cohortId]/practice-cases': ['organiser', 'companion', 'examiner'],
		'/cohorts/[cohortId]/practice-cases/[practiceCaseId]': ['organiser', 'companion', 'examiner'],
		'/c/[communityId]/submissions/[submissionId]': [
			'member',
			'observer',
			'organiser',
			'companion',
			'former',
			'learner',
		],
		'/c/[communityId]/week': ['learner', 'owner'],
		'/c/[communityId]/guidance': ['companion'],
		'/c/[communityId]/recommendations': ['companion'],
		'/c/[communityId]/evaluation': ['learner', 'companion', 'organiser'],
		'/c/[communityId]/records': ['companion', 'organiser'],
		'/c/[communityId]/records/me': ['learner'],
		'/c/[communityId]/records/[userId]': ['companion', 'organiser'],
	},
	objects: async (world) => ({
		submissionId: await submissionIn(world),
		recommendationId: await recommendationIn(world),
		timeEntryId: await timeEntryIn(world),
		exceptionId: await exceptionIn(world),
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

async function timeEntryIn({ cohortId, learners: [lea] }: World): Promise<string> {
	if (!lea) throw new Error('no learner');
	const { id } = await database
		.insertInto('timeEntry')
		.values({
			cohortId,
			userId: lea.userId,
			day: '2026-09-22',
			minutes: 90,
			part: 'units',
			bookedAt: new Date('2026-09-22T18:00:00Z'),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

async function exceptionIn({ cohortId, learners: [lea] }: World): Promise<string> {
	if (!lea) throw new Error('no learner');
	const { id } = await database
		.insertInto('requirementException')
		.values({
			cohortId,
			userId: lea.userId,
			requirement: 'meetings',
			words: 'Ich war zwei Wochen im Krankenhaus.',
			requestedAt: new Date('2026-09-23T08:00:00Z'),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}
