import { sql } from 'kysely';
import * as z from 'zod';
import { remembering } from '#platform/server/memory.ts';
import { verb, type Scene } from '#platform/server/verb.ts';
import { cohortHere, pictureOf } from '#course/server/cohort-here.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { hoursSince, waitingResults } from '#course/server/feedback-queue.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';

export type Waiting = {
	kind: 'question' | 'post' | 'result';
	/** The thread or the submission. */
	id: string;
	title: string;
	since: Date;
	userId: string;
	name: string;
	picture: string | null;
	groupName: string | null;
	hours: number;
};

/** Questions and posts of learners that nobody has answered, and results without feedback; the longest wait first. */
export const whoWaits = (scene: Scene, cohort: CohortRow): Promise<Waiting[]> =>
	rememberWaiting(scene.memory, cohort.id, () => waitingIn(scene, cohort));

const rememberWaiting = remembering<Waiting[]>();

async function waitingIn(scene: Scene, cohort: CohortRow): Promise<Waiting[]> {
	const { now } = scene;
	const [posts, results] = await Promise.all([unansweredPosts(scene, cohort), waitingResults(scene, cohort)]);
	return [
		...posts.map((post) => ({ ...post, groupName: null })),
		...results.map((result) => ({
			kind: 'result' as const,
			id: result.submissionId,
			title: result.title,
			since: result.since,
			...result.handedInBy,
			groupName: result.groupName,
		})),
	]
		.map((each) => ({ ...each, hours: hoursSince(each.since, now) }))
		.toSorted((a, b) => a.since.getTime() - b.since.getTime());
}

type PostRow = {
	kind: 'question' | 'post';
	id: string;
	title: string;
	since: Date;
	userId: string;
	name: string;
	pictureFileId: string | null;
};

async function unansweredPosts({ trx }: Scene, cohort: CohortRow) {
	const { rows } = await sql<PostRow>`
		select case when t.kind = 'question' then 'question' else 'post' end as kind, t.id, t.title, t.created_at as since,
			u.id as "userId", u.name, u.picture_file_id as "pictureFileId"
		from thread t join "user" u on u.id = t.author_id join post o on o.thread_id = t.id and o.opening
		where t.community_id = ${cohort.communityId} and t.deleted_at is null and o.hidden_at is null and o.deleted_at is null
			and t.kind in ('question', 'discussion', 'article') and t.accepted_post_id is null
			and exists (select from enrolment e where e.cohort_id = ${cohort.id} and e.user_id = t.author_id and e.ended_at is null)
			and not exists (select from post p where p.thread_id = t.id and p.author_id <> t.author_id
				and p.deleted_at is null and p.hidden_at is null)
			and not exists (select from feedback f where f.post_id = o.id)
		order by t.created_at limit 40`.execute(trx);
	return rows.map(({ pictureFileId, ...row }) => ({ ...row, picture: pictureOf(pictureFileId) }));
}

export const peopleIn = (waiting: readonly Waiting[]): number => new Set(waiting.map(({ userId }) => userId)).size;

export const waitingPeople = verb({
	name: 'waitingPeople',
	method: 'get',
	path: '/communities/{communityId}/guidance/waiting',
	summary: 'How many learners wait for an answer or for feedback',
	scope: 'course:read',
	who: ['companion'],
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid() }),
	async run(scene) {
		return { people: peopleIn(await whoWaits(scene, await cohortHere(scene))) };
	},
});
