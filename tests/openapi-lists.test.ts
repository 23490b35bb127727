import { expect, test } from 'vitest';
import * as z from 'zod';
import { answerTypes, takenAnswer, type AnswerSchema } from '#platform/server/answers.ts';
import type { AnyVerb } from '#platform/server/verb.ts';
import { verbs } from '#verbs.ts';

/*
 * A list that grows with what people do comes in pages (`paged`). Whoever adds a list without them has to say here why
 * it stays short, so that none does by accident.
 */
const notInPages: Record<string, readonly string[]> = {
	'a cohort has 24 seats, as many weeks as its format, and a few staff': [
		...['cohortCertificates', 'cohortPage', 'cohortPreview', 'cohortPeople', 'cohortTimetable', 'evaluationPage'],
		...['examPage', 'examResults', 'feedbackQueue', 'groupsPage', 'guidancePage', 'learnerRecords', 'learningTime'],
		...['learningTimeSums', 'lockedEvidence', 'myGroup', 'paperPage', 'shiftPage', 'shiftPlan', 'submissionPage'],
		...['unitPage', 'weekPage', 'cohortExam', 'markingPage', 'objectionPage', 'resultPage'],
	],
	'the course package says how many': [
		...[
			'certificateCheck',
			'coursePage',
			'courseVersions',
			'learningSystem',
			'examCase',
			'glossaryPage',
			'handbookList',
			'handbookPage',
			'practiceCaseList',
		],
		...['practiceCasePage', 'templateList', 'templatePage', 'topicPage', 'unitList'],
	],
	'the newest or the first few are shown': [
		...['caseList', 'communityNotifications', 'governedCommunity', 'learnerRecord', 'ownRecords'],
		...['privacyPage', 'recommendationPage', 'unnamedDesk', 'worksCouncilPage'],
	],
	'a person has few of them at a time': [
		...[
			'demoPeople',
			'draft',
			'erasurePage',
			'myCalendars',
			'myData',
			'mySessions',
			'myTokens',
			'notificationPreferences',
		],
		...['ownCertificates', 'ownFiles', 'ownUnnamed', 'personAccount', 'personErasure', 'recommendationPlaces', 'rooms'],
		...['personPage', 'memberRecord', 'myProfile'],
	],
	'whoever runs a community or an instance sets up few of them': [
		...['communityAbout', 'communityHome', 'communityInvitations', 'entrance', 'houseRules', 'instanceInvitations'],
		...['organisationSettings', 'retentionSettings', 'spaceList', 'worksCouncils', 'organisationCommunities'],
	],
	'of one post or one thread': ['postFeedback', 'postHistory', 'threadBookmarks'],
};

/** Whether there is a list in the answer, at whatever depth but within another list. */
function hasList(schema: AnswerSchema, seen: readonly string[] = []): boolean {
	const named = String(schema['$ref'] ?? '').replace('#/components/schemas/', '');
	const type = answerTypes[named];
	if (type) return !seen.includes(named) && hasList(type, [...seen, named]);
	if (schema['type'] === 'array') return true;
	const inner = [...Object.values(Object(schema['properties'])), ...Object.values(Object(schema['anyOf']))];
	return inner.some((each) => hasList(Object(each), seen));
}

const described = (verb: AnyVerb): AnswerSchema =>
	takenAnswer(verb) ?? { ...z.toJSONSchema(verb.output ?? z.unknown(), { unrepresentable: 'any' }) };

test('every list comes in pages, or it is said why it stays short', () => {
	const lists = verbs.filter((verb) => verb.method === 'get' && hasList(described(verb)));
	const short = lists.filter(({ paged }) => !paged).map(({ name }) => name);
	expect(short.toSorted()).toEqual(Object.values(notInPages).flat().toSorted());
	expect(lists.length - short.length).toBeGreaterThan(9);
});
