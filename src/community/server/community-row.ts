import type { Selectable, Transaction } from 'kysely';
import type { Community, DB } from '#platform/server/schema.ts';
import type { Place } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';

/** The community, held until the transaction ends. Whoever decides on its people or its phase takes this lock first. */
export async function lockCommunity(trx: Transaction<DB>, communityId: string): Promise<Selectable<Community>> {
	const community = await trx
		.selectFrom('community')
		.selectAll()
		.where('id', '=', communityId)
		.forNoKeyUpdate()
		.executeTakeFirst();
	if (!community) throw notFound();
	return community;
}

/** For what a course does itself: its people come by application, its phases follow from its units. */
export function refuseCourse(place: Pick<Place, 'cohortId'>): void {
	if (place.cohortId) refuse('done_by_course');
}
