import * as z from 'zod';
import { markdownToHtml } from '#platform/markdown.ts';
import { verb, type Scene } from '#platform/server/verb.ts';
import type { Locale } from '#platform/viewer.ts';
import type { Assignment, Criterion, Levels, NamedText, Unit } from '#course/package/model.ts';
import { cohortHere, courseReaders, isStaff } from '#course/server/cohort-here.ts';
import { packageOf, unitOf, unitsOf } from '#course/server/course-package.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import { lessonsReadBy } from '#course/server/lessons.ts';
import { resultsOfUnit, standOf } from '#course/server/results.ts';
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
		const stands = await standOf(trx, cohort.id, viewer?.userId);
		const current = unitAt(schedule, now);
		return {
			current,
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
					assignment: shown ? unit.assignment.title[locale] : null,
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
		const { unit } = await unitOf(trx, cohort, number);
		const course = await packageOf(trx, cohort.courseVersionId);
		const schedule = await scheduleOf(trx, communityId);
		const open = isOpen(schedule, number, now);
		const read = await lessonsReadBy(trx, cohort.id, viewer?.userId);
		const leads = await leadsUnit(scene, communityId, number);
		return {
			...outlineOf(unit, locale),
			opensAt: opensAt(schedule, number),
			closesAt: closesAt(schedule, number),
			open,
			unitsInAll: course.units.length,
			competences: course.competences
				.filter(({ id }) => unit.competences.includes(id))
				.map((each) => named(each, locale)),
			content: open || isStaff(scene.roles) ? contentOf(unit, course.rubricLevels, read, locale) : null,
			managerGuide: isStaff(scene.roles) || leads ? managerGuideOf(unit, locale) : null,
			companionGuide: isStaff(scene.roles) ? companionGuideOf(unit, locale) : null,
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

function contentOf(unit: Unit, levels: Levels, read: ReadonlySet<string>, locale: Locale) {
	return {
		summary: unit.summary[locale],
		html: markdownToHtml(unit.body[locale]),
		hours: unit.hours,
		topics: unit.topics.map((topic) => ({
			id: topic.id,
			title: topic.title[locale],
			minutes: topic.minutes,
			read: read.has(topic.id),
		})),
		rubricLevels: levels.map((level) => level[locale]),
		assignment: assignmentOf(unit.assignment, locale),
		individual: assignmentOf(unit.individual, locale),
		template: {
			title: unit.template.title[locale],
			html: markdownToHtml(unit.template.body[locale]),
			sections: unit.template.sections.map(({ id, title, guidance }) => ({
				id,
				title: title[locale],
				guidance: guidance[locale],
			})),
		},
		checklist: {
			title: unit.checklist.title[locale],
			html: markdownToHtml(unit.checklist.body[locale]),
			items: unit.checklist.items.map((item) => named(item, locale)),
		},
	};
}

export const assignmentOf = (assignment: Assignment, locale: Locale) => ({
	id: assignment.id,
	title: assignment.title[locale],
	kind: assignment.kind,
	hours: assignment.hours,
	summary: assignment.summary[locale],
	html: markdownToHtml(assignment.body[locale]),
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

const managerGuideOf = ({ managerGuide: guide }: Unit, locale: Locale) => ({
	title: guide.title[locale],
	html: markdownToHtml(guide.body[locale]),
	tasks: guide.tasks.map(({ id, title, why }) => ({ id, title: title[locale], why: why[locale] })),
});

const companionGuideOf = ({ companionGuide: guide }: Unit, locale: Locale) => ({
	title: guide.title[locale],
	html: markdownToHtml(guide.body[locale]),
	lookFor: guide.lookFor.map((text) => text[locale]),
	questions: guide.questions.map(({ id, question, answer }) => ({
		id,
		question: question[locale],
		answer: answer[locale],
	})),
	stepIn: guide.stepIn.map((text) => text[locale]),
});
