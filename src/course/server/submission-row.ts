import type { Selectable, Transaction } from 'kysely';
import type { DB, Submission } from '#platform/server/schema.ts';
import type { Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import type { Assignment, Unit } from '#course/package/model.ts';
import { packageOf } from '#course/server/course-package.ts';
import { scheduleOf, type UnitSchedule } from '#course/server/unit-schedule.ts';

export type SubmissionRow = Selectable<Submission>;

/** The unit and the assignment that a submission answers, in the version of the course that it was begun with. */
export async function taskOf(
	trx: Transaction<DB>,
	submission: Pick<SubmissionRow, 'courseVersionId' | 'unitNumber' | 'kind'>,
): Promise<{ unit: Unit; assignment: Assignment }> {
	const { units } = await packageOf(trx, submission.courseVersionId);
	const unit = units[submission.unitNumber - 1];
	if (!unit) throw notFound();
	return { unit, assignment: submission.kind === 'group' ? unit.assignment : unit.individual };
}

export type Writing = { submission: SubmissionRow; unit: Unit; assignment: Assignment; schedule: UnitSchedule };

/**
 * The submission, held until the transaction ends, so that savings and hand-ins of a group queue up one after another.
 * Results count until the last meeting ends; after that nothing of it changes.
 */
export async function lockForWriting(scene: Scene, submissionId: string): Promise<Writing> {
	const { trx, now, roles } = scene;
	if (!roles.has('member')) refuse('forbidden', { status: 403 });
	const submission = await trx
		.selectFrom('submission')
		.selectAll()
		.where('id', '=', submissionId)
		.forUpdate()
		.executeTakeFirst();
	if (!submission) throw notFound();
	const schedule = await scheduleOf(trx, submission.communityId);
	const end = schedule.ends;
	if (!end || now > end) refuse('hand_in_closed');
	return { submission, schedule, ...(await taskOf(trx, submission)) };
}
