import { importPracticeCases } from '#exam/server/practice-cases.ts';
import { scheduleExam } from '#exam/server/schedule.ts';
import { handInPaper } from '#exam/server/hand-in.ts';
import { saveSection } from '#exam/server/sections.ts';
import { assignExaminers } from '#exam/server/assigning.ts';
import { settleExam } from '#exam/server/settle.ts';
import { saveMark, submitMark } from '#exam/server/marks.ts';
import { courseExamOfCohort } from '#exam/server/exam-rules.ts';
import { loadCoursePackage } from '#course/package/load.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from './cast.ts';
import { cohortWorld, meetingEnd, type World } from './world.ts';

/** 24 hours after the last meeting. */
export const frozen = new Date(meetingEnd(10).getTime() + 24 * 3600 * 1000);
/** The organiser plans the exam on the morning after: Wednesday, 18 November 2026. */
export const planning = new Date('2026-11-18T08:00:00Z');
/** Thursday, 19 November 2026, 10:00 in Berlin; three working days later it is Tuesday, 24 November. */
export const opening = new Date('2026-11-19T09:00:00Z');
export const deadline = new Date('2026-11-24T09:00:00Z');
export const afterwards = new Date('2026-11-24T10:00:00Z');

/** The course that ships with the product. */
export const coursePackage = loadCoursePackage('content/course/community-manager');

/** A cohort on the day after its eligibility was frozen: all eligible but those named, groups of the last meeting, cases. */
export async function examinedWorld(
	options: { learners?: number; ineligible?: readonly number[]; cases?: boolean } = {},
): Promise<World> {
	const world = await cohortWorld({ learners: options.learners ?? 8, content: await coursePackage });
	await freeze(world, options.ineligible ?? []);
	await formGroups(world);
	if (options.cases !== false) await does(world.olga, planning, importPracticeCases, { cohortId: world.cohortId });
	return world;
}

async function freeze({ cohortId, learners }: World, ineligible: readonly number[]): Promise<void> {
	await database
		.insertInto('eligibility')
		.values(
			learners.map(({ userId }, n) => ({
				cohortId,
				userId,
				counts: JSON.stringify({ artefacts: 9 }),
				eligible: !ineligible.includes(n),
				frozenAt: frozen,
			})),
		)
		.execute();
	await database.updateTable('cohort').set({ frozenAt: frozen, unitsOpened: 10 }).where('id', '=', cohortId).execute();
}

/** Fours in the order of the names, as the last meeting left them. */
async function formGroups({ cohortId, learners }: World): Promise<void> {
	for (let position = 0; position * 4 < learners.length; position++) {
		const { id } = await database
			.insertInto('learningGroup')
			.values({ cohortId, unitNumber: 11, position, name: `Gruppe ${position + 1}`, formedAt: meetingEnd(10) })
			.returning('id')
			.executeTakeFirstOrThrow();
		await database
			.insertInto('learningGroupMember')
			.values(
				learners
					.slice(position * 4, position * 4 + 4)
					.map(({ userId }) => ({ learningGroupId: id, userId, joinedAt: meetingEnd(10) })),
			)
			.execute();
	}
}

/** Schedules the exam for Thursday at ten. */
export async function scheduled(world: World, changes: object = {}): Promise<string> {
	const { examId } = await does(world.olga, planning, scheduleExam, {
		cohortId: world.cohortId,
		opensOn: '2026-11-19',
		opensAt: '10:00',
		...changes,
	});
	return examId;
}

/** The exam at its opening, with its papers laid out. */
export async function opened(world: World): Promise<string> {
	const examId = await scheduled(world);
	await settleExam(examId, opening);
	return examId;
}

type Kind = 'group' | 'case' | 'reflection';

/** The paper of a kind that a person writes alone or with others. */
export async function paperOf(examId: string, { userId }: Viewer, kind: Kind) {
	return database
		.selectFrom('paper as p')
		.innerJoin('examCandidate as c', 'c.examId', 'p.examId')
		.selectAll('p')
		.where('p.examId', '=', examId)
		.where('p.kind', '=', kind)
		.where('c.userId', '=', userId)
		.where((e) => e.or([e('p.userId', '=', userId), e('p.learningGroupId', '=', e.ref('c.learningGroupId'))]))
		.executeTakeFirstOrThrow();
}

export const sentence =
	'Wer nur Beiträge zählt, sieht eine sterbende Community; wer das Lesen mitzählt, sieht eine Bibliothek. ';

/** Writes into the first section of a paper what `times` sentences make. */
export async function writes(person: Viewer, at: Date, paperId: string, times = 5): Promise<void> {
	const section = await database
		.selectFrom('paperSection')
		.select(['sectionId', 'version'])
		.where('paperId', '=', paperId)
		.orderBy('sectionId')
		.executeTakeFirstOrThrow();
	const body = sentence.repeat(times);
	await does(person, at, saveSection, { paperId, sectionId: section.sectionId, version: section.version, body });
}

export const declaration = { ownWork: true, aiUse: 'keine' };

/** Everybody writes and hands in everything that is not in yet, an hour after the opening. */
export async function allHandIn(
	world: World,
	examId: string,
	at = new Date(opening.getTime() + 3600_000),
): Promise<void> {
	const papers = await database
		.selectFrom('paper')
		.select(['id', 'userId', 'learningGroupId'])
		.where('examId', '=', examId)
		.where('handedInAt', 'is', null)
		.execute();
	for (const paper of papers) {
		const author = await database
			.selectFrom('examCandidate')
			.select('userId')
			.where('examId', '=', examId)
			.where((e) => e.or([e('userId', '=', paper.userId), e('learningGroupId', '=', paper.learningGroupId)]))
			.executeTakeFirstOrThrow();
		const person = world.learners.find(({ userId }) => userId === author.userId);
		if (!person) continue;
		await writes(person, at, paper.id);
		await does(person, at, handInPaper, { paperId: paper.id, ...declaration });
	}
}

export const words = 'Die Lage ist klar erfasst, und die Maßnahmen folgen daraus. Das Maß des Erfolgs fehlt.';

/** Everyone on whose desk a paper lies submits what `points` says for it. */
export async function allMark(
	world: World,
	examId: string,
	at: Date,
	points: (paper: { kind: string; userId: string | null; position: number }) => number,
): Promise<void> {
	const course = await courseExamOfCohort(database, world.cohortId);
	const markings = await database
		.selectFrom('marking as g')
		.innerJoin('paper as p', 'p.id', 'g.paperId')
		.select(['g.id', 'g.examinerId', 'g.position', 'p.kind', 'p.userId'])
		.where('p.examId', '=', examId)
		.where('g.endedAt', 'is', null)
		.where('g.submittedAt', 'is', null)
		.execute();
	for (const marking of markings) {
		const examiner = [world.edda, world.emil, world.esra, world.clara].find(
			({ userId }) => userId === marking.examinerId,
		);
		if (!examiner) throw new Error('an examiner of another world');
		const kind = marking.kind === 'group' ? 'group' : marking.kind === 'case' ? 'case' : 'reflection';
		const levels = Object.fromEntries(course.papers[kind].criteria.map(({ id }) => [id, 2]));
		const mark = { markingId: marking.id, levels, points: points(marking), words };
		await does(examiner, at, saveMark, mark);
		await does(examiner, at, submitMark, mark);
	}
}

/** From the deadline to marks for all: assigned, and marked with the same points by both. */
export async function marked(
	world: World,
	examId: string,
	points: (paper: { kind: string; userId: string | null; position: number }) => number = () => 75,
): Promise<void> {
	await does(world.olga, afterwards, assignExaminers, { examId });
	await allMark(world, examId, new Date('2026-11-26T10:00:00Z'), points);
}
