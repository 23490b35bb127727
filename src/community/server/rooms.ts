import { sql } from 'kysely';
import * as z from 'zod';
import { here } from '#platform/server/here.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { findable } from '#community/server/belonging.ts';
import { communityGround } from '#community/server/standing.ts';

type Room = {
	id: string;
	name: string;
	kind: string;
	phase: string;
	archived: boolean;
	unread: number;
	meeting: number | null;
};

type Offices = { picture: string | null; organiser: boolean; examiner: boolean; unreadNews: number; finds: boolean };
type Organisation = { id: string; name: string };

/** Where a person may go from everywhere: communities with something unread, and the offices held. */
export const rooms = verb({
	name: 'rooms',
	method: 'get',
	path: '/rooms',
	summary: 'One’s own communities and offices',
	scope: 'community:read',
	who: ['person'],
	at: here,
	input: z.object({}),
	async run(scene) {
		const { userId, administrator } = signedIn(scene);
		const { now, trx } = scene;
		const { rows: communities } = await sql<Room>`
			select c.id, c.name, c.kind, c.phase, c.archived_at is not null as archived,
				(select max(m.number) from meeting m where m.community_id = c.id and m.kind <> 'event' and m.cancelled_at is null
					and m.ends_at <= ${now}) as meeting,
				(select count(*)::int from thread t left join read_state r on r.thread_id = t.id and r.user_id = ${userId}
					where t.community_id = c.id and t.deleted_at is null and t.last_sequence > coalesce(r.sequence, 0)
					and exists (select from post p where p.thread_id = t.id and p.sequence > coalesce(r.sequence, 0)
						and p.author_id <> ${userId} and p.hidden_at is null and p.deleted_at is null)) as unread
			from community c
			where exists (select from membership s where s.community_id = c.id and s.user_id = ${userId} and s.ended_at is null)
			order by c.archived_at nulls first, c.created_at desc`.execute(trx);
		const { rows: offices } = await sql<Offices>`
			select
				(select '/files/' || picture_file_id from "user" where id = ${userId}) as picture,
				exists(select from organisation_role r join organisation o on o.id = r.organisation_id and o.kind = 'provider'
					where r.user_id = ${userId} and r.role = 'organiser' and r.ended_at is null)
					or exists(select from staff_assignment where user_id = ${userId} and role = 'organiser'
						and started_at <= ${now} and (ended_at is null or ended_at > ${now})) as organiser,
				exists(select from staff_assignment where user_id = ${userId} and role = 'examiner'
					and started_at <= ${now} and (ended_at is null or ended_at > ${now})) as examiner,
				exists(select from community c where ${findable(userId)} and not exists(select from membership s
					where s.community_id = c.id and s.user_id = ${userId} and s.ended_at is null)) as finds,
				(select count(*)::int from notification where user_id = ${userId} and read_at is null) as "unreadNews"`.execute(trx);
		const { rows: governs } = await sql<Organisation>`
			select o.id, o.name from organisation o where exists(select from organisation_role r where r.organisation_id = o.id
				and r.user_id = ${userId} and r.ended_at is null
				and (r.role = 'executive' or (r.role = 'organiser' and o.kind = 'company')))
			order by o.name collate "de-x-icu", o.id`.execute(trx);
		const held = offices[0];
		return {
			communities: communities.map((room) => ({ ...room, unread: Number(room.unread) })),
			organiser: held?.organiser ?? false,
			examiner: held?.examiner ?? false,
			/** Organisations for whose communities one answers. */
			governs,
			/** Whether there is a community that one may join or ask to join. */
			finds: held?.finds ?? false,
			administrator,
			picture: held?.picture ?? null,
			unreadNews: held?.unreadNews ?? 0,
		};
	},
});

/** What every page of a community needs: its name, its phase, and what the viewer is in it. */
export const communityHome = verb({
	name: 'communityHome',
	method: 'get',
	path: '/communities/{communityId}',
	summary: 'A community and one’s own standing in it',
	scope: 'community:read',
	who: ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
	at: communityGround,
	input: z.object({ communityId: z.uuid() }),
	async run({ trx, roles, place, viewer }, input) {
		const community = await trx
			.selectFrom('community as c')
			.leftJoin('cohort as k', 'k.communityId', 'c.id')
			.select([
				'c.id',
				'c.name',
				'c.kind',
				'c.phase',
				'c.purpose',
				'c.archivedAt',
				'c.addressForm',
				'c.language',
				'k.id as cohortId',
			])
			.select((e) => e.fn.coalesce('k.timeZone', 'c.timeZone').as('timeZone'))
			.where('c.id', '=', input.communityId)
			.executeTakeFirstOrThrow();
		const exam = place.cohortId
			? await trx
					.selectFrom('exam')
					.select(['id', 'opensAt', 'endsAt'])
					.where('cohortId', '=', place.cohortId)
					.where('cancelledAt', 'is', null)
					// a retake is no room of those who do not sit it
					.$if(roles.has('learner'), (query) =>
						query.where((e) =>
							e.exists(
								e
									.selectFrom('examCandidate')
									.select('examCandidate.examId')
									.whereRef('examCandidate.examId', '=', 'exam.id')
									.where('examCandidate.userId', '=', viewer?.userId ?? null),
							),
						),
					)
					.orderBy('opensAt', 'desc')
					.limit(1)
					.executeTakeFirst()
			: undefined;
		const language = community.language === 'en' ? ('en' as const) : ('de' as const);
		return { ...community, language, exam: exam ?? null, roles: [...roles] };
	},
});
