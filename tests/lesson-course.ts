import { loadCoursePackage } from '#course/package/load.ts';
import type { CoursePackage } from '#course/package/model.ts';
import type { Question } from '#course/package/question-model.ts';

const both = (de: string, en: string) => ({ de, en });
const option = (id: string, de: string, right: boolean) => ({
	id,
	text: both(de, `${de} (en)`),
	right,
	why: both(`Darum ${id}.`, `Because ${id}.`),
});
const named = (id: string, de: string) => ({ id, text: both(de, `${de} (en)`) });

export const questions: Question[] = [
	{
		id: 'why-end',
		kind: 'single',
		text: both('Warum endet eine Gruppe?', 'Why does a group end?'),
		options: [
			option('rain', 'Weil es regnet', false),
			option('done', 'Weil sie fertig ist', true),
			option('must', 'Weil sie muss', false),
		],
		explanation: both('Sie hat getan, was sie wollte.', 'It has done what it wanted.'),
	},
	{
		id: 'which-steps',
		kind: 'order',
		text: both('In welcher Reihenfolge endet sie?', 'In which order does it end?'),
		items: [
			named('look', 'Zurückblicken'),
			named('thank', 'Danken'),
			named('store', 'Ablegen'),
			named('leave', 'Verabschieden'),
		],
		explanation: both('Wer dankt, hat vorher zurückgeblickt.', 'Whoever thanks has looked back before.'),
	},
	{
		id: 'who-what',
		kind: 'match',
		text: both('Wer tut was?', 'Who does what?'),
		pairs: [
			{ id: 'lead', left: both('Leitung', 'Lead'), right: both('lädt ein', 'invites') },
			{ id: 'group', left: both('Gruppe', 'Group'), right: both('entscheidet', 'decides') },
			{ id: 'guest', left: both('Gast', 'Guest'), right: both('hört zu', 'listens') },
		],
		explanation: both('Jede Rolle hat eine Tat.', 'Every role has a deed.'),
	},
];

const drawing = (word: string) =>
	`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 80" role="img"><title>Bogen</title><desc>Ein Bogen.</desc>` +
	`<path class="stroke-green" d="M20 60 Q180 0 340 60"/><text class="t" x="180" y="70" text-anchor="middle">${word}</text></svg>`;

/** The shipped course, whose first lesson is a short one that has everything a lesson can have. */
export async function lessonCourse(): Promise<CoursePackage> {
	const course = await loadCoursePackage('content/course/community-manager');
	const [unit, ...units] = course.units;
	if (!unit) throw new Error('the course has no unit');
	const [topic, second, third] = unit.topics;
	const [, later] = units;
	if (!later) throw new Error('the course has too few units');
	const lesson = {
		...topic,
		sources: [],
		references: ['moor-1999'],
		questions,
		body: both(
			`Enden ist schwer [@moor-1999, S. 5].\n\n## Ein Bogen\n\nDer [Abschied](glossary:farewell)\ngehört dazu; siehe [später](lesson:${later.topics[0].id}) und die [Vorlage](template:farewell-letter).\n\n![Ein Bogen vom Anfang zum Ende.](figure:arc "Der Bogen")\n`,
			`Ending is hard [@moor-1999, p. 5].\n\n## An arc\n\nThe [farewell](glossary:farewell) is part of it.\n\n![An arc from start to end.](figure:arc "The arc")\n`,
		),
	};
	return {
		...course,
		bibliography: {
			'moor-1999': { authors: ['Moor, Ada', 'Heide, Jo'], year: 1999, title: 'Wie Gruppen enden', kind: 'book' },
		},
		glossary: [
			{
				id: 'farewell',
				term: both('Abschied', 'Farewell'),
				definition: both('Das letzte Treffen. Es wird geplant.', 'The last meeting. It is planned.'),
				unit: 'foundations',
			},
		],
		templates: [
			{
				id: 'farewell-letter',
				title: both('Abschiedsbrief', 'Farewell letter'),
				kind: 'template',
				summary: both('Ein Brief an alle.', 'A letter to everyone.'),
				units: ['foundations'],
				body: both('Liebe alle [@moor-1999],\n\nder [Abschied](glossary:farewell) naht.', 'Dear all,\n\nit is time.'),
			},
		],
		handbook: [
			{
				id: 'before',
				title: both('Vor dem Kurs', 'Before the course'),
				summary: both('Was vorher zu tun ist.', 'What to do before.'),
				body: both('Räume buchen [@moor-1999].', 'Book rooms.'),
			},
		],
		cases: course.cases.map((one, index) =>
			index > 0
				? one
				: { ...one, samples: [{ verdict: 'pass' as const, points: 82, body: both('Gut gelöst.', 'Well solved.') }] },
		),
		units: [
			{
				...unit,
				topics: [lesson, second, third],
				figures: [{ id: 'arc', svg: both(drawing('Ende'), drawing('End')) }],
			},
			...units,
		],
	};
}
