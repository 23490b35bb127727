import type { Transaction } from 'kysely';
import * as z from 'zod';
import { audit } from '#platform/server/audit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { lockCohort } from '#course/server/cohort-row.ts';
import { cohortGround } from '#course/server/grounds.ts';
import { beginStaff, endStaff, type StaffRole } from '#course/server/staffing.ts';

/**
 * Gives someone who has an account a post in the cohort. Examiners are people who did not accompany it; an exception
 * needs a reason, which is kept with the post and shown.
 */
export const assignStaff = verb({
	name: 'assignStaff',
	method: 'post',
	path: '/cohorts/{cohortId}/staff',
	summary: 'Assign an organiser, a learning companion or an examiner',
	scope: 'course:write',
	who: ['organiser'],
	at: cohortGround,
	status: 201,
	input: z.object({
		cohortId: z.uuid(),
		email: z.email().toLowerCase(),
		role: z.enum(['organiser', 'companion', 'examiner']),
		exceptionReason: z.string().trim().max(1000).default(''),
	}),
	output: z.object({ assignmentId: z.uuid() }),
	async run(scene, { cohortId, email, role, exceptionReason }) {
		const { trx, now } = scene;
		const cohort = await lockCohort(trx, cohortId);
		const userId = await personWith(trx, email);
		await refuseLearner(trx, cohortId, userId);
		const conflict = await accompanies(trx, cohortId, userId, role);
		if (conflict && exceptionReason.length < 10) refuse('staff_accompanied', { field: 'exceptionReason' });
		const post = { cohortId, communityId: cohort.communityId, userId, role };
		const reason = conflict ? exceptionReason : null;
		const assignmentId = await beginStaff(trx, post, now, reason);
		if (!assignmentId) return refuse('staff_held', { field: 'email' });
		await audit(trx, {
			action: 'staff_assigned',
			actorId: signedIn(scene).userId,
			subjectId: userId,
			cohortId,
			detail: { role, exceptionReason: reason },
		});
		return { assignmentId };
	},
});

/** Ends a post from this moment on. Who held what, and when, stays on record. */
export const endStaffAssignment = verb({
	name: 'endStaffAssignment',
	method: 'post',
	path: '/cohorts/{cohortId}/staff/{assignmentId}/end',
	summary: 'End a staff assignment',
	scope: 'course:write',
	who: ['organiser'],
	at: cohortGround,
	input: z.object({ cohortId: z.uuid(), assignmentId: z.uuid() }),
	async run(scene, { cohortId, assignmentId }) {
		const { trx, now } = scene;
		const cohort = await lockCohort(trx, cohortId);
		const assignment = await trx
			.selectFrom('staffAssignment')
			.select(['userId', 'role'])
			.where('id', '=', assignmentId)
			.where('cohortId', '=', cohortId)
			.where('endedAt', 'is', null)
			.executeTakeFirst();
		if (!assignment) throw notFound();
		const role = staffRole(assignment.role);
		await endStaff(trx, { cohortId, communityId: cohort.communityId, userId: assignment.userId, role }, now);
		await audit(trx, {
			action: 'staff_ended',
			actorId: signedIn(scene).userId,
			subjectId: assignment.userId,
			cohortId,
			detail: { role },
		});
		return { ended: true };
	},
});

export const staffRole = (role: string): StaffRole =>
	role === 'organiser' || role === 'companion' ? role : 'examiner';

async function personWith(trx: Transaction<DB>, email: string): Promise<string> {
	const person = await trx
		.selectFrom('user')
		.select('id')
		.where('email', '=', email)
		.where('erasedAt', 'is', null)
		.executeTakeFirst();
	return person?.id ?? refuse('no_person_with_address', { status: 422, field: 'email' });
}

async function refuseLearner(trx: Transaction<DB>, cohortId: string, userId: string): Promise<void> {
	const enrolled = await trx
		.selectFrom('enrolment')
		.select('id')
		.where('cohortId', '=', cohortId)
		.where('userId', '=', userId)
		.executeTakeFirst();
	if (enrolled) refuse('staff_is_learner', { field: 'email' });
}

/** Whether the post would make someone both companion, now or earlier, and examiner of the same people. */
async function accompanies(trx: Transaction<DB>, cohortId: string, userId: string, role: StaffRole): Promise<boolean> {
	if (role === 'organiser') return false;
	const other = await trx
		.selectFrom('staffAssignment')
		.select('id')
		.where('cohortId', '=', cohortId)
		.where('userId', '=', userId)
		.where('role', '=', role === 'examiner' ? 'companion' : 'examiner')
		.executeTakeFirst();
	return other !== undefined;
}
