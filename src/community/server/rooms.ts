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
	/** Threads with something unread, of the hundred that moved last. */
	unread: number;
	meeting: number | null;
};

type Offices = {
	communities: Room[];
	picture: string | null;
	organiser: boolean;
	examiner: boolean;
	unreadNews: number;
	/** Whether there is a community that one may join or ask to join. */
	finds: boolean;
	/** Organisations for whose communities one answers. */
	governs: { id: string; name: string }[];
};

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
		const { rows } = await sql<Offices>`
			select
				(select coalesce(json_agg(r), '[]') from (
					select c.id, c.name, c.kind, c.phase, c.archived_at is not null as archived,
						(select max(m.number) from meeting m where m.community_id = c.id and m.kind in ('kick_off', 'weekly')
							and m.cancelled_at is null and m.ends_at <= ${now}
							and not exists (select from cohort k where k.community_id = c.id and k.ends_at is not null)) as meeting,
						unread_threads(c.id, ${userId}) as unread
					from community c
					where exists (select from membership s where s.community_id = c.id and s.user_id = ${userId} and s.ended_at is null)
					order by c.archived_at nulls first, c.created_at desc) r) as communities,
				(select '/files/' || picture_file_id from "user" where id = ${userId}) as picture,
				exists(select from organisation_role r join organisation o on o.id = r.organisation_id and o.kind = 'provider'
					where r.user_id = ${userId} and r.role = 'organiser' and r.ended_at is null)
					or exists(select from staff_assignment where user_id = ${userId} and role = 'organiser'
						and started_at <= ${now} and (ended_at is null or ended_at > ${now})) as organiser,
				exists(select from staff_assignment where user_id = ${userId} and role = 'examiner'
					and started_at <= ${now} and (ended_at is null or ended_at > ${now})) as examiner,
				exists(select from community c where ${findable(userId)} and not exists(select from membership s
					where s.community_id = c.id and s.user_id = ${userId} and s.ended_at is null)) as finds,
				(select count(*)::int from notification where user_id = ${userId} and read_at is null) as "unreadNews",
				(select coalesce(json_agg(json_build_object('id', o.id, 'name', o.name) order by o.name collate "de-x-icu", o.id), '[]')
					from organisation o where exists(select from organisation_role r where r.organisation_id = o.id
						and r.user_id = ${userId} and r.ended_at is null
						and (r.role = 'executive' or (r.role = 'organiser' and o.kind = 'company')))) as governs`.execute(trx);
		const [held] = rows;
		if (!held) throw new Error('the rooms gave no row');
		return { ...held, administrator };
	},
});

type Home = {
	id: string;
	name: string;
	kind: string;
	phase: string;
	purpose: string;
	archivedAt: Date | null;
	addressForm: string;
	language: string;
	cohortId: string | null;
	courseEnds: Date | null;
	timeZone: string;
	/** The latest first. */
	exams: { id: string; opensAt: string; endsAt: string; sits: boolean }[];
};

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
	async ahead({ trx, viewer }, { communityId }) {
		// written out, for every page of a community asks it
		const { rows } = await sql<Home>`
			select c.id, c.name, c.kind, c.phase, c.purpose, c.archived_at as "archivedAt", c.address_form as "addressForm",
				c.language, k.id as "cohortId", k.ends_at as "courseEnds", coalesce(k.time_zone, c.time_zone) as "timeZone",
				coalesce((select json_agg(json_build_object('id', x.id, 'opensAt', x.opens_at, 'endsAt', x.ends_at,
						'sits', exists (select from exam_candidate d where d.exam_id = x.id and d.user_id = ${viewer?.userId ?? null}))
						order by x.opens_at desc) from exam x
					where x.cohort_id = k.id and x.cancelled_at is null), '[]') as exams
			from community c left join cohort k on k.community_id = c.id
			where c.id = ${communityId}`.execute(trx);
		return rows[0];
	},
	run: async ({ roles }, _input, community) => {
		if (!community) throw new Error('the community is gone');
		const language = community.language === 'en' ? ('en' as const) : ('de' as const);
		const { exams, courseEnds, ...rest } = community;
		// a retake is no room of those who do not sit it
		const exam = exams.find(({ sits }) => sits || !roles.has('learner'));
		return {
			...rest,
			/** A course without meetings that conclude units, groups and shifts. */
			ownPace: courseEnds !== null,
			language,
			exam: exam ? { id: exam.id, opensAt: new Date(exam.opensAt), endsAt: new Date(exam.endsAt) } : null,
			roles: [...roles],
		};
	},
});
