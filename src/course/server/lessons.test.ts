import { beforeAll, describe, expect, test } from 'vitest';
import { checkAnswers } from '#course/server/self-check.ts';
import { glossaryPage, handbookList, handbookPage, templateList, templatePage } from '#course/server/library-pages.ts';
import { topicPage } from '#course/server/lessons.ts';
import { practiceCaseList, practiceCasePage } from '#course/server/practice-cases.ts';
import { unitPage } from '#course/server/units.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '../../../tests/cast.ts';
import { after, learnerOf } from '../../../tests/learning.ts';
import { lessonCourse, questions } from '../../../tests/lesson-course.ts';
import { cohortWorld, type World } from '../../../tests/world.ts';

const inUnitOne = after(0, 20);
let world: World;
let lea: Viewer;
let lesson: { communityId: string; number: number; topicId: string };
const at = () => ({ communityId: world.communityId });

beforeAll(async () => {
	const content = await lessonCourse();
	world = await cohortWorld({ learners: 4, content });
	lea = learnerOf(world, 0);
	lesson = { ...at(), number: 1, topicId: content.units[0]?.topics[0].id ?? '' };
});

describe('a lesson', () => {
	test('shows its figure with the text alternative, and leads to works and terms', async () => {
		const { topic } = await does(lea, inUnitOne, topicPage, lesson);
		expect(topic.html).toContain('(<a class="citation" href="#work-moor-1999">Moor &amp; Heide 1999, S. 5</a>)');
		expect(topic.html).toContain(
			`<a class="term" href="/c/${world.communityId}/glossary#farewell">Abschied</a> gehört`,
		);
		expect(topic.html).toContain('role="img" aria-label="Ein Bogen vom Anfang zum Ende."');
		expect(topic.html).toContain('<span class="figure-label">Abbildung 1</span> Der Bogen');
		expect(topic.sections).toEqual([{ id: 'section-1', title: 'Ein Bogen' }]);
		expect(topic.html).toContain('<h2 id="section-1">Ein Bogen</h2>');
		expect(topic.references).toMatchObject([{ key: 'moor-1999', authors: 'Moor, Ada und Heide, Jo' }]);
		expect(topic.terms).toEqual([{ id: 'farewell', term: 'Abschied', html: 'Das letzte Treffen. Es wird geplant.' }]);
	});

	test('leads learners only to lessons that are open, and staff to all', async () => {
		const toLater = new RegExp(`href="/c/${world.communityId}/units/3/topics/`);
		expect((await does(lea, inUnitOne, topicPage, lesson)).topic.html).not.toMatch(toLater);
		expect((await does(world.clara, inUnitOne, topicPage, lesson)).topic.html).toMatch(toLater);
		expect((await does(lea, after(2, 20), topicPage, lesson)).topic.html).toMatch(toLater);
	});

	test('asks without giving away what is right', async () => {
		const { topic } = await does(lea, inUnitOne, topicPage, lesson);
		expect(topic.questions.map(({ kind }) => kind)).toEqual(['single', 'order', 'match']);
		expect(JSON.stringify(topic.questions)).not.toMatch(/right|Darum|Sie hat getan/);
		const order = topic.questions[1]?.choices.map(({ id }) => id);
		expect(order).not.toEqual(['look', 'thank', 'store', 'leave']);
	});
});

describe('a self-check', () => {
	const check = (input: object) => does(lea, inUnitOne, checkAnswers, { ...at(), topicId: lesson.topicId, ...input });

	test('explains what is right and why, whatever was answered', async () => {
		const wrong = await check({ chosen: { 'why-end': 'rain' }, judged: ['why-end'] });
		expect(wrong.questions).toMatchObject([
			{ id: 'why-end', right: false, explanation: 'Sie hat getan, was sie wollte.' },
		]);
		expect(wrong.questions[0]?.parts.find(({ id }) => id === 'done')).toMatchObject({
			isRight: true,
			why: 'Darum done.',
		});
		const right = await check({
			chosen: { 'why-end': 'done' },
			places: {
				'which-steps': { look: '1', thank: '2', store: '3', leave: '4' },
				'who-what': { lead: 'lead', group: 'group', guest: 'guest' },
			},
		});
		expect(right.questions.map((one) => one.right)).toEqual([true, true, true]);
	});

	test('gives nothing away where there is no answer', async () => {
		const { questions: said } = await check({ judged: ['*'] });
		expect(said).toHaveLength(questions.length);
		for (const one of said) expect(one).toMatchObject({ answered: false, right: false, explanation: '', parts: [] });
	});

	test('keeps nothing of an answer', async () => {
		const rows = async () =>
			Promise.all([
				database.selectFrom('lessonRead').selectAll().execute(),
				database.selectFrom('activity').selectAll().execute(),
				database.selectFrom('audit').selectAll().execute(),
			]);
		const before = await rows();
		await check({ chosen: { 'why-end': 'done' } });
		expect(await rows()).toEqual(before);
	});

	test('is closed as long as its unit is', async () => {
		const input = { ...at(), topicId: lesson.topicId };
		await expect(does(lea, after(0, -1), checkAnswers, input)).rejects.toMatchObject({ code: 'unit_not_open' });
	});
});

describe('the library', () => {
	test('explains terms in alphabetical order with their unit', async () => {
		const { terms } = await does(lea, inUnitOne, glossaryPage, at());
		expect(terms).toMatchObject([{ id: 'farewell', term: 'Abschied', unit: { number: 1 } }]);
	});

	test('hands out templates as Markdown that is understood everywhere', async () => {
		const { templates } = await does(lea, inUnitOne, templateList, at());
		expect(templates).toMatchObject([{ id: 'farewell-letter', units: [{ number: 1 }] }]);
		const template = await does(lea, inUnitOne, templatePage, { ...at(), templateId: 'farewell-letter' });
		expect(template.markdown).toBe('# Abschiedsbrief\n\nLiebe alle (Moor & Heide 1999),\n\nder Abschied naht.\n');
	});

	test('stands beside the unit it helps in', async () => {
		const unit = await does(lea, inUnitOne, unitPage, { ...at(), number: 1 });
		expect(unit.content?.templates).toMatchObject([{ id: 'farewell-letter' }]);
	});

	test('opens the handbook to those who run the course', async () => {
		const { pages } = await does(world.clara, inUnitOne, handbookList, at());
		expect(pages).toMatchObject([{ id: 'before', title: 'Vor dem Kurs' }]);
		const page = await does(world.olga, inUnitOne, handbookPage, { ...at(), pageId: 'before' });
		expect(page.references).toMatchObject([{ key: 'moor-1999' }]);
		await expect(does(lea, inUnitOne, handbookPage, { ...at(), pageId: 'before' })).rejects.toMatchObject({
			code: 'forbidden',
		});
	});
});

describe('practice cases', () => {
	test('show marking schemes and sample papers to companions and examiners, and nothing to learners', async () => {
		const here = { cohortId: world.cohortId };
		const { cases } = await does(world.edda, inUnitOne, practiceCaseList, here);
		const [first] = cases;
		expect(first).toMatchObject({ samples: 1 });
		const input = { ...here, practiceCaseId: first?.id };
		for (const viewer of [world.edda, world.clara, world.olga]) {
			const shown = await does(viewer, inUnitOne, practiceCasePage, input);
			expect(shown.samples).toMatchObject([{ verdict: 'pass', points: 82 }]);
			expect(shown.questions[0]?.points.length).toBeGreaterThan(0);
		}
		await expect(does(lea, inUnitOne, practiceCasePage, input)).rejects.toMatchObject({ code: 'forbidden' });
	});
});
