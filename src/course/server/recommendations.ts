import type { Kysely } from 'kysely';
import * as z from 'zod';
import { record } from '#platform/server/activity.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { cohortHere } from '#course/server/cohort-here.ts';
import { unitsOf } from '#course/server/course-package.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import { recommendationGround } from '#course/server/learning-grounds.ts';

const recommendationKinds = ['lesson', 'thread', 'person', 'link'] as const;
type Kind = (typeof recommendationKinds)[number];
const orNone = z.union([z.uuid(), z.literal('')]).optional();

export const recommend = verb({
	name: 'recommend',
	method: 'post',
	path: '/communities/{communityId}/recommendations',
	summary: 'Recommend a lesson, thread, person or link to a learner or a group',
	scope: 'course:write',
	who: ['companion'],
	at: courseCommunityGround,
	status: 201,
	input: z.object({
		communityId: z.uuid(),
		userId: orNone,
		learningGroupId: orNone,
		kind: z.enum(recommendationKinds),
		target: z.string().trim().min(1).max(2000).describe('Topic, thread or user id, or an address with https'),
		title: z.string().trim().max(200).optional().describe('For links; otherwise the name of what is recommended'),
		words: z.string().trim().max(2000).default(''),
	}),
	output: z.object({ recommendationId: z.uuid() }),
	async run(scene, input) {
		const { trx, now, place } = scene;
		const { userId: authorId } = signedIn(scene);
		const to = await recipientOf(scene, input.userId || null, input.learningGroupId || null);
		const title = await titleOf(scene, input.kind, input.target, input.title ?? '');
		const cohort = await cohortHere(scene);
		const { id } = await trx
			.insertInto('recommendation')
			.values({
				cohortId: cohort.id,
				authorId,
				userId: to.userId,
				learningGroupId: to.learningGroupId,
				kind: input.kind,
				target: input.target,
				title: title.slice(0, 200),
				words: input.words,
				givenAt: now,
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(trx, {
			kind: 'recommendation_given',
			actorId: authorId,
			cohortId: place.cohortId,
			subjectId: id,
			data: { userIds: to.people },
			at: now,
		});
		return { recommendationId: id };
	},
});

async function recipientOf({ trx, place }: Scene, userId: string | null, learningGroupId: string | null) {
	if ((userId === null) === (learningGroupId === null))
		refuse('recommendation_to_whom', { status: 422, field: 'userId' });
	const people = userId
		? await trx
				.selectFrom('enrolment')
				.select('userId')
				.where('cohortId', '=', place.cohortId)
				.where('userId', '=', userId)
				.where('endedAt', 'is', null)
				.execute()
		: await trx
				.selectFrom('learningGroupMember as m')
				.innerJoin('learningGroup as g', 'g.id', 'm.learningGroupId')
				.select('m.userId')
				.where('g.id', '=', learningGroupId)
				.where('g.cohortId', '=', place.cohortId)
				.where('m.leftAt', 'is', null)
				.execute();
	if (people.length === 0) refuse('recommendation_to_whom', { status: 422, field: 'userId' });
	return { userId, learningGroupId, people: people.map((person) => person.userId) };
}

/** Only what the recipient can reach is recommended, under its own name. */
async function titleOf(scene: Scene, kind: Kind, target: string, title: string): Promise<string> {
	const nowhere = () => refuse('recommendation_target', { status: 422, field: 'target' });
	if (kind === 'link') {
		if (!URL.canParse(target) || new URL(target).protocol !== 'https:') nowhere();
		return title || new URL(target).hostname;
	}
	if (kind === 'lesson') {
		const topics = (await unitsOf(scene.trx, await cohortHere(scene))).flatMap(({ unit }) => unit.topics);
		return topics.find(({ id }) => id === target)?.title[scene.locale] ?? nowhere();
	}
	if (!z.uuid().safeParse(target).success) nowhere();
	const found =
		kind === 'thread'
			? await scene.trx
					.selectFrom('thread')
					.select('title')
					.where('id', '=', target)
					.where('communityId', '=', scene.place.communityId)
					.where('deletedAt', 'is', null)
					.executeTakeFirst()
			: await scene.trx
					.selectFrom('membership as m')
					.innerJoin('user as u', 'u.id', 'm.userId')
					.select('u.name as title')
					.where('m.userId', '=', target)
					.where('m.communityId', '=', scene.place.communityId)
					.where('m.endedAt', 'is', null)
					.executeTakeFirst();
	return found?.title ?? nowhere();
}

export const finishRecommendation = verb({
	name: 'finishRecommendation',
	method: 'put',
	path: '/recommendations/{recommendationId}/done',
	summary: 'Mark a recommendation as done for oneself, or not yet',
	scope: 'course:write',
	who: ['owner'],
	at: recommendationGround,
	input: z.object({ recommendationId: z.uuid(), done: z.union([z.boolean(), z.stringbool()]).default(true) }),
	async run(scene, { recommendationId, done }) {
		const { userId } = signedIn(scene);
		if (done)
			await scene.trx
				.insertInto('recommendationDone')
				.values({ recommendationId, userId, doneAt: scene.now })
				.onConflict((c) => c.doNothing())
				.execute();
		else
			await scene.trx
				.deleteFrom('recommendationDone')
				.where('recommendationId', '=', recommendationId)
				.where('userId', '=', userId)
				.execute();
		return { done };
	},
});

export const withdrawRecommendation = verb({
	name: 'withdrawRecommendation',
	method: 'post',
	path: '/recommendations/{recommendationId}/withdrawal',
	summary: 'Take back a recommendation',
	scope: 'course:write',
	who: ['companion'],
	at: recommendationGround,
	input: z.object({ recommendationId: z.uuid() }),
	async run({ trx, now }, { recommendationId }) {
		const withdrawn = await trx
			.updateTable('recommendation')
			.set({ withdrawnAt: now })
			.where('id', '=', recommendationId)
			.where('withdrawnAt', 'is', null)
			.returning('id')
			.executeTakeFirst();
		if (!withdrawn) throw notFound();
		return { withdrawn: true };
	},
});

/** What companions recommend to a person, alone or with the group, and that is not done yet; the newest first. */
export async function recommendationsFor(db: Kysely<DB>, cohortId: string, userId: string) {
	const rows = await db
		.selectFrom('recommendation as r')
		.innerJoin('user as u', 'u.id', 'r.authorId')
		.leftJoin('learningGroup as g', 'g.id', 'r.learningGroupId')
		.select(['r.id', 'r.kind', 'r.target', 'r.title', 'r.words', 'r.givenAt', 'u.name as by', 'g.name as groupName'])
		.where('r.cohortId', '=', cohortId)
		.where('r.withdrawnAt', 'is', null)
		.where((e) =>
			e.or([
				e('r.userId', '=', userId),
				e.exists(
					e
						.selectFrom('learningGroupMember as m')
						.select('m.userId')
						.whereRef('m.learningGroupId', '=', 'r.learningGroupId')
						.where('m.userId', '=', userId)
						.where('m.leftAt', 'is', null),
				),
			]),
		)
		.where((e) =>
			e.not(
				e.exists(
					e
						.selectFrom('recommendationDone as d')
						.select('d.userId')
						.whereRef('d.recommendationId', '=', 'r.id')
						.where('d.userId', '=', userId),
				),
			),
		)
		.orderBy('r.givenAt', 'desc')
		.orderBy('r.id', 'desc')
		.limit(20)
		.execute();
	return rows;
}
