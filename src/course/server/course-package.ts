import type { Kysely } from 'kysely';
import { remembering, type Memory } from '#platform/server/memory.ts';
import type { DB } from '#platform/server/schema.ts';
import { notFound } from '#platform/refusal.ts';
import { coursePackageSchema, type CoursePackage, type Unit } from '#course/package/model.ts';

// Versions are immutable, so that what was read once stays right.
const known = new Map<string, CoursePackage>();

/**
 * The whole content of a stored course version.
 * @throws Refusal `not_found` when there is no such version
 */
export async function packageOf(db: Kysely<DB>, courseVersionId: string): Promise<CoursePackage> {
	const found = (await packagesOf(db, [courseVersionId])).get(courseVersionId);
	if (!found) throw notFound();
	return found;
}

/**
 * The whole contents of several stored course versions by their ids; asks once, for what is not known yet.
 * @throws Refusal `not_found` when one of them is not there
 */
export async function packagesOf(
	db: Kysely<DB>,
	courseVersionIds: readonly string[],
): Promise<ReadonlyMap<string, CoursePackage>> {
	const ids = [...new Set(courseVersionIds)];
	const unknown = ids.filter((id) => !known.has(id));
	const rows =
		unknown.length === 0
			? []
			: await db.selectFrom('courseVersion').select(['id', 'content']).where('id', 'in', unknown).execute();
	for (const { id, content } of rows) known.set(id, coursePackageSchema.parse(content));
	return new Map(
		ids.map((id) => {
			const content = known.get(id);
			if (!content) throw notFound();
			return [id, content];
		}),
	);
}

/** A unit as a cohort has it, and the version of the course that it comes from. */
export type CohortUnit = { unit: Unit; courseVersionId: string };
type Pinned = { id: string; courseVersionId: string };

/** The units of a cohort: those of the version it pins, unless a newer one replaced them before they opened. */
export const unitsOf = (db: Kysely<DB>, cohort: Pinned, memory?: Memory): Promise<CohortUnit[]> =>
	rememberUnits(memory, cohort.id, () => unitsFound(db, cohort));

const rememberUnits = remembering<CohortUnit[]>();

async function unitsFound(db: Kysely<DB>, cohort: Pinned): Promise<CohortUnit[]> {
	const replaced = await db
		.selectFrom('cohortUnitVersion')
		.select(['unitNumber', 'courseVersionId'])
		.where('cohortId', '=', cohort.id)
		.execute();
	const { units } = await packageOf(db, cohort.courseVersionId);
	return Promise.all(
		units.map(async (unit) => {
			const newer = replaced.find(({ unitNumber }) => unitNumber === unit.number);
			if (!newer) return { unit, courseVersionId: cohort.courseVersionId };
			const { units: others } = await packageOf(db, newer.courseVersionId);
			return { unit: others[unit.number - 1] ?? unit, courseVersionId: newer.courseVersionId };
		}),
	);
}

/**
 * One unit of a cohort by its number, from 1.
 * @throws Refusal `not_found` when the course has no such unit
 */
export async function unitOf(db: Kysely<DB>, cohort: Pinned, number: number): Promise<CohortUnit> {
	const found = (await unitsOf(db, cohort)).find(({ unit }) => unit.number === number);
	if (!found) throw notFound();
	return found;
}
