import type { Kysely } from 'kysely';
import * as z from 'zod';
import { markdownToHtml } from '#platform/markdown.ts';
import type { Memory } from '#platform/server/memory.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import type { CoursePackage } from '#course/package/model.ts';
import { pointersTo } from '#course/package/references.ts';
import { lineHtml, readingHtml, sectionsOf, type ReadingPlace } from '#course/reading/authored.ts';
import { entryOf } from '#course/reading/cited.ts';
import { cohortHere, courseReaders, isStaff } from '#course/server/cohort-here.ts';
import { unitOf, unitsOf } from '#course/server/course-package.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import { questionForms } from '#course/server/question-forms.ts';
import { readingPlace } from '#course/server/reading-place.ts';
import { readingsOf } from '#course/server/readings.ts';
import { isOpen, scheduleOf } from '#course/server/unit-schedule.ts';

/** Ids of the topics that a person has marked as read. Nobody else is ever shown them. */
export async function lessonsReadBy(
	db: Kysely<DB>,
	cohortId: string,
	userId: string | undefined,
	memory?: Memory,
): Promise<ReadonlySet<string>> {
	if (!userId) return new Set();
	const rows = await readingsOf(db, cohortId, userId, memory);
	return new Set(rows.map(({ topicId }) => topicId));
}

export const topicPage = verb({
	name: 'topicPage',
	method: 'get',
	path: '/communities/{communityId}/units/{number}/topics/{topicId}',
	summary: 'The lesson on one topic of a unit, with the works it cites and the questions of its self-check',
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
		const { unit, courseVersionId } = await unitOf(trx, cohort, number);
		const topic = unit.topics.find(({ id }) => id === topicId);
		if (!topic) throw notFound();
		await assertOpen(scene, communityId, number);
		const read = await lessonsReadBy(trx, cohort.id, viewer?.userId);
		const place = await readingPlace(scene, cohort, { courseVersionId, unit });
		const body = topic.body[locale];
		return {
			unit: { number, title: unit.title[locale] },
			topic: {
				id: topic.id,
				title: topic.title[locale],
				minutes: topic.minutes,
				html: readingHtml(body, place, { headingsBelow: 1, anchors: true, listed: true }),
				sections: sectionsOf(body),
				sources: topic.sources.map((source) => markdownToHtml(source[locale])),
				references: topic.references.flatMap((key) => entryOf(key, place.course.bibliography, locale) ?? []),
				terms: termsIn(body, place),
				questions: questionForms(topic, place),
			},
			topics: unit.topics.map(({ id, title }) => ({ id, title: title[locale], read: read.has(id) })),
			read: read.has(topic.id),
			mayMark: scene.roles.has('learner'),
		};
	},
});

/** The terms that a text explains on the spot. */
function termsIn(body: string, place: ReadingPlace & { course: CoursePackage }) {
	const ids = new Set(pointersTo('glossary', body));
	return place.course.glossary
		.filter(({ id }) => ids.has(id))
		.map(({ id, term, definition }) => ({
			id,
			term: term[place.language],
			html: lineHtml(definition[place.language], place),
		}));
}

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
		const { cohort } = await openLesson(scene, communityId, topicId);
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

/**
 * A lesson by its topic, for those to whom it is open.
 * @throws Refusal `not_found` when the course has none, `unit_not_open` before its time
 */
export async function openLesson(scene: Scene, communityId: string, topicId: string) {
	const cohort = await cohortHere(scene);
	for (const { unit, courseVersionId } of await unitsOf(scene.trx, cohort)) {
		const topic = unit.topics.find(({ id }) => id === topicId);
		if (!topic) continue;
		await assertOpen(scene, communityId, unit.number);
		return { cohort, unit, topic, courseVersionId };
	}
	throw notFound();
}

async function assertOpen(scene: Scene, communityId: string, unit: number): Promise<void> {
	if (isStaff(scene.roles)) return;
	const schedule = await scheduleOf(scene.trx, communityId);
	if (!isOpen(schedule, unit, scene.now)) refuse('unit_not_open', { status: 403, values: { unit } });
}
