import { sql } from 'kysely';
import * as z from 'zod';
import { nameKey, pageOf } from '#platform/server/list-pages.ts';
import { verb, type Scene } from '#platform/server/verb.ts';
import { communityGround } from '#community/server/standing.ts';

/** Faces a page; where more belong, one reads on by the last name or searches. */
const pageSize = 120;
/** Days for which somebody is new. */
export const newDays = 14;

type Person = {
	userId: string;
	name: string;
	employer: string;
	bio: string;
	skills: string[];
	picture: string | null;
	roles: string[];
	organiser: boolean;
	acting: boolean;
	standsIn: boolean;
	since: Date;
};

/** Who belongs to a community, in the order of names; no activity, no counts: nobody is measured here. */
export const peoplePage = verb({
	name: 'peoplePage',
	method: 'get',
	path: '/communities/{communityId}/people',
	summary: 'The members of a community',
	scope: 'community:read',
	who: ['member', 'observer', 'organiser', 'former'],
	at: communityGround,
	input: z.object({
		communityId: z.uuid(),
		search: z.string().trim().max(100).default('').describe('Part of a name'),
		after: nameKey.optional().describe('Key of the last person of the page before'),
	}),
	paged: 'after',
	async run(scene, { communityId, search, after }) {
		const { trx, place } = scene;
		const { rows: all } = await sql<{ n: number }>`
			select count(distinct user_id)::int as n from membership where community_id = ${communityId} and ended_at is null`.execute(
			trx,
		);
		const found = await peopleOf(scene, { communityId, search, after });
		const { page: people, next } = pageOf(found, pageSize, ({ name, userId }) => `${name}_${userId}`);
		return {
			count: all[0]?.n ?? 0,
			search,
			people,
			next,
			newcomers: place.cohortId || search || after ? [] : await newcomersOf(scene, communityId),
		};
	},
});

async function peopleOf(
	{ trx, now, place }: Scene,
	{
		communityId,
		search,
		after,
	}: { communityId: string; search: string; after?: { name: string; id: string } | undefined },
): Promise<Person[]> {
	const like = `%${search.replaceAll(/[%_\\]/g, '\\$&')}%`;
	const { rows } = await sql<Person>`
		select u.id as "userId", u.name, u.employer, u.bio, u.skills, '/files/' || u.picture_file_id as picture,
			array_agg(m.role) as roles, min(m.started_at) as since,
			exists(select from staff_assignment a where a.cohort_id = ${place.cohortId}::uuid and a.user_id = u.id
				and a.role = 'organiser' and a.ended_at is null) as organiser,
			exists(select from shift s where s.community_id = ${communityId} and s.user_id = u.id and s.removed_at is null
				and s.starts_at <= ${now} and ${now} < s.ends_at) as acting,
			exists(select from managers_at(${communityId}, ${now}) l where l.user_id = u.id and l.stands_in) as "standsIn"
		from membership m join "user" u on u.id = m.user_id
		where m.community_id = ${communityId} and m.ended_at is null and u.name ilike ${like}
			and (${after?.id ?? null}::uuid is null
				or (u.name collate "de-x-icu", u.id) > (${after?.name ?? ''}::text collate "de-x-icu", ${after?.id ?? null}::uuid))
		group by u.id order by u.name collate "de-x-icu", u.id limit ${pageSize + 1}`.execute(trx);
	return rows;
}

export type Newcomer = { userId: string; name: string; picture: string | null; since: Date; welcomed: boolean };

/**
 * Who came in the last days, the newest first. Somebody is welcomed once another has mentioned them or answered a post
 * of theirs. Those who came when the community was founded are no newcomers.
 */
export async function newcomersOf({ trx, now }: Pick<Scene, 'trx' | 'now'>, communityId: string): Promise<Newcomer[]> {
	const { rows } = await sql<Newcomer>`
		with fresh as (
			select m.user_id, min(m.started_at) as since from membership m join community c on c.id = m.community_id
			where m.community_id = ${communityId} and m.ended_at is null and m.role <> 'observer'
				and m.started_at > ${now}::timestamptz - make_interval(days => ${newDays})
				and m.started_at > c.created_at + interval '1 day'
				and not exists (select from membership p where p.community_id = m.community_id and p.user_id = m.user_id
					and p.ended_at = m.started_at)
			group by m.user_id
		)
		select u.id as "userId", u.name, '/files/' || u.picture_file_id as picture, f.since,
			exists(select from mention x join post p on p.id = x.post_id where x.user_id = u.id and p.community_id = ${communityId}
				and p.author_id <> u.id and p.created_at >= f.since and p.deleted_at is null)
			or exists(select from post own join post p on p.thread_id = own.thread_id and p.sequence > own.sequence
				where own.author_id = u.id and own.community_id = ${communityId} and own.created_at >= f.since
				and p.author_id <> u.id and p.deleted_at is null) as welcomed
		from fresh f join "user" u on u.id = f.user_id order by f.since desc, u.id limit 24`.execute(trx);
	return rows;
}
