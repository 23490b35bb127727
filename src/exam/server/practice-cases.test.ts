import { beforeAll, expect, test } from 'vitest';
import { examCase } from '#exam/server/cases.ts';
import { importPracticeCases } from '#exam/server/practice-cases.ts';
import { database } from '#platform/server/database.ts';
import { does } from '../../../tests/cast.ts';
import { lessonCourse } from '../../../tests/lesson-course.ts';
import { cohortWorld, type World } from '../../../tests/world.ts';

const now = new Date('2026-09-10T08:00:00Z');
let world: World;
let caseId: string;

beforeAll(async () => {
	const course = await lessonCourse();
	const [first, ...others] = course.cases;
	if (!first) throw new Error('the course has no practice case');
	const pointing = (text: string) => ({ de: text, en: text });
	const told = {
		...first,
		body: pointing('Wie es dazu kam, steht in [der Lektion](lesson:three-concepts)\nund bei [@moor-1999].'),
		individual: pointing('Wenden Sie den [Abschied](glossary:farewell) an [@moor-1999, S. 5].'),
		marking: {
			...first.marking,
			body: pointing('Wer [die Vorlage](template:farewell-letter) nutzt,\nhat sie gelesen.'),
		},
	};
	world = await cohortWorld({ content: { ...course, cases: [told, ...others] }, learners: 1 });
	await does(world.olga, now, importPracticeCases, { cohortId: world.cohortId });
	const row = await database
		.selectFrom('examCase')
		.select('id')
		.where('organisationId', '=', world.organisationId)
		.where('sourceId', '=', first.id)
		.executeTakeFirstOrThrow();
	caseId = row.id;
}, 60_000);

test('a practice case that is taken over names what it cites and points nowhere', async () => {
	const shown = await does(world.olga, now, examCase, { caseId });
	expect(shown.body).toContain('Wie es dazu kam, steht in der Lektion und bei (Moor & Heide 1999).');
	expect(shown.individualTask).toBe('Wenden Sie den Abschied an (Moor & Heide 1999, S. 5).');
	expect(shown.markingScheme).toContain('Wer die Vorlage nutzt, hat sie gelesen.');
	expect(JSON.stringify(shown)).not.toMatch(/\]\((lesson|glossary|template|unit|case|handbook):|\[@/);
});

test('its sample papers stand with it, for those who run the course and for nobody who learns', async () => {
	const shown = await does(world.olga, now, examCase, { caseId });
	expect(shown.samples).toEqual([{ verdict: 'pass', points: 82, body: 'Gut gelöst.' }]);
	const [learner] = world.learners;
	if (!learner) throw new Error('no learner');
	await expect(does(learner, now, examCase, { caseId })).rejects.toMatchObject({ code: 'not_found' });
});
