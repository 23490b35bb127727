import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import { addressOfPost, endingsIn, withLastingAddresses } from '#conversation/quote.ts';

type Place = { communityId: string; threadId: string };

/** Gives what quotes posts of its thread by short addresses the lasting ones, which lead there from anywhere. */
export async function resolveQuotes(db: Kysely<DB>, { communityId, threadId }: Place, body: string): Promise<string> {
	const endings = endingsIn(body);
	if (endings.length === 0) return body;
	const posts = await db
		.selectFrom('post')
		.select('id')
		.where('threadId', '=', threadId)
		.where(sql<string>`right(id::text, 8)`, 'in', endings)
		.execute();
	return withLastingAddresses(
		body,
		new Map(posts.map(({ id }) => [id.slice(-8), addressOfPost(communityId, threadId, id)])),
	);
}
