import type { Kysely } from 'kysely';
import * as z from 'zod';
import { markdownToHtml } from '#platform/markdown.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { cohortHere, courseReaders, isStaff } from '#course/server/cohort-here.ts';
import { unitOf, unitsOf } from '#course/server/course-package.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import { isOpen, scheduleOf } from '#course/server/unit-schedule.ts';

/** Ids of the topics that a person has marked as read. Nobody else is ever shown them. */
export async function lessonsReadBy(
	db: Kysely<DB>,
	cohortId: string,
	userId: string | undefined,
): Promise<ReadonlySet<string>> {
	if (!userId) return new Set();
	const rows = await db
		.selectFrom('lessonRead')
		.select('topicId')
		.where('cohortId', '=', cohortId)
		.where('userId', '=', userId)
		.execute();
	return new Set(rows.map(({ topicId }) => topicId));
}

export const topicPage = verb({
	name: 'topicPage',
	method: 'get',
	path: '/communities/{communityId}/units/{number}/topics/{topicId}',
	summary: 'The lesson on one topic of a unit',
	scope: 'course:read',
	who: courseReaders,
	at: courseCommunityGround,
	input: z.object({
		communityId: z.uuid(),
		number: z.coerce.number().int().min(1).max(40),
		topicId: z.string().max(40),
	}),
	async run(scene, { communityId, number, topicId }) {
		const { trx, locale, viewer } = scene;
		const cohort = await cohortHere(scene);
		const { unit } = await unitOf(trx, cohort, number);
		const topic = unit.topics.find(({ id }) => id === topicId);
		if (!topic) throw notFound();
		await assertOpen(scene, communityId, number);
		const read = await lessonsReadBy(trx, cohort.id, viewer?.userId);
		return {
			unit: { number, title: unit.title[locale] },
			topic: {
				id: topic.id,
				title: topic.title[locale],
				minutes: topic.minutes,
				html: markdownToHtml(topic.body[locale]),
				sources: topic.sources.map((source) => markdownToHtml(source[locale])),
			},
			topics: unit.topics.map(({ id, title }) => ({ id, title: title[locale], read: read.has(id) })),
			read: read.has(topic.id),
			mayMark: scene.roles.has('learner'),
		};
	},
});

/** Whether one has read a lesson is one's own business: it is neither recorded as activity nor shown to anybody. */
export const markLessonRead = verb({
	name: 'markLessonRead',
	method: 'put',
	path: '/communities/{communityId}/lessons/{topicId}',
	summary: 'Mark a lesson as read for oneself, or as unread again',
	scope: 'course:write',
	who: ['learner'],
	at: courseCommunityGround,
	input: z.object({
		communityId: z.uuid(),
		topicId: z.string().max(40),
		read: z.union([z.boolean(), z.stringbool()]).default(true),
	}),
	async run(scene, { communityId, topicId, read }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const cohort = await cohortHere(scene);
		const units = await unitsOf(trx, cohort);
		const found = units.find(({ unit }) => unit.topics.some(({ id }) => id === topicId));
		if (!found) throw notFound();
		await assertOpen(scene, communityId, found.unit.number);
		const row = { cohortId: cohort.id, userId, topicId };
		if (read)
			await trx
				.insertInto('lessonRead')
				.values({ ...row, readAt: now })
				.onConflict((c) => c.doNothing())
				.execute();
		else
			await trx
				.deleteFrom('lessonRead')
				.where('cohortId', '=', cohort.id)
				.where('userId', '=', userId)
				.where('topicId', '=', topicId)
				.execute();
		return { read };
	},
});

async function assertOpen(scene: Scene, communityId: string, unit: number): Promise<void> {
	if (isStaff(scene.roles)) return;
	const schedule = await scheduleOf(scene.trx, communityId);
	if (!isOpen(schedule, unit, scene.now)) refuse('unit_not_open', { status: 403, values: { unit } });
}
