import { randomUUID } from 'node:crypto';
import { database } from '#platform/server/database.ts';
import type { World } from '../world.ts';
import type { RightsRows } from './rows.ts';

export const exam: RightsRows = {
	verbs: {
		enterCase: ['organiser', 'administrator'],
		reviseCase: ['organiser', 'administrator'],
		retireCase: ['organiser', 'administrator'],
		examCases: ['person'],
		examCase: ['organiser', 'administrator'],
		importPracticeCases: ['organiser', 'administrator'],
		cohortExam: ['organiser'],
		scheduleExam: ['organiser'],
		scheduleRetake: ['organiser'],
		joinExam: ['organiser'],
		cancelExam: ['organiser'],
		examPage: ['owner', 'organiser', 'companion', 'examiner'],
		lateExam: ['person'],
		withdrawForCause: ['owner'],
		decideWithdrawalForCause: ['organiser'],
		// Evidence may speak of health: only the person and those who decide.
		attachEvidence: ['owner'],
		removeEvidence: ['owner'],
		openEvidence: ['owner', 'organiser'],
		grantExtension: ['organiser'],
		// Drafts and papers are their writers' own: no companion, no organiser, no examiner.
		paperPage: ['owner'],
		paperPages: ['owner'],
		paperPdf: ['owner'],
		saveSection: ['owner'],
		dropApart: ['owner'],
		handInPaper: ['owner'],
		withdrawPaper: ['owner'],
		declineAutomaticHandIn: ['owner'],
		assignExaminers: ['organiser'],
		assignExaminer: ['organiser'],
		markingList: ['person'],
		// The owner of a marking is the examiner to whom it is assigned.
		markingPage: ['owner'],
		markingPdf: ['owner'],
		saveMark: ['owner'],
		submitMark: ['owner'],
		settleMarks: ['owner'],
		examResults: ['organiser', 'companion', 'examiner'],
		resultPage: ['owner'],
		inspectResult: ['owner'],
		raiseObjection: ['owner'],
		assignObjection: ['organiser'],
		objectionList: ['person'],
		objectionPage: ['owner'],
		openHearing: ['organiser', 'examiner'],
		makeStatement: ['owner'],
		decideHearing: ['organiser'],
	},
	routes: {
		'/cases': ['person'],
		'/cases/new': ['person'],
		'/cases/[caseId]': ['organiser', 'administrator'],
		'/objections/[objectionId]': ['owner'],
		'/evidence/[evidenceId]': ['owner', 'organiser'],
		'/cohorts/[cohortId]/exam': ['organiser'],
		'/marking': ['person'],
		'/marking/[markingId]': ['owner'],
		'/marking/[markingId]/pdf': ['owner'],
		'/exams/[examId]': ['owner', 'organiser', 'companion', 'examiner'],
		'/exams/[examId]/papers/[paperId]': ['owner'],
		'/exams/[examId]/papers/[paperId]/pdf': ['owner'],
		'/exams/[examId]/result': ['owner'],
	},
	objects: examObjects,
};

const at = new Date('2026-09-20T08:00:00Z');

/** An exam whose first candidate is the first learner, a paper of that person marked by Edda, and what can follow. */
async function examObjects(world: World): Promise<Record<string, string>> {
	const { cohortId, organisationId, learners, edda, emil, olga } = world;
	const [lea] = learners;
	if (!lea) throw new Error('no learner');
	const caseId = randomUUID();
	await database
		.insertInto('examCase')
		.values({
			id: caseId,
			organisationId,
			kind: 'real',
			language: 'de',
			title: 'Ein Fall',
			body: 'Eine Lage.',
			questions: JSON.stringify([{ id: 'q1', text: 'Was tun?', hint: '' }]),
			individualTask: 'Allein weiter.',
			reflectionTask: 'Und Sie?',
			markingScheme: 'Worauf zu achten ist.',
			createdAt: at,
		})
		.execute();
	const examId = randomUUID();
	await database
		.insertInto('exam')
		.values({
			id: examId,
			cohortId,
			kind: 'main',
			caseId,
			opensAt: at,
			endsAt: new Date('2026-09-23T08:00:00Z'),
			scheduledAt: at,
		})
		.execute();
	await database
		.insertInto('examCandidate')
		.values({ examId, userId: lea.userId, cohortId, candidateNumber: 'ABCDEF' })
		.execute();
	const paperId = randomUUID();
	await database
		.insertInto('paper')
		.values({ id: paperId, examId, kind: 'case', userId: lea.userId, paperNumber: 'GHJKMN', createdAt: at })
		.execute();
	const markingId = randomUUID();
	await database
		.insertInto('marking')
		.values({ id: markingId, paperId, examinerId: edda.userId, position: 1, assignedAt: at })
		.execute();
	const examResultId = randomUUID();
	await database
		.insertInto('examResult')
		.values({
			id: examResultId,
			examId,
			userId: lea.userId,
			groupPoints: 50,
			casePoints: 50,
			reflectionPoints: 50,
			overall: 50,
			individual: 50,
			passed: false,
			releasedAt: at,
		})
		.execute();
	const objectionId = randomUUID();
	await database
		.insertInto('objection')
		.values({
			id: objectionId,
			examResultId,
			userId: lea.userId,
			reason: 'Die dritte Seite wurde übersehen.',
			raisedAt: at,
			examinerId: emil.userId,
		})
		.execute();
	const hearingId = randomUUID();
	await database
		.insertInto('hearing')
		.values({ id: hearingId, paperId, openedBy: olga.userId, suspicion: 'Zwei gleiche Sätze.', openedAt: at })
		.execute();
	const { id: evidenceId } = await database
		.insertInto('file')
		.values({ ownerId: lea.userId, name: 'Attest.pdf', mediaType: 'application/pdf', bytes: 1, digest: '0'.repeat(64) })
		.returning('id')
		.executeTakeFirstOrThrow();
	await database
		.insertInto('withdrawalEvidence')
		.values({ fileId: evidenceId, examId, userId: lea.userId, attachedAt: at })
		.execute();
	return { evidenceId, caseId, examId, paperId, markingId, examResultId, objectionId, hearingId };
}
