import * as z from 'zod';
import { verb, type Scene } from '#platform/server/verb.ts';
import type { Locale } from '#platform/viewer.ts';
import type { Assignment, CoursePackage, Criterion, NamedText, Unit } from '#course/package/model.ts';
import { citationsIn } from '#course/package/references.ts';
import { readingHtml, type ReadingPlace } from '#course/reading/authored.ts';
import { inOrder } from '#course/reading/cited.ts';
import { cohortHere, courseReaders, isStaff } from '#course/server/cohort-here.ts';
import { unitOf, unitsOf } from '#course/server/course-package.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import { lessonsReadBy } from '#course/server/lessons.ts';
import { readingPlace } from '#course/server/reading-place.ts';
import { ownStandOf, resultsOfUnit, standOf } from '#course/server/results.ts';
import { closesAt, isOpen, opensAt, scheduleOf, unitAt } from '#course/server/unit-schedule.ts';

export const unitList = verb({
	name: 'unitList',
	method: 'get',
	path: '/communities/{communityId}/units',
	summary: 'The units of the course; what is not open yet with title and goals only',
	scope: 'course:read',
	who: courseReaders,
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid() }),
	async run(scene, { communityId }) {
		const { trx, now, locale, viewer } = scene;
		const cohort = await cohortHere(scene);
		const units = await unitsOf(trx, cohort);
		const schedule = await scheduleOf(trx, communityId);
		const read = await lessonsReadBy(trx, cohort.id, viewer?.userId);
		const stands = schedule.ownPace
			? await ownStandOf(trx, cohort.id, viewer?.userId)
			: await standOf(trx, cohort.id, viewer?.userId);
		const current = unitAt(schedule, now);
		return {
			cohortId: cohort.id,
			current,
			/** All units are open until then, where everybody goes at their own pace. */
			openUntil: schedule.ownPace ? schedule.ends : null,
			units: units.map(({ unit }) => {
				const open = isOpen(schedule, unit.number, now);
				const shown = open || isStaff(scene.roles);
				return {
					...outlineOf(unit, locale),
					opensAt: opensAt(schedule, unit.number),
					closesAt: closesAt(schedule, unit.number),
					open,
					current: unit.number === current,
					hours: unit.hours,
					topics: shown
						? unit.topics.map((topic) => ({
								id: topic.id,
								title: topic.title[locale],
								minutes: topic.minutes,
								read: read.has(topic.id),
							}))
						: [],
					assignment: shown ? (schedule.ownPace ? unit.individual : unit.assignment).title[locale] : null,
					result: stands.find(({ unitNumber }) => unitNumber === unit.number) ?? null,
				};
			}),
		};
	},
});

/** What everybody may know of a unit beforehand. */
const outlineOf = (unit: Unit, locale: Locale) => ({
	number: unit.number,
	id: unit.id,
	title: unit.title[locale],
	goals: unit.goals.map((goal) => named(goal, locale)),
});

const named = ({ id, text }: NamedText, locale: Locale) => ({ id, text: text[locale] });

export const unitPage = verb({
	name: 'unitPage',
	method: 'get',
	path: '/communities/{communityId}/units/{number}',
	summary: 'A unit with its topics, assignment, template, checklist and, for those who need it, the guide',
	scope: 'course:read',
	who: courseReaders,
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid(), number: z.coerce.number().int().min(1).max(40) }),
	async run(scene, { communityId, number }) {
		const { trx, now, locale, viewer } = scene;
		const cohort = await cohortHere(scene);
		const { unit, courseVersionId } = await unitOf(trx, cohort, number);
		const place = await readingPlace(scene, cohort, { courseVersionId, unit });
		const { course } = place;
		const schedule = await scheduleOf(trx, communityId);
		const open = isOpen(schedule, number, now);
		const read = await lessonsReadBy(trx, cohort.id, viewer?.userId);
		const leads = await leadsUnit(scene, communityId, number);
		return {
			...outlineOf(unit, locale),
			opensAt: opensAt(schedule, number),
			closesAt: closesAt(schedule, number),
			open,
			/** The task is one for a person, and there is none for a group. */
			alone: schedule.ownPace,
			unitsInAll: course.units.length,
			competences: course.competences
				.filter(({ id }) => unit.competences.includes(id))
				.map((each) => named(each, locale)),
			content: open || isStaff(scene.roles) ? contentOf(unit, read, place) : null,
			managerGuide: isStaff(scene.roles) || leads ? managerGuideOf(unit, place) : null,
			companionGuide: isStaff(scene.roles) ? companionGuideOf(unit, place) : null,
			...(await resultsOfUnit(scene, { cohort, unit, schedule })),
		};
	},
});

/** Whoever leads a unit needs its guide, also beforehand. */
async function leadsUnit({ trx, viewer }: Scene, communityId: string, unitNumber: number): Promise<boolean> {
	if (!viewer) return false;
	const shift = await trx
		.selectFrom('shift')
		.select('id')
		.where('communityId', '=', communityId)
		.where('unitNumber', '=', unitNumber)
		.where('userId', '=', viewer.userId)
		.where('removedAt', 'is', null)
		.executeTakeFirst();
	return shift !== undefined;
}

type Here = ReadingPlace & { course: CoursePackage };

function contentOf(unit: Unit, read: ReadonlySet<string>, place: Here) {
	const locale = place.language;
	return {
		summary: unit.summary[locale],
		html: readingHtml(unit.body[locale], place),
		hours: unit.hours,
		topics: unit.topics.map((topic) => ({
			id: topic.id,
			title: topic.title[locale],
			minutes: topic.minutes,
			read: read.has(topic.id),
		})),
		rubricLevels: place.course.rubricLevels.map((level) => level[locale]),
		assignment: assignmentOf(unit.assignment, place),
		individual: assignmentOf(unit.individual, place),
		template: {
			title: unit.template.title[locale],
			html: readingHtml(unit.template.body[locale], place),
			sections: unit.template.sections.map(({ id, title, guidance }) => ({
				id,
				title: title[locale],
				guidance: guidance[locale],
			})),
		},
		checklist: {
			title: unit.checklist.title[locale],
			html: readingHtml(unit.checklist.body[locale], place),
			items: unit.checklist.items.map((item) => named(item, locale)),
		},
		furtherReading: furtherReadingOf(unit, place),
		/** What the library has for this unit. */
		templates: place.course.templates
			.filter(({ units }) => units.includes(unit.id))
			.map(({ id, kind, title, summary }) => ({ id, kind, title: title[locale], summary: summary[locale] })),
	};
}

function furtherReadingOf({ furtherReading }: Unit, place: Here) {
	if (!furtherReading) return null;
	const locale = place.language;
	const body = furtherReading.body[locale];
	const keys = new Set(citationsIn(body).map(({ key }) => key));
	return {
		title: furtherReading.title[locale],
		html: readingHtml(body, place, { listed: true }),
		references: inOrder(keys, place.course.bibliography, locale),
	};
}

export const assignmentOf = (assignment: Assignment, place: ReadingPlace, locale = place.language) => ({
	id: assignment.id,
	title: assignment.title[locale],
	kind: assignment.kind,
	hours: assignment.hours,
	summary: assignment.summary[locale],
	html: readingHtml(assignment.body[locale], place),
	rubric: assignment.rubric.map((criterion) => criterionOf(criterion, locale)),
	sections: assignment.sections.map(({ id, title, guidance }) => ({
		id,
		title: title[locale],
		guidance: guidance[locale],
	})),
});

export const criterionOf = ({ id, title, levels }: Criterion, locale: Locale) => ({
	id,
	title: title[locale],
	levels: levels.map((level) => level[locale]),
});

const managerGuideOf = ({ managerGuide: guide }: Unit, place: ReadingPlace, locale = place.language) => ({
	title: guide.title[locale],
	html: readingHtml(guide.body[locale], place),
	tasks: guide.tasks.map(({ id, title, why }) => ({ id, title: title[locale], why: why[locale] })),
});

const companionGuideOf = ({ companionGuide: guide }: Unit, place: ReadingPlace, locale = place.language) => ({
	title: guide.title[locale],
	html: readingHtml(guide.body[locale], place),
	lookFor: guide.lookFor.map((text) => text[locale]),
	questions: guide.questions.map(({ id, question, answer }) => ({
		id,
		question: question[locale],
		answer: answer[locale],
	})),
	stepIn: guide.stepIn.map((text) => text[locale]),
});
