import type { Kysely } from 'kysely';
import type { DB } from '#platform/server/schema.ts';

/** The audit log: reasoned or consequential acts, in real time, never overwritten. */
export async function audit(
	trx: Kysely<DB>,
	entry: {
		action: string;
		actorId: string | null;
		subjectId?: string | null;
		cohortId?: string | null;
		detail?: Record<string, unknown>;
	},
): Promise<void> {
	await trx
		.insertInto('audit')
		.values({ ...entry, detail: JSON.stringify(entry.detail ?? {}) })
		.execute();
}
