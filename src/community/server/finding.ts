import { sql } from 'kysely';
import * as z from 'zod';
import { markdownToHtml } from '#platform/markdown.ts';
import { nameKey, pageOf } from '#platform/server/list-pages.ts';
import { here } from '#platform/server/here.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { notFound } from '#platform/refusal.ts';
import { findable, mayFind, standingOf, type Standing } from '#community/server/belonging.ts';
import { currentRules } from '#community/server/house-rules.ts';
import { communityGround } from '#community/server/standing.ts';

type Found = {
	id: string;
	name: string;
	kind: string;
	purpose: string;
	entry: string;
	phase: string;
	organisation: string;
	members: number;
	standing: Standing;
};

const pageSize = 60;

export const findCommunities = verb({
	name: 'findCommunities',
	method: 'get',
	path: '/communities',
	summary: 'Communities that one may join, or ask to join',
	scope: 'community:read',
	who: ['person'],
	at: here,
	input: z.object({
		search: z.string().trim().max(100).default(''),
		after: nameKey.optional().describe('Key of the last community of the page before'),
	}),
	paged: 'after',
	async run(scene, { search, after }) {
		const { userId } = signedIn(scene);
		const like = `%${search.replaceAll(/[%_\\]/g, '\\$&')}%`;
		const { rows } = await sql<Found>`
			select c.id, c.name, c.kind, c.purpose, c.entry, c.phase, o.name as organisation, ${standingOf(userId)} as standing,
				(select count(distinct m.user_id)::int from membership m where m.community_id = c.id and m.ended_at is null) as members
			from community c join organisation o on o.id = c.organisation_id
			where ${findable(userId)} and (c.name ilike ${like} or c.purpose ilike ${like} or o.name ilike ${like})
				and (${after?.id ?? null}::uuid is null
					or (c.name collate "de-x-icu", c.id) > (${after?.name ?? ''}::text collate "de-x-icu", ${after?.id ?? null}::uuid))
			order by c.name collate "de-x-icu", c.id limit ${pageSize + 1}`.execute(scene.trx);
		const { page: communities, next } = pageOf(rows, pageSize, ({ name, id }) => `${name}_${id}`);
		return { communities, search, next };
	},
});

/** What one is told at the door: what the community is for, who leads it, and its house rules. */
export const entrance = verb({
	name: 'entrance',
	method: 'get',
	path: '/communities/{communityId}/entrance',
	summary: 'A community as whoever may join it sees it, and where one’s request stands',
	scope: 'community:read',
	who: ['person'],
	at: communityGround,
	input: z.object({ communityId: z.uuid() }),
	async run(scene, { communityId }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const { rows } = await sql<Omit<Found, 'members'> & { members: number; leaders: string[] }>`
			select c.id, c.name, c.kind, c.purpose, c.entry, c.phase, o.name as organisation, ${standingOf(userId)} as standing,
				(select count(distinct m.user_id)::int from membership m where m.community_id = c.id and m.ended_at is null) as members,
				array(select u.name from managers_at(c.id, ${now}) l join "user" u on u.id = l.user_id
					order by u.name collate "de-x-icu") as leaders
			from community c join organisation o on o.id = c.organisation_id where c.id = ${communityId}`.execute(trx);
		const [community] = rows;
		if (!community || (community.standing !== 'inside' && !(await mayFind(trx, userId, communityId)))) throw notFound();
		const rules = await currentRules(trx, communityId);
		const request = await trx
			.selectFrom('joinRequest')
			.select(['id', 'words', 'askedAt', 'decidedAt', 'granted', 'reason'])
			.where('communityId', '=', communityId)
			.where('userId', '=', userId)
			.where('withdrawnAt', 'is', null)
			.orderBy('askedAt', 'desc')
			.limit(1)
			.executeTakeFirst();
		return {
			community,
			rules: rules ? { version: rules.version, html: markdownToHtml(rules.body, { headingsBelow: 2 }) } : null,
			request: request ?? null,
		};
	},
});
