import * as z from 'zod';
import { verb } from '#platform/server/verb.ts';
import { notFound } from '#platform/refusal.ts';
import { plainAuthored } from '#course/reading/plain-markdown.ts';
import { lineHtml, readingHtml } from '#course/reading/authored.ts';
import { inOrder } from '#course/reading/cited.ts';
import { citationsIn } from '#course/package/references.ts';
import { cohortHere, courseReaders } from '#course/server/cohort-here.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import { readingPlace } from '#course/server/reading-place.ts';

const inCommunity = z.object({ communityId: z.uuid() });
const id = z.string().max(40);

/** The terms of the course in alphabetical order. */
export const glossaryPage = verb({
	name: 'glossaryPage',
	method: 'get',
	path: '/communities/{communityId}/glossary',
	summary: 'The terms of the course and what they mean',
	scope: 'course:read',
	who: courseReaders,
	at: courseCommunityGround,
	input: inCommunity,
	async run(scene) {
		const { locale } = scene;
		const place = await readingPlace(scene, await cohortHere(scene));
		const { course } = place;
		const collator = new Intl.Collator(locale);
		const terms = course.glossary
			.map((entry) => {
				const unit = course.units.find((each) => each.id === entry.unit);
				return {
					id: entry.id,
					term: entry.term[locale],
					html: lineHtml(entry.definition[locale], place),
					unit: unit ? { number: unit.number, title: unit.title[locale] } : null,
				};
			})
			.sort((a, b) => collator.compare(a.term, b.term));
		return { terms };
	},
});

/** The library of templates and checklists. */
export const templateList = verb({
	name: 'templateList',
	method: 'get',
	path: '/communities/{communityId}/templates',
	summary: 'The library of templates and checklists',
	scope: 'course:read',
	who: courseReaders,
	at: courseCommunityGround,
	input: inCommunity,
	async run(scene) {
		const { locale } = scene;
		const { course } = await readingPlace(scene, await cohortHere(scene));
		const collator = new Intl.Collator(locale);
		const templates = course.templates
			.map(({ id, kind, units, title, summary }) => ({
				id,
				kind,
				title: title[locale],
				summary: summary[locale],
				units: course.units
					.filter((unit) => units.includes(unit.id))
					.map((unit) => ({ number: unit.number, title: unit.title[locale] })),
			}))
			.sort((a, b) => collator.compare(a.title, b.title));
		return { templates };
	},
});

/** One of them, to read and to take along. */
export const templatePage = verb({
	name: 'templatePage',
	method: 'get',
	path: '/communities/{communityId}/templates/{templateId}',
	summary: 'A template or checklist, to read and as Markdown to take along',
	scope: 'course:read',
	who: courseReaders,
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid(), templateId: id }),
	async run(scene, { templateId }) {
		const { locale } = scene;
		const place = await readingPlace(scene, await cohortHere(scene));
		const template = place.course.templates.find((each) => each.id === templateId);
		if (!template) throw notFound();
		const title = template.title[locale];
		return {
			id: template.id,
			kind: template.kind,
			title,
			summary: template.summary[locale],
			html: readingHtml(template.body[locale], place, { headingsBelow: 1 }),
			/** Usable anywhere: without addresses that lead nowhere outside. */
			markdown: `# ${title}\n\n${plainAuthored(template.body[locale], place.course.bibliography)}\n`,
			units: place.course.units
				.filter((unit) => template.units.includes(unit.id))
				.map((unit) => ({ number: unit.number, title: unit.title[locale] })),
		};
	},
});

const handbookReaders = ['organiser', 'companion'] as const;

/** What those who run the course need to know, page by page. */
export const handbookList = verb({
	name: 'handbookList',
	method: 'get',
	path: '/communities/{communityId}/handbook',
	summary: 'The pages of the handbook for those who run the course',
	scope: 'course:read',
	who: handbookReaders,
	at: courseCommunityGround,
	input: inCommunity,
	async run(scene) {
		const { locale } = scene;
		const place = await readingPlace(scene, await cohortHere(scene));
		const { handbook, kickOffMaterials, closingMaterials, closingMeeting } = place.course;
		const materials = {
			'kick-off-materials': kickOffMaterials,
			'closing-materials': closingMaterials,
			'closing-meeting': closingMeeting,
		};
		return {
			pages: handbook.map(({ id, title, summary }) => ({ id, title: title[locale], summary: summary[locale] })),
			materials: Object.entries(materials).flatMap(([id, text]) => (text ? [{ id, title: text.title[locale] }] : [])),
		};
	},
});

export const handbookPage = verb({
	name: 'handbookPage',
	method: 'get',
	path: '/communities/{communityId}/handbook/{pageId}',
	summary: 'A page of the handbook, or one of the texts for the first and the last meeting',
	scope: 'course:read',
	who: handbookReaders,
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid(), pageId: id }),
	async run(scene, { pageId }) {
		const { locale } = scene;
		const place = await readingPlace(scene, await cohortHere(scene));
		const { handbook, kickOffMaterials, closingMaterials, closingMeeting, bibliography } = place.course;
		const materials = {
			'kick-off-materials': kickOffMaterials,
			'closing-materials': closingMaterials,
			'closing-meeting': closingMeeting,
		};
		const material = Object.entries(materials).find(([id]) => id === pageId)?.[1];
		const page = handbook.find(({ id }) => id === pageId) ?? material;
		if (!page) throw notFound();
		const body = page.body[locale];
		return {
			title: page.title[locale],
			html: readingHtml(body, place, { headingsBelow: 1, listed: true }),
			references: inOrder(new Set(citationsIn(body).map(({ key }) => key)), bibliography, locale),
			pages: handbook.map(({ id, title }) => ({ id, title: title[locale] })),
		};
	},
});
