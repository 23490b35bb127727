import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import type { Cohort, DB } from '#platform/server/schema.ts';
import { notFound, refuse } from '#platform/refusal.ts';

export type CohortRow = Selectable<Cohort>;

/** @throws {Refusal} `not_found` */
export async function cohortOf(trx: Transaction<DB>, cohortId: string): Promise<CohortRow> {
	const cohort = await trx.selectFrom('cohort').selectAll().where('id', '=', cohortId).executeTakeFirst();
	if (!cohort) throw notFound();
	return cohort;
}

/**
 * Learning groups and shifts turn with the meetings; where all learn at their own pace there are none.
 * @throws {Refusal} `no_groups_here` or `no_shifts_here`, as something that does not exist
 */
export function assertMeets(cohort: Pick<CohortRow, 'endsAt'>, what: 'groups' | 'shifts'): void {
	if (cohort.endsAt) refuse(`no_${what}_here`, { status: 404 });
}

/** What stands at the top of every page about a cohort. */
export const cohortHeading = (cohort: CohortRow) => ({
	cohortId: cohort.id,
	communityId: cohort.communityId,
	organisationId: cohort.organisationId,
	name: cohort.name,
	slug: cohort.slug,
	timeZone: cohort.timeZone,
	cancelled: cohort.cancelledAt !== null,
	closed: cohort.closedAt !== null,
	published: cohort.publishedAt !== null,
});

/**
 * The cohort, held until the transaction ends. Whoever decides on seats, enrolments or the timetable takes this lock
 * first, before any row that hangs on the cohort, so that decisions queue up and never deadlock. Rows that merely refer to
 * the cohort may be written meanwhile.
 */
export async function lockCohort(trx: Transaction<DB>, cohortId: string): Promise<CohortRow> {
	const cohort = await trx
		.selectFrom('cohort')
		.selectAll()
		.where('id', '=', cohortId)
		.forNoKeyUpdate()
		.executeTakeFirst();
	if (!cohort) throw notFound();
	return cohort;
}

/** Has the cohort looked at again no later than `at`. To be called by whatever makes something fall due. */
export async function expectDue(trx: Kysely<DB>, cohortId: string, at: Date): Promise<void> {
	await trx
		.updateTable('cohort')
		.set({ dueAt: sql`least(due_at, ${at}::timestamptz)` })
		.where('id', '=', cohortId)
		.execute();
}
