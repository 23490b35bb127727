import type { Transaction } from 'kysely';
import { groupName } from '#course/rules/group-names.ts';
import { proposeGroups } from '#course/rules/group-proposal.ts';
import { apartPairs, examUnit, groupHistory, groupsOf } from '#course/server/groups.ts';
import { examGroups } from '#exam/exam-groups.ts';
import { randomCodes } from '#exam/server/codes.ts';
import type { ExamCohort } from '#exam/server/exam-row.ts';
import type { DB } from '#platform/server/schema.ts';

export type Seat = { userId: string; cohortId: string };

/**
 * Makes people candidates and gives each an exam group. Groups that stand (of the last meeting, or of candidates
 * seated before) stay together as far as the sizes of the house allow.
 */
export async function seatCandidates(
	trx: Transaction<DB>,
	cohort: ExamCohort,
	exam: { id: string; newcomers: readonly Seat[]; by: string; at: Date },
): Promise<void> {
	const before = await trx.selectFrom('examCandidate').selectAll().where('examId', '=', exam.id).execute();
	const numbers = randomCodes(exam.newcomers.length, 6, new Set(before.map(({ candidateNumber }) => candidateNumber)));
	if (exam.newcomers.length > 0)
		await trx
			.insertInto('examCandidate')
			.values(exam.newcomers.map((seat, n) => ({ ...seat, examId: exam.id, candidateNumber: numbers[n] ?? '' })))
			.execute();
	const people = [...before, ...exam.newcomers].map(({ userId }) => userId).toSorted();
	const formed = await groupsOf(trx, cohort.id, examUnit);
	const cohorts = new Set([cohort.id, ...exam.newcomers.map(({ cohortId }) => cohortId)]);
	const history = (await Promise.all([...cohorts].map((id) => groupHistory(trx, id, examUnit)))).flat();
	const apart = await apartPairs(trx, cohort.id);
	const groups = examGroups(
		formed.map(({ members }) => members.map(({ userId }) => userId)),
		people,
		(loose) => proposeGroups({ people: loose, history, apart, seed: `${cohort.seed} exam` }).groups,
	);
	let position = formed.reduce((last, group) => Math.max(last, group.position + 1), 0);
	for (const { from, people: members } of groups) {
		const group = from === null ? undefined : formed[from];
		const id = group?.id ?? (await formGroup(trx, cohort, { position: position++, ...exam }));
		await joinGroup(trx, id, members, exam.at);
		await trx
			.updateTable('examCandidate')
			.set({ learningGroupId: id })
			.where('examId', '=', exam.id)
			.where('userId', 'in', members)
			.execute();
	}
}

async function formGroup(
	trx: Transaction<DB>,
	cohort: ExamCohort,
	{ position, by, at }: { position: number; by: string; at: Date },
): Promise<string> {
	const { id } = await trx
		.insertInto('learningGroup')
		.values({
			cohortId: cohort.id,
			unitNumber: examUnit,
			position,
			name: groupName(position)[cohort.language === 'en' ? 'en' : 'de'],
			formedAt: at,
			formedBy: by,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

async function joinGroup(trx: Transaction<DB>, learningGroupId: string, people: readonly string[], at: Date) {
	await trx
		.updateTable('learningGroupMember as member')
		.from('learningGroup as g')
		.set({ leftAt: at })
		.whereRef('g.id', '=', 'member.learningGroupId')
		.where('g.unitNumber', '=', examUnit)
		.where('g.id', '<>', learningGroupId)
		.where('member.userId', 'in', people)
		.where('member.leftAt', 'is', null)
		.where('g.cohortId', '=', (e) => e.selectFrom('learningGroup').select('cohortId').where('id', '=', learningGroupId))
		.execute();
	await trx
		.insertInto('learningGroupMember')
		.values(people.map((userId) => ({ learningGroupId, userId, joinedAt: at })))
		.onConflict((c) => c.columns(['learningGroupId', 'userId']).doUpdateSet({ leftAt: null }))
		.execute();
}
