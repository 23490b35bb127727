import { sql } from 'kysely';
import * as z from 'zod';
import { here } from '#platform/server/here.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { cohortHere, pictureOf } from '#course/server/cohort-here.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { unitsOf } from '#course/server/course-package.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import { openUnits, recommendedAddress } from '#course/server/recommendations.ts';

/** Threads to choose from: the ones with the newest posts. */
const threadsOffered = 60;

export const recommendationPage = verb({
	name: 'recommendationPage',
	method: 'get',
	path: '/communities/{communityId}/recommendations',
	summary: 'What a companion can recommend here and to whom, and what companions have recommended',
	scope: 'course:read',
	who: ['companion'],
	at: courseCommunityGround,
	input: z.object({
		communityId: z.uuid(),
		target: z.string().max(2000).optional().describe('A thread that is to be among those to choose from'),
	}),
	async run(scene, { target }) {
		const { locale } = scene;
		const cohort = await cohortHere(scene);
		const units = await openUnits(scene);
		return {
			learners: await learnersOf(scene, cohort),
			groups: await groupsNow(scene, cohort),
			lessons: units.map(({ number, title, topics }) => ({
				number,
				title: title[locale],
				topics: topics.map((topic) => ({ id: topic.id, title: topic.title[locale] })),
			})),
			people: await peopleHere(scene, cohort.communityId),
			threads: await threadsHere(scene, cohort.communityId, z.uuid().safeParse(target).data ?? null),
			given: await given(scene, cohort),
		};
	},
});

async function learnersOf({ trx }: Scene, cohort: CohortRow) {
	const rows = await trx
		.selectFrom('enrolment as e')
		.innerJoin('user as u', 'u.id', 'e.userId')
		.select(['u.id as userId', 'u.name', 'u.pictureFileId'])
		.where('e.cohortId', '=', cohort.id)
		.where('e.endedAt', 'is', null)
		.orderBy(sql`u.name collate "de-x-icu"`)
		.execute();
	return rows.map(({ pictureFileId, ...person }) => ({ ...person, picture: pictureOf(pictureFileId) }));
}

/** The groups of the unit that runs, or of the last one. */
async function groupsNow({ trx }: Scene, cohort: CohortRow) {
	const { rows } = await sql<{ id: string; name: string; unitNumber: number; members: string[] }>`
		select g.id, g.name, g.unit_number as "unitNumber", array_agg(u.name order by u.name collate "de-x-icu") as members
		from learning_group g join learning_group_member m on m.learning_group_id = g.id and m.left_at is null
		join "user" u on u.id = m.user_id
		where g.cohort_id = ${cohort.id} and g.merged_into is null and g.unit_number = ${cohort.unitsOpened}
		group by g.id order by g.position`.execute(trx);
	return rows;
}

async function peopleHere({ trx }: Scene, communityId: string) {
	return trx
		.selectFrom('membership as m')
		.innerJoin('user as u', 'u.id', 'm.userId')
		.select(['u.id as userId', 'u.name', 'u.employer'])
		.distinct()
		.where('m.communityId', '=', communityId)
		.where('m.endedAt', 'is', null)
		.orderBy('u.name')
		.execute();
}

async function threadsHere({ trx }: Scene, communityId: string, target: string | null) {
	const { rows } = await sql<{ id: string; title: string }>`
		select id, title from thread where community_id = ${communityId} and deleted_at is null
		order by (id = ${target}::uuid) is true desc, last_post_at desc limit ${threadsOffered}`.execute(trx);
	return rows;
}

type Given = {
	id: string;
	kind: string;
	target: string;
	title: string;
	words: string;
	givenAt: Date;
	by: string;
	to: string | null;
	groupName: string | null;
	unitNumber: number | null;
	/** How many it is meant for now, and how many of them have marked it as done. */
	people: number;
	done: number;
};

/** Recommendations that were not taken back, the newest first. */
async function given({ trx }: Scene, cohort: CohortRow) {
	const { rows } = await sql<Given>`
		select r.id, r.kind, r.target, r.title, r.words, r.given_at as "givenAt", a.name as by, u.name as to,
			g.name as "groupName", g.unit_number as "unitNumber",
			(select count(*)::int from (select r.user_id where r.user_id is not null union select m.user_id from learning_group_member m
				where m.learning_group_id = r.learning_group_id and m.left_at is null) as meant) as people,
			(select count(*)::int from recommendation_done d where d.recommendation_id = r.id) as done
		from recommendation r join "user" a on a.id = r.author_id left join "user" u on u.id = r.user_id
		left join learning_group g on g.id = r.learning_group_id
		where r.cohort_id = ${cohort.id} and r.withdrawn_at is null
		order by r.given_at desc, r.id desc limit 200`.execute(trx);
	const units = await unitsOf(trx, cohort);
	return rows.map((row) => ({ ...row, href: recommendedAddress(row, cohort.communityId, units) }));
}

/** Where one can recommend that person, or something to them: the cohorts one accompanies that they belong to. */
export const recommendationPlaces = verb({
	name: 'recommendationPlaces',
	method: 'get',
	path: '/me/recommendation-places',
	summary: 'The cohorts one accompanies to which that person belongs',
	scope: 'course:read',
	who: ['person'],
	at: here,
	input: z.object({ userId: z.uuid() }),
	async run(scene, { userId }) {
		const { trx, now } = scene;
		const viewer = signedIn(scene);
		const { rows } = await sql<{ communityId: string; name: string; learner: boolean }>`
			select c.id as "communityId", c.name,
				exists(select from enrolment e where e.cohort_id = k.id and e.user_id = ${userId} and e.ended_at is null) as learner
			from cohort k join community c on c.id = k.community_id
			where c.archived_at is null and ${userId} <> ${viewer.userId}
				and exists(select from staff_assignment s where s.cohort_id = k.id and s.user_id = ${viewer.userId}
					and s.role = 'companion' and s.started_at <= ${now} and (s.ended_at is null or s.ended_at > ${now}))
				and exists(select from membership m where m.community_id = c.id and m.user_id = ${userId} and m.ended_at is null)
			order by k.start_date desc`.execute(trx);
		return { places: rows };
	},
});
