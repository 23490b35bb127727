import type { Kysely } from 'kysely';
import type { DB } from '#platform/server/schema.ts';

/** Whether the organisation's agreement with its works council turns off silence lists and counts about people. */
export async function worksCouncilMode(db: Kysely<DB>, organisationId: string): Promise<boolean> {
	const organisation = await db
		.selectFrom('organisation')
		.select('worksCouncilMode')
		.where('id', '=', organisationId)
		.executeTakeFirst();
	return organisation?.worksCouncilMode ?? false;
}
