import { sql, type Kysely } from 'kysely';
import * as z from 'zod';
import type { DB } from '#platform/server/schema.ts';
import { deliveryFormatSchema, type DeliveryFormat } from '#course/package/model.ts';

/** What pages ask of a stored course without its texts, as it stands there; `null` where the course does not say. */
export type CourseFacts = {
	hours: unknown;
	requirements: unknown;
	formats: readonly DeliveryFormat[];
	retakes: number | null;
	units: number | null;
	/** Months after the end at which the last sheet of the evaluation opens. */
	laterAfterMonths: number | null;
};

const unknown: CourseFacts = {
	hours: null,
	requirements: null,
	formats: [],
	retakes: null,
	units: null,
	laterAfterMonths: null,
};

// Versions are immutable, so that what was read once stays right; reading them takes the database ten milliseconds.
const known = new Map<string, CourseFacts>();

export async function courseFacts(db: Kysely<DB>, courseVersionId: string): Promise<CourseFacts> {
	const kept = known.get(courseVersionId);
	if (kept) return kept;
	const { rows } = await sql<Omit<CourseFacts, 'formats'> & { formats: unknown }>`
		select content -> 'hours' as hours, content -> 'requirements' as requirements, content -> 'deliveryFormats' as formats,
			(content -> 'exam' ->> 'retakes')::int as retakes, jsonb_array_length(content -> 'units') as units,
			(content -> 'evaluation' ->> 'laterAfterMonths')::int as "laterAfterMonths"
		from course_version where id = ${courseVersionId}`.execute(db);
	const [row] = rows;
	if (!row) return unknown;
	const facts = { ...row, formats: z.array(deliveryFormatSchema).safeParse(row.formats).data ?? [] };
	known.set(courseVersionId, facts);
	return facts;
}
