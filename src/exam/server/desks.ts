import type { Kysely, Transaction } from 'kysely';
import { mayMark, type Admission, type Desk, type MarkedCohort } from '#exam/rules/examiners.ts';
import type { ExamRow } from '#exam/server/exam-row.ts';
import type { DB } from '#platform/server/schema.ts';

export type Examiner = Desk & { name: string; admission: Admission };

/** The examiners of an exam's cohort at an instant, with the papers on their desks and whether they may mark here. */
export async function examinersOf(db: Kysely<DB>, exam: ExamRow, now: Date): Promise<Examiner[]> {
	const rows = await db
		.selectFrom('staffAssignment as s')
		.innerJoin('user as u', 'u.id', 's.userId')
		.select((e) => [
			'u.id as examiner',
			'u.name',
			's.exceptionReason',
			e
				.selectFrom('marking as g')
				.select((c) => c.fn.countAll<number>().as('load'))
				.whereRef('g.examinerId', '=', 'u.id')
				.where('g.endedAt', 'is', null)
				.where('g.submittedAt', 'is', null)
				.as('load'),
		])
		.where('s.cohortId', '=', exam.cohortId)
		.where('s.role', '=', 'examiner')
		.where('s.startedAt', '<=', now)
		.where((e) => e.or([e('s.endedAt', 'is', null), e('s.endedAt', '>', now)]))
		.orderBy('u.name')
		.execute();
	const cohort = await markedCohort(
		db,
		exam,
		rows.flatMap(({ examiner, exceptionReason: reason }) => (reason ? [{ examiner, reason }] : [])),
	);
	return rows.map(({ examiner, name, load }) => ({
		examiner,
		name,
		load: Number(load ?? 0),
		admission: mayMark(examiner, cohort),
	}));
}

/** Only those who may mark here. */
export async function desksOf(db: Kysely<DB>, exam: ExamRow, now: Date): Promise<Examiner[]> {
	return (await examinersOf(db, exam, now)).filter(({ admission }) => admission.may);
}

async function markedCohort(
	db: Kysely<DB>,
	exam: ExamRow,
	exceptions: MarkedCohort['exceptions'],
): Promise<MarkedCohort> {
	const candidates = await db
		.selectFrom('examCandidate')
		.select(['userId', 'cohortId'])
		.where('examId', '=', exam.id)
		.execute();
	const cohorts = [...new Set([exam.cohortId, ...candidates.map(({ cohortId }) => cohortId)])];
	const companions = await db
		.selectFrom('staffAssignment')
		.select('userId')
		.distinct()
		.where('cohortId', 'in', cohorts)
		.where('role', '=', 'companion')
		.execute();
	return {
		companions: companions.map(({ userId }) => userId),
		candidates: candidates.map(({ userId }) => userId),
		exceptions,
	};
}

/** Lays a paper on an examiner's desk, with the exception on record if there is one. */
export async function layOnDesk(
	trx: Transaction<DB>,
	{ paperId, examiner, position, at }: { paperId: string; examiner: Examiner; position: number; at: Date },
): Promise<string> {
	const { id } = await trx
		.insertInto('marking')
		.values({
			paperId,
			examinerId: examiner.examiner,
			position,
			assignedAt: at,
			exceptionReason: examiner.admission.may ? examiner.admission.exception : null,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}
