import { sql, type Transaction } from 'kysely';
import * as z from 'zod';
import { furtherExaminer } from '#exam/rules/examiners.ts';
import { objectionProblem, objectionUntil, type PaperPoints } from '#exam/rules/marking.ts';
import { caseOf, markingSchemeOf, sectionsOf } from '#exam/server/case-rows.ts';
import { desksOf, examinersOf } from '#exam/server/desks.ts';
import { courseExamOf } from '#exam/server/exam-rules.ts';
import { cohortOfExam, lockExam, type ExamRow } from '#exam/server/exam-row.ts';
import { examResultGround, objectionGround, ownDesk } from '#exam/server/grounds.ts';
import { notLocked } from '#exam/server/locked.ts';
import { levelsOf, markingsOf, pointsOf } from '#exam/server/marking-rows.ts';
import { sectionTexts } from '#exam/server/paper-draft.ts';
import { kindOf, standingHandIn } from '#exam/server/paper-rows.ts';
import { typedPoints } from '#exam/server/points.ts';
import { supersede } from '#exam/server/results.ts';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import { packed, packedKey, pageOf } from '#platform/server/list-pages.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { formatDayTime } from '#ui/format.ts';

/** One reasoned objection within the days for it, decided by an examiner who has not marked the papers (house rule). */
export const raiseObjection = verb({
	name: 'raiseObjection',
	method: 'post',
	path: '/exam-results/{examResultId}/objection',
	summary: 'Object to one’s result once, with reasons',
	scope: 'exam:write',
	who: ['owner'],
	at: examResultGround,
	status: 201,
	input: z.object({ examResultId: z.uuid(), reason: z.string().trim().min(20).max(8000) }),
	output: z.object({ objectionId: z.uuid() }),
	async run(scene, { examResultId, reason }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const result = await trx
			.selectFrom('examResult')
			.selectAll()
			.where('id', '=', examResultId)
			.executeTakeFirstOrThrow();
		const exam = await lockExam(trx, result.examId);
		const cohort = await cohortOfExam(trx, exam);
		const course = await courseExamOf(trx, cohort.courseVersionId);
		const until = objectionUntil(exam.releasedAt ?? now, course.marking, cohort.timeZone);
		const problem = objectionProblem(await raised(trx, exam.id, userId), until, now);
		if (problem?.kind === 'objected_already') refuse('objected_already');
		if (problem?.kind === 'too_late')
			refuse('objection_too_late', {
				values: { until: formatDayTime(until, { locale: scene.locale, timeZone: cohort.timeZone }) },
			});
		const { id } = await trx
			.insertInto('objection')
			.values({ examResultId, userId, reason, raisedAt: now, examinerId: await deciderFor(trx, exam, userId, now) })
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(trx, {
			kind: 'objection_raised',
			actorId: userId,
			cohortId: cohort.id,
			subjectId: id,
			data: { examId: exam.id },
			at: now,
		});
		return { objectionId: id };
	},
});

async function raised(trx: Transaction<DB>, examId: string, userId: string): Promise<number> {
	const { count } = await trx
		.selectFrom('objection as o')
		.innerJoin('examResult as r', 'r.id', 'o.examResultId')
		.select((e) => e.fn.countAll<number>().as('count'))
		.where('r.examId', '=', examId)
		.where('o.userId', '=', userId)
		.executeTakeFirstOrThrow();
	return count;
}

/** Somebody who has marked none of the person's papers; null where the organiser has to find one. */
async function deciderFor(trx: Transaction<DB>, exam: ExamRow, userId: string, now: Date): Promise<string | null> {
	const chosen = furtherExaminer(await markersOf(trx, exam.id, userId), await desksOf(trx, exam, now), userId);
	return chosen.ok ? chosen.value : null;
}

async function markersOf(trx: Transaction<DB>, examId: string, userId: string): Promise<string[]> {
	const rows = await trx
		.selectFrom('marking as g')
		.innerJoin('paper as p', 'p.id', 'g.paperId')
		.innerJoin('examCandidate as c', 'c.examId', 'p.examId')
		.select('g.examinerId')
		.distinct()
		.where('p.examId', '=', examId)
		.where('c.userId', '=', userId)
		.where((e) => e.or([e('p.userId', '=', userId), e('p.learningGroupId', '=', e.ref('c.learningGroupId'))]))
		.execute();
	return rows.map(({ examinerId }) => examinerId);
}

/** The organiser finds somebody to decide where nobody was free, or somebody else. */
export const assignObjection = verb({
	name: 'assignObjection',
	method: 'put',
	path: '/objections/{objectionId}/examiner',
	summary: 'Say who decides an objection; not one of those who marked the papers',
	scope: 'exam:write',
	who: ['organiser'],
	at: objectionGround,
	input: z.object({ objectionId: z.uuid(), examinerId: z.uuid() }),
	async run(scene, { objectionId, examinerId }) {
		const { trx, now } = scene;
		const { objection, exam } = await lockObjection(trx, objectionId);
		if (objection.decidedAt) refuse('exam_decided_already');
		const examiner = (await examinersOf(trx, exam, now)).find((each) => each.examiner === examinerId);
		if (!examiner) return refuse('no_examiner_here', { field: 'examinerId' });
		if (!examiner.admission.may) refuse('examiner_accompanied', { field: 'examinerId' });
		if ((await markersOf(trx, exam.id, objection.userId)).includes(examinerId))
			refuse('examiner_marked_before', { field: 'examinerId' });
		await trx.updateTable('objection').set({ examinerId }).where('id', '=', objectionId).execute();
		return { examinerId };
	},
});

type ListedObjection = {
	objectionId: string;
	raisedAt: Date;
	decidedAt: Date | null;
	candidateNumber: string;
	cohortName: string;
};

const pageSize = 40;

/** Under the candidates' numbers; those still to be decided come first, and first raised comes first. */
export const objectionList = verb({
	name: 'objectionList',
	method: 'get',
	path: '/objections',
	summary: 'The objections one is to decide or has decided',
	scope: 'exam:read',
	who: ['person'],
	at: ownDesk,
	input: z.object({
		after: packedKey(z.tuple([z.boolean(), z.iso.datetime(), z.uuid()]))
			.optional()
			.describe('Key of the last objection of the page before'),
	}),
	paged: 'after',
	async run(scene, { after }) {
		const { trx } = scene;
		const { userId } = signedIn(scene);
		const [decided = null, raisedAt = null, id = null] = after ?? [];
		const mine = sql`o.examiner_id = ${userId} and ${notLocked(sql`o.user_id`)}`;
		const raised = sql`date_trunc('milliseconds', o.raised_at)`;
		const { rows } = await sql<ListedObjection>`
			select o.id as "objectionId", o.raised_at as "raisedAt", o.decided_at as "decidedAt",
				c.candidate_number as "candidateNumber", k.name as "cohortName"
			from objection o
				join exam_result r on r.id = o.exam_result_id
				join exam_candidate c on c.exam_id = r.exam_id and c.user_id = r.user_id
				join exam e on e.id = r.exam_id
				join cohort k on k.id = e.cohort_id
			where ${mine} and (${id}::uuid is null
				or (o.decided_at is not null, ${raised}, o.id) > (${decided}::boolean, ${raisedAt}::timestamptz, ${id}::uuid))
			order by o.decided_at is not null, ${raised}, o.id limit ${pageSize + 1}`.execute(trx);
		const { rows: counted } = await sql<{ open: number }>`
			select count(*)::int as open from objection o where ${mine} and o.decided_at is null`.execute(trx);
		const { page: objections, next } = pageOf(rows, pageSize, (last) =>
			packed(last.decidedAt !== null, last.raisedAt, last.objectionId),
		);
		return { objections, open: counted[0]?.open ?? 0, next };
	},
});

/** What the deciding examiner reads: the reasons, the papers and their marks, under the candidate's number. */
export const objectionPage = verb({
	name: 'objectionPage',
	method: 'get',
	path: '/objections/{objectionId}',
	summary: 'An objection with the papers and marks it is about',
	scope: 'exam:read',
	who: ['owner'],
	at: objectionGround,
	input: z.object({ objectionId: z.uuid() }),
	async run({ trx }, { objectionId }) {
		const { objection, exam, result } = await readObjection(trx, objectionId);
		const cohort = await cohortOfExam(trx, exam);
		const course = await courseExamOf(trx, cohort.courseVersionId);
		const candidate = await trx
			.selectFrom('examCandidate')
			.select(['candidateNumber', 'learningGroupId'])
			.where('examId', '=', exam.id)
			.where('userId', '=', objection.userId)
			.executeTakeFirstOrThrow();
		const examCase = await caseOf(trx, exam.caseId);
		const rows = await trx
			.selectFrom('paper')
			.select(['id', 'kind', 'paperNumber'])
			.where('examId', '=', exam.id)
			.where((e) => e.or([e('userId', '=', objection.userId), e('learningGroupId', '=', candidate.learningGroupId)]))
			.execute();
		const markings = await markingsOf(
			trx,
			rows.map(({ id }) => id),
		);
		const papers = [];
		for (const { id, kind, paperNumber } of rows) {
			const handIn = await standingHandIn(trx, id);
			const texts = sectionTexts.parse(handIn?.sections ?? []);
			papers.push({
				id,
				kind: kindOf(kind),
				paperNumber,
				sections: sectionsOf(examCase, kind).map(({ id: section, text }) => ({
					question: text,
					body: texts.find((one) => one.id === section)?.body ?? '',
				})),
				markings: (markings.get(id) ?? []).map((marking) => ({
					position: marking.position,
					levels: levelsOf(marking),
					points: pointsOf(marking),
					words: marking.words,
				})),
				criteria: course.papers[kindOf(kind)].criteria,
			});
		}
		return {
			objection: {
				id: objection.id,
				reason: objection.reason,
				raisedAt: objection.raisedAt,
				decidedAt: objection.decidedAt,
				upheld: objection.upheld,
				decisionWords: objection.decisionWords,
			},
			cohort: { name: cohort.name, timeZone: cohort.timeZone },
			candidateNumber: candidate.candidateNumber,
			points: { group: result.groupPoints, case: result.casePoints, reflection: result.reflectionPoints },
			overall: result.overall,
			passed: result.passed,
			case: examCase,
			markingScheme: await markingSchemeOf(trx, exam.caseId),
			levelNames: course.levelNames,
			papers,
		};
	},
});

const pointsInput = z.union([z.literal(''), typedPoints]).default('');

/** What the deciding examiner says; points left out stay as they are. */
export const objectionDecision = {
	upheld: z.union([z.boolean(), z.stringbool()]),
	words: z.string().trim().min(40).max(8000),
	group: pointsInput,
	case: pointsInput,
	reflection: pointsInput,
};
type Decision = z.output<z.ZodObject<typeof objectionDecision>>;

/**
 * Decides an objection and, where it is upheld, puts new results in place: never lower ones, and a group's new mark for
 * everyone in the group. Answers whose results changed.
 */
export async function decide(
	scene: Scene,
	objectionId: string,
	decision: Decision,
): Promise<{ changed: string[]; exam: ExamRow }> {
	const { trx, now } = scene;
	const { userId } = signedIn(scene);
	const { objection, exam, result } = await lockObjection(trx, objectionId);
	if (objection.decidedAt) refuse('exam_decided_already');
	const old: PaperPoints = { group: result.groupPoints, case: result.casePoints, reflection: result.reflectionPoints };
	const points = pointsAfter(old, decision);
	await trx
		.updateTable('objection')
		.set({
			decidedAt: now,
			upheld: decision.upheld,
			decisionWords: decision.words,
			decidedPoints: decision.upheld ? JSON.stringify(points) : null,
		})
		.where('id', '=', objectionId)
		.execute();
	const changed = decision.upheld ? await applyTo(scene, exam, objection.userId, old, points) : [];
	await audit(trx, {
		action: 'objection_decided',
		actorId: userId,
		subjectId: objectionId,
		cohortId: exam.cohortId,
		detail: { upheld: decision.upheld },
	});
	await record(trx, {
		kind: 'objection_decided',
		actorId: userId,
		cohortId: exam.cohortId,
		subjectId: objectionId,
		data: { examId: exam.id, userId: objection.userId, upheld: decision.upheld },
		at: now,
	});
	return { changed, exam };
}

function pointsAfter(old: PaperPoints, decision: Decision): PaperPoints {
	if (!decision.upheld) return old;
	const points = { ...old };
	for (const kind of ['group', 'case', 'reflection'] as const) {
		const given = decision[kind];
		if (given === '') continue;
		if (given < old[kind]) refuse('objection_not_lower', { field: kind });
		points[kind] = given;
	}
	if (points.group === old.group && points.case === old.case && points.reflection === old.reflection)
		refuse('objection_changes_nothing', { field: 'group' });
	return points;
}

async function applyTo(
	scene: Scene,
	exam: ExamRow,
	userId: string,
	old: PaperPoints,
	points: PaperPoints,
): Promise<string[]> {
	const { trx, now } = scene;
	const cohort = await cohortOfExam(trx, exam);
	const course = await courseExamOf(trx, cohort.courseVersionId);
	const results = await trx
		.selectFrom('examResult as r')
		.innerJoin('examCandidate as c', (join) =>
			join.onRef('c.examId', '=', 'r.examId').onRef('c.userId', '=', 'r.userId'),
		)
		.selectAll('r')
		.select('c.learningGroupId')
		.where('r.examId', '=', exam.id)
		.where('r.supersededBy', 'is', null)
		.execute();
	const own = results.find((result) => result.userId === userId);
	const changed: string[] = [];
	for (const result of results) {
		const mine = result.userId === userId;
		const ofGroup = result.learningGroupId !== null && result.learningGroupId === own?.learningGroupId;
		if (!mine && !(ofGroup && points.group !== old.group)) continue;
		const theirs = { group: points.group, case: result.casePoints, reflection: result.reflectionPoints };
		await supersede(trx, result, mine ? points : theirs, { course, at: now });
		changed.push(result.userId);
	}
	return changed;
}

async function lockObjection(trx: Transaction<DB>, objectionId: string) {
	const found = await readObjection(trx, objectionId);
	const exam = await lockExam(trx, found.exam.id);
	return { ...(await readObjection(trx, objectionId)), exam };
}

/** With the result that is current now, which another objection in the group may have changed. */
async function readObjection(trx: Transaction<DB>, objectionId: string) {
	const objection = await trx
		.selectFrom('objection')
		.selectAll()
		.where('id', '=', objectionId)
		.executeTakeFirstOrThrow(notFound);
	const exam = await trx
		.selectFrom('exam as e')
		.innerJoin('examResult as r', 'r.examId', 'e.id')
		.selectAll('e')
		.where('r.id', '=', objection.examResultId)
		.executeTakeFirstOrThrow();
	const result = await trx
		.selectFrom('examResult')
		.selectAll()
		.where('examId', '=', exam.id)
		.where('userId', '=', objection.userId)
		.where('supersededBy', 'is', null)
		.executeTakeFirstOrThrow();
	return { objection, exam, result };
}
