import { describe, expect, it } from 'vitest';
import { coursePackageOf } from '#course/package/assemble.ts';
import { readPackageFiles } from '#course/package/files.ts';
import { coursePackageSchema, type CoursePackage } from '#course/package/model.ts';
import { PackageError } from '#course/package/problems.ts';

const shipped = 'content/course/community-manager';
const files = await readPackageFiles(shipped);
const lesson = 'units/10-closing/topics/1-steering.md';
const unit = 'units/10-closing';
const topicId = 'steering';

const works = `moor-1999:
  authors: ["Moor, Ada", "Heide, Jo"]
  year: 1999
  title: Wie Gruppen enden
  in: "Zeitschrift für Enden 3, S. 4–9"
  kind: article
heide-2004:
  authors: [Bundesamt für Abschiede]
  year: 2004
  title: Bericht
  kind: report
`;

const drawing = (inside = '<text class="t" x="4" y="20">Anfang &amp; Ende</text>', root = '') =>
	`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 120" role="img"${root}>
<title>Bogen</title><desc>Ein Bogen vom Anfang zum Ende.</desc>
${inside}
</svg>
`;

const lessonText = (body: string, sources = ['moor-1999', 'heide-2004']) =>
	`---\nid: ${topicId}\ntitle: Enden\nminutes: 30\nsources:\n${sources.map((key) => `  - ${key}`).join('\n')}\n---\n\n${body}\n`;

const body = `Wie endet eine Gruppe? Ada Moor fragt das früh [@moor-1999, S. 5; @heide-2004].

![Ein Bogen vom Anfang
zum Ende.](figure:arc "Der Bogen")

Der [Abschied](glossary:farewell) steht in der [Vorlage](template:farewell-letter), siehe [hier](lesson:${topicId}).`;

const questions = `- id: why-end
  kind: single
  text: Warum endet sie?
  options:
    - { id: a, text: Weil sie fertig ist., right: true, why: Sie ist es. }
    - { id: b, text: Weil es regnet., why: Regen endet nichts. }
    - { id: c, text: Weil sie muss., why: Sie muss nicht. }
  explanation: So ist es.
- id: which-end
  kind: multiple
  text: Welche Enden?
  options:
    - { id: a, text: Gute., right: true, why: Ja. }
    - { id: b, text: Schnelle., why: Nein. }
    - { id: c, text: Frohe., right: true, why: Ja. }
  explanation: Beides.
- id: in-order
  kind: order
  text: In welcher Folge?
  items: [{ id: a, text: Dank }, { id: b, text: Rückblick }, { id: c, text: Archiv }, { id: d, text: Abschied }]
  explanation: So.
- id: who-what
  kind: match
  text: Wer tut was?
  pairs: [{ id: a, left: Ada, right: dankt }, { id: b, left: Jo, right: geht }, { id: c, left: Mo, right: bleibt }]
  explanation: So.
- id: a-scene
  kind: scenario
  text: Eine lange Szene.
  options:
    - { id: a, text: Gehen., why: Nein. }
    - { id: b, text: Bleiben., right: true, why: Ja. }
    - { id: c, text: Warten., why: Nein. }
  explanation: So.
- id: one-more
  kind: single
  text: Noch eine?
  options:
    - { id: a, text: Nein., why: Doch. }
    - { id: b, text: Ja., right: true, why: Eben. }
    - { id: c, text: Vielleicht., why: Doch. }
  explanation: So.
`;

/** A file for each language with the same text; a name below `bibliography/` stands alone. */
type Added = Record<string, string | undefined>;

const whole: Added = {
	'bibliography/10-closing.yaml': works,
	[lesson]: lessonText(body),
	[`${unit}/figures/arc.svg`]: drawing(),
	[`${unit}/questions/1-${topicId}.yaml`]: questions,
	[`${unit}/further-reading.md`]: '---\ntitle: Weiterlesen\n---\n\n- Ada Moor über Enden [@moor-1999]\n',
	'glossary/10-closing.yaml': 'farewell:\n  term: Abschied\n  definition: Das Ende. Für alle.\n  unit: closing\n',
	'templates/farewell-letter.md':
		'---\nid: farewell-letter\ntitle: Abschiedsbrief\nkind: template\nsummary: Ein Brief.\nunits: [closing]\n---\n\nLiebe alle,\n',
	'handbook/01-running.md':
		'---\nid: running\ntitle: Ausrichten\nsummary: Wie man den Kurs führt.\n---\n\nSo geht es.\n',
	'cases/silent-community/sample-pass.md':
		'---\ncase: silent-community\nverdict: pass\npoints: 82\n---\n\nGut.\n\n> **Anmerkung:** Ja.\n',
	'kick-off-materials.md': '---\ntitle: Zum Auftakt\n---\n\nKarten.\n',
};

/** The shipped package as it was before it had such things; nothing in it refers to anything. */
const before = new Map(
	[...files]
		.filter(([file]) => !/^bibliography|\/(figures|questions|templates|handbook|glossary)\//.test(file))
		.filter(([file]) => !/further-reading|sample-|materials|closing-meeting/.test(file))
		.map(([file, bytes]) => [file, /\/topics\//.test(file) ? plainLesson(file) : withoutReferences(bytes)]),
);

function changed(added: Added): Map<string, Uint8Array> {
	const copy = new Map(before);
	for (const [file, text] of Object.entries(added)) {
		if (text === undefined) continue;
		const both = /^(bibliography\/|de\/|en\/)/.test(file) ? [file] : [`de/${file}`, `en/${file}`];
		for (const path of both) copy.set(path, Buffer.from(text));
	}
	return new Map([...copy].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function withoutReferences(bytes: Uint8Array): Uint8Array {
	const text = Buffer.from(bytes).toString('utf8');
	return Buffer.from(
		text.replace(/\]\((?!https?:|\/)[a-z]+:[^)\s]*/g, '](https://example.org').replace(/\[@[^\]]+\]/g, ''),
	);
}

/** A short lesson that cites one work, which `whole` has in its bibliography. */
function plainLesson(file: string): Uint8Array {
	const id = /\d-([^/]+)\.md$/.exec(file)?.[1];
	return Buffer.from(`---\nid: ${id}\ntitle: Titel\nminutes: 20\nsources: [moor-1999]\n---\n\nText [@moor-1999].\n`);
}

const load = (added: Added): CoursePackage => coursePackageOf(changed(added), shipped);

function problems(added: Added): string[] {
	try {
		load({ ...whole, ...added });
	} catch (error) {
		if (!(error instanceof PackageError)) throw error;
		return error.problems.map(({ file, line, message }) => `${file}:${line}: ${message}`);
	}
	return [];
}

describe('a package with everything a course can have', () => {
	const course = load(whole);
	const last = course.units.at(-1);

	it('keeps works, terms, figures, questions, templates, handbook and sample papers, and survives JSON', () => {
		expect(course.bibliography['moor-1999']).toMatchObject({ year: 1999, kind: 'article' });
		expect(course.glossary).toEqual([
			{
				id: 'farewell',
				term: { de: 'Abschied', en: 'Abschied' },
				definition: { de: 'Das Ende. Für alle.', en: 'Das Ende. Für alle.' },
				unit: 'closing',
			},
		]);
		expect(last?.topics[0]).toMatchObject({ references: ['moor-1999', 'heide-2004'], sources: [] });
		expect(last?.topics[0].questions.map(({ kind }) => kind)).toEqual([
			'single',
			'multiple',
			'order',
			'match',
			'scenario',
			'single',
		]);
		expect(last?.figures.map(({ id }) => id)).toEqual(['arc']);
		expect(last?.furtherReading?.title.de).toBe('Weiterlesen');
		expect(course.templates).toMatchObject([{ id: 'farewell-letter', kind: 'template', units: ['closing'] }]);
		expect(course.handbook).toMatchObject([{ id: 'running' }]);
		expect(course.cases.find(({ id }) => id === 'silent-community')?.samples).toMatchObject([{ points: 82 }]);
		expect(course.kickOffMaterials?.body.de).toBe('Karten.');
		expect(coursePackageSchema.parse(JSON.parse(JSON.stringify(course)))).toEqual(course);
	});

	it('has another content hash after one changed stroke of a figure, one answer or one year', () => {
		const otherwise = (file: string, from: string, to: string) =>
			load({ ...whole, [file]: whole[file]?.replace(from, to) }).hash;
		const hashes = [
			course.hash,
			otherwise(`${unit}/figures/arc.svg`, 'x="4"', 'x="5"'),
			otherwise(`${unit}/questions/1-${topicId}.yaml`, 'Gehen.', 'Laufen.'),
			otherwise('bibliography/10-closing.yaml', 'year: 2004', 'year: 2005'),
		];
		expect(new Set(hashes).size).toBe(4);
	});

	it('still reads a version that was stored before there were such things', () => {
		const { bibliography: _b, glossary: _g, templates: _t, handbook: _h, ...before } = course;
		const units = before.units.map(({ figures: _f, furtherReading: _r, ...older }) => ({
			...older,
			topics: older.topics.map(({ questions: _q, references: _k, ...topic }) => topic),
		}));
		const old = coursePackageSchema.parse(JSON.parse(JSON.stringify({ ...before, units })));
		expect(old.glossary).toEqual([]);
		expect(old.units[0]?.topics[0]).toMatchObject({ questions: [], references: [] });
	});
});

describe('a text that leads nowhere is named with its line', () => {
	const dead: [title: string, from: string, to: string, message: string][] = [
		['a term', 'glossary:farewell', 'glossary:farewel', '15: there is no glossary entry “farewel”'],
		['a template', 'template:farewell-letter', 'template:letter', '15: there is no template “letter”'],
		['a lesson', `lesson:${topicId}`, 'lesson:nothing', '15: there is no lesson “nothing”'],
		['a figure', 'figure:arc', 'figure:ark', '12: there is no figure “ark” here'],
		['a figure in the middle of a sentence', '\n\n![Ein', ' ![Ein', '11: a figure stands between empty lines'],
		['a figure without alternative', '![Ein Bogen vom Anfang\nzum Ende.]', '![]', '12: the figure “arc” has no text'],
	];
	it.each(dead)('%s', (_title, from, to, message) => {
		expect(body).toContain(from);
		const found = problems({
			[lesson]: undefined,
			[`de/${lesson}`]: lessonText(body.replace(from, to)),
			[`en/${lesson}`]: lessonText(body),
		});
		expect(found).toHaveLength(1);
		expect(found[0]).toContain(`de/${lesson}:${message}`);
	});

	it('a work that is cited but stands in no bibliography or list', () => {
		const wrong = lessonText(body.replace('@heide-2004', '@heide-2005'));
		expect(problems({ [`de/${lesson}`]: wrong })).toEqual([
			`de/${lesson}:5: sources: the lesson cites “heide-2005”, which is not in the list`,
			`de/${lesson}:7: sources → entry 2: the lesson does not cite this work`,
			expect.stringContaining('10: the bibliography has no “heide-2005”'),
			`en/${lesson}:5: sources: “heide-2005” is cited in German only`,
			`en/${lesson}:5: sources: “heide-2004” is cited in English only`,
		]);
	});

	it('a file that one language lacks', () => {
		const file = `${unit}/figures/arc.svg`;
		expect(problems({ [file]: undefined, [`de/${file}`]: drawing() })).toContain(
			`en/${file}:1: this file is missing, although there is de/${file}`,
		);
	});
});

describe('a question is refused', () => {
	const wrong: [title: string, from: string, to: string, message: string][] = [
		[
			'with two right answers where one is asked for',
			'Weil es regnet.,',
			'Weil es regnet., right: true,',
			'exactly one option must be right, not 2',
		],
		['without the reason of an option', ', why: Regen endet nichts.', '', 'why: is missing'],
		['without explanation', '  explanation: Beides.\n', '', 'explanation: is missing'],
		['of a kind that does not exist', 'kind: order', 'kind: sort', 'kind: '],
	];
	it.each(wrong)('%s', (_title, from, to, message) => {
		expect(questions).toContain(from);
		const file = `${unit}/questions/1-${topicId}.yaml`;
		const found = problems({ [file]: questions.replace(from, to) });
		expect(found.join('\n')).toContain(message);
		for (const problem of found) expect(problem).toMatch(new RegExp(`^(de|en)/${file}:\\d+: `));
	});

	it('when the languages disagree on what is right', () => {
		const file = `${unit}/questions/1-${topicId}.yaml`;
		const english = questions
			.replace('Bleiben., right: true,', 'Bleiben.,')
			.replace('Warten.,', 'Warten., right: true,');
		expect(problems({ [`en/${file}`]: english }).join('\n')).toMatch(/right: is false, but true in/);
	});

	it('when there are not six of them', () => {
		const file = `${unit}/questions/1-${topicId}.yaml`;
		const five = questions.slice(0, questions.indexOf('- id: one-more'));
		expect(problems({ [file]: five })).toContain(`de/${file}:1: needs at least 6 entries, has 5`);
	});
});

describe('a figure is refused', () => {
	const file = `${unit}/figures/arc.svg`;
	const wrong: [title: string, svg: string, message: string][] = [
		['with a script', drawing('<script>alert(1)</script>'), '3: <script> is not for figures'],
		['with a picture from elsewhere', drawing('<image href="https://a.example/x.png"/>'), 'is not for figures'],
		['with a colour of its own', drawing('<rect x="1" y="1" width="9" height="9" fill="#f00"/>'), 'the attribute fill'],
		['with a style', drawing('<g style="fill:red"/>'), 'the attribute style'],
		['with an act of its own', drawing('<g onclick="alert(1)"/>'), 'the attribute onclick'],
		[
			'with an address in a marker',
			drawing('<line marker-end="url(https://a.example)" class="line"/>'),
			'marker-end must be url(#id)',
		],
		['with a class that does not exist', drawing('<g class="pink"/>'), 'there is no class “pink”'],
		['of a fixed width', drawing('', ' width="360"'), 'the attribute width'],
		['that is not well-formed', drawing('<g>'), '</g> was expected'],
		['with an entity of its own', `<!DOCTYPE svg [<!ENTITY a "b">]>${drawing()}`, 'an element was expected'],
		['without its description', drawing().replace(/<desc>.*<\/desc>/, ''), 'needs a <desc>'],
	];
	it.each(wrong)('%s', (_title, svg, message) => {
		const found = problems({ [`de/${file}`]: svg });
		expect(found).toHaveLength(1);
		expect(found[0]).toContain(message);
	});
});
