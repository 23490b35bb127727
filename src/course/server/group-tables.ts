import type { Kysely, Transaction } from 'kysely';
import * as z from 'zod';
import type { Scene } from '#platform/server/verb.ts';
import type { DB } from '#platform/server/schema.ts';
import { refuse } from '#platform/refusal.ts';
import { assertMeets, lockCohort, type CohortRow } from '#course/server/cohort-row.ts';
import { examUnit, groupCircumstances, groupsOf, proposalFor } from '#course/server/groups.ts';

/** Who forms groups. */
export const formers = ['acting', 'companion', 'organiser'] as const;

const tablesSchema = z.array(z.array(z.uuid()));

export const cohortOf = async (scene: Scene): Promise<CohortRow> =>
	lockCohort(scene.trx, scene.place.cohortId ?? refuse('not_found', { status: 404 }));

/** The cohort as `found`, where it has groups. */
export async function cohortInGroups(scene: Scene, found: (scene: Scene) => Promise<CohortRow>): Promise<CohortRow> {
	const cohort = await found(scene);
	assertMeets(cohort, 'groups');
	return cohort;
}

/** The unit whose groups are formed next: the one after the unit that runs. */
export const nextUnit = (cohort: CohortRow): number => Math.min(cohort.unitsOpened + 1, examUnit);

/** The tables of a unit as they stand: as arranged, else as fixed, else as proposed; and what they come from. */
export async function tablesOf(db: Kysely<DB>, cohort: CohortRow, unitNumber: number) {
	const [circumstances, fixed, plan] = await Promise.all([
		groupCircumstances(db, cohort, unitNumber),
		groupsOf(db, cohort.id, unitNumber),
		db
			.selectFrom('groupPlan')
			.selectAll()
			.where('cohortId', '=', cohort.id)
			.where('unitNumber', '=', unitNumber)
			.executeTakeFirst(),
	]);
	const { people } = circumstances;
	const tables = plan
		? seated(tablesSchema.parse(plan.tables), people)
		: fixed.length > 0
			? seated(
					fixed.map((group) => group.members.map((member) => member.userId)),
					people,
				)
			: proposalFor(circumstances, cohort, unitNumber, 0).groups;
	return { tables, version: plan?.version ?? 0, fixed: fixed.length > 0, circumstances };
}

/** A saved arrangement, with whoever has left taken out and whoever has come put at the smallest table. */
function seated(tables: readonly (readonly string[])[], people: readonly string[]): string[][] {
	const kept = tables.map((table) => table.filter((person) => people.includes(person)));
	for (const person of people.filter((one) => !kept.some((table) => table.includes(one))))
		kept.toSorted((a, b) => a.length - b.length)[0]?.push(person);
	return kept;
}

export async function assertOpenForForming(trx: Transaction<DB>, cohort: CohortRow, unitNumber: number): Promise<void> {
	if (cohort.unitsOpened >= unitNumber) refuse('unit_has_begun');
	if (unitNumber !== examUnit) return;
	const exam = await trx
		.selectFrom('exam')
		.select('id')
		.where('cohortId', '=', cohort.id)
		.where('cancelledAt', 'is', null)
		.executeTakeFirst();
	if (exam) refuse('exam_scheduled_already');
}
