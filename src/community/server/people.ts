import { sql } from 'kysely';
import * as z from 'zod';
import { verb } from '#platform/server/verb.ts';
import { communityGround } from '#community/server/standing.ts';

/** Who belongs to a community, in the order of names; no activity, no counts: nobody is measured here. */
export const peoplePage = verb({
	name: 'peoplePage',
	method: 'get',
	path: '/communities/{communityId}/people',
	summary: 'The members of a community',
	scope: 'community:read',
	who: ['member', 'observer', 'organiser', 'former'],
	at: communityGround,
	input: z.object({ communityId: z.uuid() }),
	async run({ trx, now }, input) {
		const people = await trx
			.selectFrom('membership as m')
			.innerJoin('user as u', 'u.id', 'm.userId')
			.select(['u.id as userId', 'u.name', 'u.employer', 'u.bio', 'u.skills', 'u.pictureFileId'])
			.select((e) => [
				e.fn.agg<string[]>('array_agg', ['m.role']).as('roles'),
				sql<boolean>`exists(select from shift s where s.community_id = ${input.communityId} and s.user_id = u.id and s.removed_at is null
					and s.starts_at <= ${now} and ${now} < s.ends_at)`.as('acting'),
			])
			.where('m.communityId', '=', input.communityId)
			.where('m.endedAt', 'is', null)
			.groupBy('u.id')
			.orderBy(sql`u.name collate "de-x-icu"`)
			.execute();
		return {
			people: people.map(({ pictureFileId, ...row }) => ({
				...row,
				picture: pictureFileId ? `/files/${pictureFileId}` : null,
			})),
		};
	},
});
