import type { Kysely } from 'kysely';
import * as z from 'zod';
import { record } from '#platform/server/activity.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import type { Unit } from '#course/package/model.ts';
import { cohortHere } from '#course/server/cohort-here.ts';
import { unitsOf, type CohortUnit } from '#course/server/course-package.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import { recommendationGround } from '#course/server/learning-grounds.ts';
import { isOpen, scheduleOf } from '#course/server/unit-schedule.ts';

export const recommendationKinds = ['lesson', 'thread', 'person', 'link'] as const;
export type RecommendationKind = (typeof recommendationKinds)[number];

export const recommend = verb({
	name: 'recommend',
	method: 'post',
	path: '/communities/{communityId}/recommendations',
	summary: 'Recommend a lesson, thread, person or link to learners or groups',
	scope: 'course:write',
	who: ['companion'],
	at: courseCommunityGround,
	status: 201,
	input: z.object({
		communityId: z.uuid(),
		userIds: z.array(z.uuid()).max(60).default([]).describe('Learners of the cohort'),
		learningGroupIds: z.array(z.uuid()).max(20).default([]).describe('Learning groups of the cohort'),
		kind: z.enum(recommendationKinds),
		target: z.string().trim().min(1).max(2000).describe('Topic, thread or user id, or an address with https'),
		title: z.string().trim().max(200).optional().describe('For links; otherwise the name of what is recommended'),
		words: z.string().trim().max(2000).default(''),
	}),
	output: z.object({ recommendationIds: z.array(z.uuid()) }),
	async run(scene, input) {
		const { trx, now, place } = scene;
		const { userId: authorId } = signedIn(scene);
		const title = await titleOf(scene, input.kind, input.target, input.title ?? '');
		const cohort = await cohortHere(scene);
		const recommendationIds: string[] = [];
		for (const { people, ...to } of await recipientsOf(scene, input)) {
			const { id } = await trx
				.insertInto('recommendation')
				.values({
					cohortId: cohort.id,
					authorId,
					...to,
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
				data: { userIds: people },
				at: now,
			});
			recommendationIds.push(id);
		}
		return { recommendationIds };
	},
});

type Recipient = { userId: string | null; learningGroupId: string | null; people: string[] };
type Meant = { userIds: string[]; learningGroupIds: string[]; kind: RecommendationKind; target: string };

/** Whom it goes to: each group once, and each person who is in none of these groups. Nobody is recommended to oneself. */
async function recipientsOf({ trx, place }: Scene, meant: Meant): Promise<Recipient[]> {
	const nobody = (): never => refuse('recommendation_to_whom', { status: 422, field: 'userIds' });
	const groups = meant.learningGroupIds.length
		? await trx
				.selectFrom('learningGroupMember as m')
				.innerJoin('learningGroup as g', 'g.id', 'm.learningGroupId')
				.select(['g.id', 'm.userId'])
				.where('g.id', 'in', meant.learningGroupIds)
				.where('g.cohortId', '=', place.cohortId)
				.where('m.leftAt', 'is', null)
				.execute()
		: [];
	const learners = meant.userIds.length
		? await trx
				.selectFrom('enrolment')
				.select('userId')
				.where('cohortId', '=', place.cohortId)
				.where('userId', 'in', meant.userIds)
				.where('endedAt', 'is', null)
				.execute()
		: [];
	if (meant.learningGroupIds.some((id) => !groups.some((group) => group.id === id))) nobody();
	if (meant.userIds.some((id) => !learners.some(({ userId }) => userId === id))) nobody();
	const self = (userId: string) => meant.kind === 'person' && meant.target === userId;
	const recipients = [...new Set(groups.map(({ id }) => id))].map((learningGroupId): Recipient => ({
		userId: null,
		learningGroupId,
		people: groups.filter(({ id, userId }) => id === learningGroupId && !self(userId)).map(({ userId }) => userId),
	}));
	for (const { userId } of learners)
		if (!self(userId) && !groups.some((member) => member.userId === userId))
			recipients.push({ userId, learningGroupId: null, people: [userId] });
	return recipients.length > 0 ? recipients : nobody();
}

/** Only what the recipient can reach is recommended, under its own name. */
async function titleOf(scene: Scene, kind: RecommendationKind, target: string, title: string): Promise<string> {
	const nowhere = () => refuse('recommendation_target', { status: 422, field: 'target' });
	if (kind === 'link') {
		if (!URL.canParse(target) || new URL(target).protocol !== 'https:') nowhere();
		return title || new URL(target).hostname;
	}
	if (kind === 'lesson') {
		const topics = (await openUnits(scene)).flatMap((unit) => unit.topics);
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

/** The units of the cohort here that are open to learners. */
export async function openUnits(scene: Scene): Promise<Unit[]> {
	const cohort = await cohortHere(scene);
	const schedule = await scheduleOf(scene.trx, cohort.communityId);
	const units = await unitsOf(scene.trx, cohort);
	return units.map(({ unit }) => unit).filter(({ number }) => isOpen(schedule, number, scene.now));
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

/** Where that is which was recommended; a link leads out of the house. */
export function recommendedAddress(
	{ kind, target }: { kind: string; target: string },
	communityId: string,
	units: readonly CohortUnit[],
): string {
	if (kind === 'link') return target;
	if (kind === 'thread') return `/c/${communityId}/threads/${target}`;
	if (kind === 'person') return `/people/${target}`;
	const found = units.find(({ unit }) => unit.topics.some(({ id }) => id === target));
	return `/c/${communityId}/units/${found?.unit.number ?? 1}/topics/${target}`;
}
