import type { Kysely } from 'kysely';
import { remembering, type Memory } from '#platform/server/memory.ts';
import type { DB } from '#platform/server/schema.ts';

/** Whether the organisation's agreement with its works council turns off silence lists and counts about people. */
export const worksCouncilMode = (db: Kysely<DB>, organisationId: string, memory?: Memory): Promise<boolean> =>
	rememberMode(memory, organisationId, () => modeOf(db, organisationId));

const rememberMode = remembering<boolean>();

async function modeOf(db: Kysely<DB>, organisationId: string): Promise<boolean> {
	const organisation = await db
		.selectFrom('organisation')
		.select('worksCouncilMode')
		.where('id', '=', organisationId)
		.executeTakeFirst();
	return organisation?.worksCouncilMode ?? false;
}
