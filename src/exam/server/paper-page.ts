import * as z from 'zod';
import { punctuality } from '#exam/rules/hand-in.ts';
import { caseOf, sectionsOf } from '#exam/server/case-rows.ts';
import { courseExamOfCohort } from '#exam/server/exam-rules.ts';
import { cohortOfExam } from '#exam/server/exam-row.ts';
import { windowOfExam } from '#exam/server/exam-window.ts';
import { paperGround } from '#exam/server/grounds.ts';
import { sisterPages } from '#exam/server/hand-in.ts';
import { draftOf, isWritten, lengthIfTypeset, sectionTexts, sheetOf } from '#exam/server/paper-draft.ts';
import { authorsOf, paperOf, standingHandIn, windowOf } from '#exam/server/paper-rows.ts';
import { typesetPaper } from '#exam/typeset/paper.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { pdfResponse } from '#platform/server/pdf-response.ts';
import { notFound } from '#platform/refusal.ts';

const paperId = z.uuid();

/** The paper for those who write it: questions, texts, time, pages, who writes along, and what is still to do. */
export const paperPage = verb({
	name: 'paperPage',
	method: 'get',
	path: '/papers/{paperId}',
	summary: 'A paper with its sections, its deadline and its length, for those who write it',
	scope: 'exam:read',
	who: ['owner'],
	at: paperGround,
	input: z.object({ paperId }),
	async run(scene, input) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const { exam, paper } = await readPaper(scene, input.paperId);
		const cohort = await cohortOfExam(trx, exam);
		const course = await courseExamOfCohort(trx, cohort.id);
		const examCase = await caseOf(trx, exam.caseId);
		const handIn = await standingHandIn(trx, paper.id);
		const drafts = await draftOf(trx, paper.id);
		const texts = handIn ? sectionTexts.parse(handIn.sections) : drafts;
		const saved = await trx
			.selectFrom('paperSection as s')
			.leftJoin('user as u', 'u.id', 's.savedBy')
			.select(['s.sectionId', 's.version', 's.savedAt', 's.savedBy', 'u.name as savedByName'])
			.where('s.paperId', '=', paper.id)
			.execute();
		const apart = await trx
			.selectFrom('paperSectionApart')
			.select(['sectionId', 'body', 'savedAt'])
			.where('paperId', '=', paper.id)
			.where('userId', '=', userId)
			.execute();
		const window = windowOf(exam, paper);
		const late = punctuality(now, window) === 'late';
		const shown = await windowOfExam(trx, cohort, exam, course.workingDays);
		return {
			paper: {
				id: paper.id,
				kind: paper.kind,
				number: paper.paperNumber,
				title: course.papers[paper.kind].title[examCase.language],
				automaticHandIn: paper.automaticHandIn,
				closed: paper.closedAt !== null,
			},
			exam: {
				id: exam.id,
				kind: exam.kind,
				opensAt: exam.opensAt,
				endsAt: paper.endsAt,
				extended: paper.endsAt > exam.endsAt,
			},
			cohort: {
				name: cohort.name,
				timeZone: cohort.timeZone,
				stateCode: cohort.stateCode,
				communityId: cohort.communityId,
			},
			case: examCase,
			days: shown.days,
			workingDays: course.workingDays,
			sections: sectionsOf(examCase, paper.kind).map((question) => {
				const row = saved.find(({ sectionId }) => sectionId === question.id);
				const own = apart.find(({ sectionId }) => sectionId === question.id);
				return {
					...question,
					body: texts.find(({ id }) => id === question.id)?.body ?? '',
					version: row?.version ?? 0,
					savedAt: row?.savedBy ? row.savedAt : null,
					savedByName: row?.savedByName ?? null,
					savedByOther: row?.savedBy !== null && row?.savedBy !== userId,
					apart: own ? { body: own.body, savedAt: own.savedAt } : null,
				};
			}),
			writers: await writers(scene, paper),
			handIn: handIn ? await shownHandIn(scene, handIn) : null,
			written: isWritten(texts),
			pages: handIn ? handIn.pages : await lengthIfTypeset(trx, exam, paper, texts),
			otherPages: await sisterPages(trx, exam, paper),
			pageLimit: course.pageLimits[paper.kind],
			mayWrite: !late && !handIn,
			mayWithdraw: !late && handIn !== undefined,
			late,
		};
	},
});

type Sheet = Awaited<ReturnType<typeof readPaper>>['paper'];

/** Each with the section saved last, so that one sees where the others are. */
async function writers({ trx }: Scene, paper: Sheet) {
	const authors = await authorsOf(trx, paper);
	const last = await trx
		.selectFrom('paperSection')
		.select(['savedBy', 'sectionId', 'savedAt'])
		.where('paperId', '=', paper.id)
		.where('savedBy', 'is not', null)
		.orderBy('savedAt', 'desc')
		.execute();
	return authors.map(({ userId, name, pictureFileId }) => {
		const saved = last.find(({ savedBy }) => savedBy === userId);
		return { userId, name, pictureFileId, sectionId: saved?.sectionId ?? null, savedAt: saved?.savedAt ?? null };
	});
}

async function shownHandIn({ trx }: Scene, handIn: NonNullable<Awaited<ReturnType<typeof standingHandIn>>>) {
	const by = handIn.userId
		? await trx.selectFrom('user').select('name').where('id', '=', handIn.userId).executeTakeFirst()
		: null;
	const { arrivedAt, automatic, pages, ownWork, aiUse } = handIn;
	return { arrivedAt, automatic, pages, ownWork, aiUse, byName: by?.name ?? null };
}

async function readPaper({ trx }: Scene, id: string) {
	const row = await trx.selectFrom('paper').select('examId').where('id', '=', id).executeTakeFirstOrThrow(notFound);
	const exam = await trx.selectFrom('exam').selectAll().where('id', '=', row.examId).executeTakeFirstOrThrow();
	return { exam, paper: await paperOf(trx, exam, id) };
}

/** The length alone, for whoever writes with scripts on. */
export const paperPages = verb({
	name: 'paperPages',
	method: 'get',
	path: '/papers/{paperId}/pages',
	summary: 'How many A4 pages the saved draft takes, typeset as it will be handed in',
	scope: 'exam:read',
	who: ['owner'],
	at: paperGround,
	input: z.object({ paperId }),
	async run(scene, input) {
		const { trx } = scene;
		const { exam, paper } = await readPaper(scene, input.paperId);
		const course = await courseExamOfCohort(trx, exam.cohortId);
		const pages = await lengthIfTypeset(trx, exam, paper, await draftOf(trx, paper.id));
		return { pages, otherPages: await sisterPages(trx, exam, paper), ...course.pageLimits[paper.kind] };
	},
});

/** The paper as its authors handed it in, or the draft as it stands. Names nobody, neither inside nor as a file. */
export const paperPdf = verb({
	name: 'paperPdf',
	method: 'get',
	path: '/papers/{paperId}/pdf',
	summary: 'The paper as PDF, for those who write it',
	scope: 'exam:read',
	who: ['owner'],
	at: paperGround,
	input: z.object({ paperId }),
	async run(scene, input) {
		const { trx } = scene;
		const { exam, paper } = await readPaper(scene, input.paperId);
		const handIn = await standingHandIn(trx, paper.id);
		const texts = handIn ? sectionTexts.parse(handIn.sections) : await draftOf(trx, paper.id);
		const sheet = await sheetOf(trx, exam, paper, texts);
		const course = await courseExamOfCohort(trx, exam.cohortId);
		const { limit, enforced } = course.pageLimits[paper.kind];
		const { pdf } = await typesetPaper(sheet, handIn && enforced ? { onlyFirstPages: limit } : {});
		return pdfResponse(pdf, paper.paperNumber);
	},
});
