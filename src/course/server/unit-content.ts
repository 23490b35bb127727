import type { Kysely } from 'kysely';
import * as z from 'zod';
import type { DB } from '#platform/server/schema.ts';
import type { Unit } from '#course/package/model.ts';
import { unitSchema } from '#course/package/model.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';

// Versions are immutable, so that what was read once stays right.
const known = new Map<string, Unit>();
const asked = z.array(z.unknown());

/** A unit as this cohort has it: of the pinned version, or of the newer one that took its place before it opened. */
export async function unitOf(
	db: Kysely<DB>,
	cohort: Pick<CohortRow, 'id' | 'courseVersionId'>,
	unitNumber: number,
): Promise<Unit | null> {
	const newer = await db
		.selectFrom('cohortUnitVersion')
		.select('courseVersionId')
		.where('cohortId', '=', cohort.id)
		.where('unitNumber', '=', unitNumber)
		.executeTakeFirst();
	const versionId = newer?.courseVersionId ?? cohort.courseVersionId;
	const key = `${versionId} ${unitNumber}`;
	const found = known.get(key);
	if (found) return found;
	const version = await db.selectFrom('courseVersion').select('content').where('id', '=', versionId).executeTakeFirst();
	const units = asked.safeParse(z.object({ units: z.unknown() }).safeParse(version?.content).data?.units);
	const unit = unitSchema.safeParse(units.data?.[unitNumber - 1]);
	if (!unit.success) return null;
	known.set(key, unit.data);
	return unit.data;
}
