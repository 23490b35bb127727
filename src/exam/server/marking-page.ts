import { sql } from 'kysely';
import * as z from 'zod';
import { noteAccess } from '#community/server/record-access.ts';
import { markedPages } from '#exam/rules/hand-in.ts';
import { caseOf, markingSchemeOf, sectionsOf } from '#exam/server/case-rows.ts';
import { courseExamOf, courseExamsOf } from '#exam/server/exam-rules.ts';
import { cohortOfExam } from '#exam/server/exam-row.ts';
import { markingGround, ownDesk } from '#exam/server/grounds.ts';
import { notLocked } from '#exam/server/locked.ts';
import {
	kindOrder,
	levelsOf,
	markingsOf,
	onDesk,
	pointsOf,
	settlementOf,
	type MarkingRow,
} from '#exam/server/marking-rows.ts';
import { sourceOf } from '#exam/server/practice-cases.ts';
import { sectionTexts, sheetOf } from '#exam/server/paper-draft.ts';
import { authorsOf, kindOf, paperOf, standingHandIn } from '#exam/server/paper-rows.ts';
import { typesetPaper } from '#exam/typeset/paper.ts';
import { packed, packedKey, pageOf } from '#platform/server/list-pages.ts';
import { pdfResponse } from '#platform/server/pdf-response.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { notFound } from '#platform/refusal.ts';

/** Exams a page: each has the papers of at most one cohort. */
const sittingsOnPage = 12;

/**
 * The papers on one's own desk, the latest exam first; an exam's papers are never torn apart. Numbers only: who wrote them
 * is not told here at any time.
 */
export const markingList = verb({
	name: 'markingList',
	method: 'get',
	path: '/markings',
	summary: 'The papers one is to mark or has marked, exam by exam',
	scope: 'exam:read',
	who: ['person'],
	at: ownDesk,
	input: z.object({
		after: packedKey(z.tuple([z.iso.datetime(), z.uuid()]))
			.optional()
			.describe('Key of the last exam of the page before'),
	}),
	paged: 'after',
	async run(scene, { after }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const { page: sittings, next } = pageOf(await sittingsOf(scene, userId, after), sittingsOnPage, (last) =>
			packed(last.opensAt, last.id),
		);
		const rows = await trx
			.selectFrom('marking as g')
			.innerJoin('paper as p', 'p.id', 'g.paperId')
			.innerJoin('exam as e', 'e.id', 'p.examId')
			.innerJoin('cohort as k', 'k.id', 'e.cohortId')
			.innerJoin('examCase as s', 's.id', 'e.caseId')
			.select([
				'g.id as markingId',
				'g.paperId',
				'g.position',
				'g.assignedAt',
				'g.savedAt',
				'g.submittedAt',
				'p.kind',
				'p.paperNumber',
				'p.handedInAt',
				'e.id as examId',
				'e.kind as examKind',
				'e.releasedAt',
				'k.id as cohortId',
				'k.name as cohortName',
				'k.courseVersionId',
				'k.timeZone',
				's.title as caseTitle',
			])
			.where('g.examinerId', '=', userId)
			.where('g.endedAt', 'is', null)
			.where(notLocked(sql`p.user_id`))
			.where((e) => e('e.id', '=', e.fn.any(e.val(sittings.map(({ id }) => id)))))
			.orderBy(sql`date_trunc('milliseconds', e.opens_at)`, 'desc')
			.orderBy('e.id', 'desc')
			.orderBy(kindOrder)
			.orderBy('p.paperNumber')
			.execute();
		const byPaper = await markingsOf(trx, [...new Set(rows.map(({ paperId }) => paperId))]);
		const courses = await courseExamsOf(
			trx,
			rows.map(({ courseVersionId }) => courseVersionId),
		);
		const markings = rows.map(({ courseVersionId, timeZone, ...row }) => {
			const course = courses.get(courseVersionId);
			if (!course) throw notFound();
			const all = byPaper.get(row.paperId) ?? [];
			// Until one's own mark is in, nothing is told of the others', not even that they are.
			const state = row.submittedAt ? settlementOf(all, course.marking, timeZone, now) : null;
			return {
				...row,
				kind: kindOf(row.kind),
				state: stateOf(row, state?.kind ?? null),
				settleBy: state?.kind === 'differing' ? state.settleBy : null,
			};
		});
		return { markings, next, ...(await toMark(scene, userId)) };
	},
});

/** The exams from which something lies on an examiner's desk, one more than a page has. */
async function sittingsOf({ trx }: Scene, userId: string, after: [string, string] | undefined) {
	const { rows } = await sql<{ id: string; opensAt: Date }>`
		select e.id, date_trunc('milliseconds', e.opens_at) as "opensAt" from exam e
		where exists(select from marking g join paper p on p.id = g.paper_id
				where p.exam_id = e.id and g.examiner_id = ${userId} and g.ended_at is null and ${notLocked(sql`p.user_id`)})
			and (${after?.[1] ?? null}::uuid is null or (date_trunc('milliseconds', e.opens_at), e.id)
				< (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid))
		order by 2 desc, e.id desc limit ${sittingsOnPage + 1}`.execute(trx);
	return rows;
}

/** What is still to be marked, on whatever page: how many papers, and with which one goes on. */
async function toMark({ trx }: Scene, userId: string) {
	const open = (await onDesk(trx, userId)).filter((row) => row.submittedAt === null && row.releasedAt === null);
	const first = open.find(({ savedAt }) => savedAt) ?? open[0];
	return { waiting: open.length, goOn: first ? { markingId: first.id, begun: first.savedAt !== null } : null };
}

export type MarkingState = 'open' | 'begun' | 'waiting' | 'differing' | 'third' | 'settled' | 'released';

function stateOf(
	row: { savedAt: Date | null; submittedAt: Date | null; releasedAt: Date | null },
	settlement: string | null,
): MarkingState {
	if (row.releasedAt) return 'released';
	if (!row.submittedAt) return row.savedAt ? 'begun' : 'open';
	if (settlement === 'waiting') return 'waiting';
	if (settlement === 'differing') return 'differing';
	return settlement === 'third_needed' ? 'third' : 'settled';
}

/**
 * One paper to mark. Blind: until both marks are in (for the third examiner: until this one is), neither names nor the
 * other's mark are read from the database at all.
 */
export const markingPage = verb({
	name: 'markingPage',
	method: 'get',
	path: '/markings/{markingId}',
	summary: 'A paper to mark with case, marking scheme and rubric; the other’s mark once both are in',
	scope: 'exam:read',
	who: ['owner'],
	at: markingGround,
	input: z.object({ markingId: z.uuid() }),
	async run(scene, { markingId }) {
		const { trx, now } = scene;
		const { marking, exam, paper } = await readMarking(scene, markingId);
		const cohort = await cohortOfExam(trx, exam);
		const course = await courseExamOf(trx, cohort.courseVersionId);
		const examCase = await caseOf(trx, exam.caseId);
		const handIn = await standingHandIn(trx, paper.id);
		const texts = sectionTexts.parse(handIn?.sections ?? []);
		const limit = course.pageLimits[paper.kind];
		const pages = handIn?.pages ?? null;
		const all = (await markingsOf(trx, [paper.id])).get(paper.id) ?? [];
		const state = settlementOf(all, course.marking, cohort.timeZone, now);
		const open = marking.submittedAt !== null && state.kind !== 'waiting';
		const authors = open ? await authorsOf(trx, paper) : [];
		await noteAccess(
			scene,
			authors.map(({ userId }) => userId),
			'exam',
			cohort.timeZone,
		);
		return {
			marking: {
				id: marking.id,
				position: marking.position,
				levels: levelsOf(marking),
				points: marking.points,
				words: marking.words,
				savedAt: marking.savedAt,
				submittedAt: marking.submittedAt,
				settledPoints: marking.settledPoints,
				settledWords: marking.settledWords,
				exceptionReason: marking.exceptionReason,
			},
			paper: {
				id: paper.id,
				kind: paper.kind,
				number: paper.paperNumber,
				title: course.papers[paper.kind].title[examCase.language],
				arrivedAt: handIn?.arrivedAt ?? null,
				automatic: handIn?.automatic ?? false,
				ownWork: handIn?.ownWork ?? false,
				aiUse: handIn?.aiUse ?? '',
				pages,
				markedPages: pages === null ? null : markedPages(pages, limit),
				/** Of an over-long draft only the beginning is marked, and that stands in the PDF alone. */
				cut: limit.enforced && (pages === null || pages > limit.limit),
			},
			cohort: { id: cohort.id, name: cohort.name, timeZone: cohort.timeZone },
			case: examCase,
			markingScheme: await markingSchemeOf(trx, exam.caseId),
			/** Where the case came with the course: its id there, under which its sample papers stand. */
			practiceCaseId: await sourceOf(trx, exam.caseId),
			criteria: course.papers[paper.kind].criteria,
			levelNames: course.levelNames,
			levelPoints: course.levelPoints,
			sections: sectionsOf(examCase, paper.kind).map((question) => ({
				...question,
				body:
					limit.enforced && (pages === null || pages > limit.limit)
						? null
						: (texts.find(({ id }) => id === question.id)?.body ?? ''),
			})),
			released: exam.releasedAt !== null,
			settlement: open ? state : null,
			others: open || marking.position === 3 ? await othersOf(scene, all, marking) : [],
			authors: authors.map(({ name }) => name),
			waiting: await waitingOnDesk(scene, marking),
			hearing: await hearingOf(scene, paper.id),
		};
	},
});

/** The third decides over two marks and so reads both; the names of those who wrote stay hidden until the decision. */
async function othersOf({ trx }: Scene, all: readonly MarkingRow[], own: MarkingRow) {
	const others = all.filter(({ id, submittedAt }) => id !== own.id && submittedAt !== null);
	if (others.length === 0) return [];
	const names = await trx
		.selectFrom('user')
		.select(['id', 'name'])
		.where(
			'id',
			'in',
			others.map(({ examinerId }) => examinerId),
		)
		.execute();
	return others.map((other) => ({
		position: other.position,
		examiner: names.find(({ id }) => id === other.examinerId)?.name ?? '',
		levels: levelsOf(other),
		points: other.points,
		words: other.words,
		settledPoints: other.settledPoints,
		settledWords: other.settledWords,
		stands: pointsOf(other),
	}));
}

/** The papers waiting on the same desk and one's way through them: the ones before and after this in their order. */
async function waitingOnDesk({ trx }: Scene, marking: MarkingRow) {
	const rows = await onDesk(trx, marking.examinerId);
	const open = rows.filter(({ submittedAt }) => submittedAt === null);
	const at = rows.findIndex(({ id }) => id === marking.id);
	const others = open.filter(({ id }) => id !== marking.id);
	const place = (id: string) => rows.findIndex((row) => row.id === id);
	return {
		count: open.length,
		previous: others.findLast(({ id }) => place(id) < at)?.id ?? others.at(-1)?.id ?? null,
		next: others.find(({ id }) => place(id) > at)?.id ?? others[0]?.id ?? null,
	};
}

/** That a suspicion is being heard or was decided, without its outcome, which does not concern the mark. */
async function hearingOf({ trx }: Scene, paperId: string) {
	const row = await trx
		.selectFrom('hearing')
		.select(['openedAt', 'decidedAt'])
		.where('paperId', '=', paperId)
		.orderBy('openedAt', 'desc')
		.executeTakeFirst();
	return row ?? null;
}

async function readMarking({ trx }: Scene, markingId: string) {
	const marking = await trx
		.selectFrom('marking')
		.selectAll()
		.where('id', '=', markingId)
		.executeTakeFirstOrThrow(notFound);
	const exam = await trx
		.selectFrom('exam as e')
		.innerJoin('paper as p', 'p.examId', 'e.id')
		.selectAll('e')
		.where('p.id', '=', marking.paperId)
		.executeTakeFirstOrThrow();
	return { marking, exam, paper: await paperOf(trx, exam, marking.paperId) };
}

/** The paper as it is marked: numbers instead of names, an over-long draft cut after the pages that count. */
export const markingPdf = verb({
	name: 'markingPdf',
	method: 'get',
	path: '/markings/{markingId}/pdf',
	summary: 'The paper to mark as PDF, without a name in it',
	scope: 'exam:read',
	who: ['owner'],
	at: markingGround,
	input: z.object({ markingId: z.uuid() }),
	async run(scene, { markingId }) {
		const { trx } = scene;
		const { exam, paper } = await readMarking(scene, markingId);
		const handIn = await standingHandIn(trx, paper.id);
		const sheet = await sheetOf(trx, exam, paper, sectionTexts.parse(handIn?.sections ?? []));
		const cohort = await cohortOfExam(trx, exam);
		const { limit, enforced } = (await courseExamOf(trx, cohort.courseVersionId)).pageLimits[paper.kind];
		const { pdf } = await typesetPaper(sheet, enforced ? { onlyFirstPages: limit } : {});
		return pdfResponse(pdf, paper.paperNumber);
	},
});
