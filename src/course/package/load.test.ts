import { describe, expect, it } from 'vitest';
import { coursePackageOf } from '#course/package/assemble.ts';
import { contentHash, readPackageFiles } from '#course/package/files.ts';
import { loadCoursePackage } from '#course/package/load.ts';
import { coursePackageSchema } from '#course/package/model.ts';
import { PackageError, type Problem } from '#course/package/problems.ts';

const shipped = 'content/course/community-manager';
const assignment = 'units/01-foundations/assignment.md';

const files = await readPackageFiles(shipped);
const course = coursePackageOf(files, shipped);

/** A change to the shipped package; `undefined` removes the file. */
type Change = [file: string, content: string | Uint8Array | undefined];

function changed(...changes: Change[]): Map<string, Uint8Array> {
	const copy = new Map(files);
	for (const [file, content] of changes) {
		if (content === undefined) copy.delete(file);
		else copy.set(file, typeof content === 'string' ? Buffer.from(content) : content);
	}
	return new Map([...copy].sort());
}

function problemsOf(damaged: Map<string, Uint8Array>): readonly Problem[] {
	try {
		coursePackageOf(damaged, shipped);
	} catch (error) {
		if (error instanceof PackageError) return error.problems;
		throw error;
	}
	throw new Error('the package loaded although it is damaged');
}

function textOf(file: string): string {
	const bytes = files.get(file);
	if (!bytes) throw new Error(`the shipped package has no ${file}`);
	return Buffer.from(bytes).toString('utf8');
}

function replaced(file: string, from: string, to: string): Change {
	expect(textOf(file)).toContain(from);
	return [file, textOf(file).replace(from, to)];
}

/** What is wrong with the shipped package once texts in it, which must occur, have been replaced. */
function problemsAfter(...changes: [file: string, from: string, to: string][]): readonly Problem[] {
	return problemsOf(changed(...changes.map((change) => replaced(...change))));
}

/** The line, from 1, on which a text stands in the shipped package. */
function lineOf(file: string, text: string): number {
	const index = textOf(file)
		.split('\n')
		.findIndex((line) => line.includes(text));
	expect(index).toBeGreaterThanOrEqual(0);
	return index + 1;
}

describe('the shipped package', () => {
	it('has ten units of three topics, in both languages, and survives being stored as JSON', () => {
		expect(course.units).toHaveLength(10);
		expect(course.units.flatMap((unit) => unit.topics)).toHaveLength(30);
		expect(course.cases.length).toBeGreaterThanOrEqual(3);
		expect(course.units[0]?.topics[0].title).toEqual({
			de: 'Social Business und Community Management',
			en: 'Social business and community management',
		});
		expect(coursePackageSchema.parse(JSON.parse(JSON.stringify(course)))).toEqual(course);
	});

	it('asks for what the house rules ask for', () => {
		const { hours, requirements, participants, exam, units } = course;
		expect(hours).toEqual({ kickOff: 4, meetings: 15, units: 54, exam: 7, total: 80 });
		expect(participants).toMatchObject({ recommended: 16, maximum: 24 });
		expect(requirements).toMatchObject({
			artefacts: { needed: 8, of: 10 },
			meetings: { needed: 7, of: 10, minutes: 60 },
			contributions: { needed: 20, words: 15 },
			replies: { needed: 10 },
			shifts: { needed: 1, share: 0.5 },
		});
		expect(exam.papers.map(({ id, weight }) => [id, weight])).toEqual([
			['group', 40],
			['case', 35],
			['reflection', 25],
		]);
		const phases = units.map(({ phase }) => phase);
		const growth = Array<string>(3).fill('growth');
		expect(phases).toEqual([
			'planning',
			'planning',
			'planning',
			'launch',
			...growth,
			'maturity',
			'maturity',
			'closing',
		]);
	});

	it('puts the sections of the template into the assignment of the group', () => {
		const { units } = course;
		for (const { assignment, template } of units) expect(assignment.sections).toEqual(template.sections);
	});

	it('gives no assignment an id twice', () => {
		const { units } = course;
		const ids = units.flatMap(({ assignment, individual }) => [assignment.id, individual.id]);
		expect(new Set(ids).size).toBe(20);
	});
});

describe('the content hash', () => {
	it('is the same for the same files and another after one changed letter', async () => {
		expect(course.hash).toMatch(/^[0-9a-f]{64}$/);
		expect((await loadCoursePackage(shipped)).hash).toBe(course.hash);
		const other = changed(replaced('de/house-rules.md', 'Unfertiges', 'Unfertige'));
		expect(contentHash(other)).not.toBe(course.hash);
	});

	it('changes when text moves from one file to the next', () => {
		const [one, two] = [Buffer.from('one'), Buffer.from('two')];
		const before = new Map([
			['a.md', Buffer.concat([one, two])],
			['b.md', Buffer.from('')],
		]);
		expect(contentHash(new Map([...before, ['a.md', one], ['b.md', two]]))).not.toBe(contentHash(before));
	});
});

describe('a damaged package names file and line', () => {
	it('when the English version of a file is missing', () => {
		expect(problemsOf(changed([`en/${assignment}`, undefined]))).toEqual([
			{ file: `en/${assignment}`, line: 1, message: `this file is missing, although there is de/${assignment}` },
		]);
	});

	it('when there is a file that nothing asks for', () => {
		expect(problemsOf(changed(['de/units/01-foundations/assignement.md', 'typing error']))).toEqual([
			{
				file: 'de/units/01-foundations/assignement.md',
				line: 1,
				message: 'this file does not belong to a course package',
			},
		]);
	});

	it('when a criterion has three levels', () => {
		const level = 'Die Begriffe sind erklärt, aber nicht auf unsere Community angewendet.';
		expect(problemsAfter([`de/${assignment}`, `      - ${level}\n`, ''])).toEqual([
			{
				file: `de/${assignment}`,
				line: lineOf(`de/${assignment}`, 'title: Begriffe unterschieden') + 1,
				message: 'rubric → delimitation → levels: needs at least 4 entries, has 3',
			},
		]);
	});

	it('when a level is left empty', () => {
		const level = 'Die Begriffe sind erklärt, aber nicht auf unsere Community angewendet.';
		const [problem] = problemsAfter([`de/${assignment}`, level, '""']);
		expect(problem).toMatchObject({ line: lineOf(`de/${assignment}`, level) });
		expect(problem?.message).toBe('rubric → delimitation → levels → entry 2: is empty');
	});

	it('when the YAML of the front matter cannot be read', () => {
		const [problem] = problemsAfter([`en/${assignment}`, 'kind: group', 'kind: "group']);
		expect(problem?.file).toBe(`en/${assignment}`);
		expect(problem?.line).toBeGreaterThanOrEqual(lineOf(`en/${assignment}`, 'kind: group'));
		expect(problem?.message).toMatch(/^bad YAML: /);
	});

	it('when a text begins with an asterisk, which YAML takes for a reference', () => {
		const file = 'de/house-rules.md';
		expect(problemsAfter([file, 'title: Hausordnung', 'title: *Haus*'])).toEqual([
			{ file, line: 2, message: 'bad YAML: put “*Haus*” in quotation marks' },
		]);
	});

	it('when the front matter is empty', () => {
		const file = 'de/house-rules.md';
		expect(problemsOf(changed([file, '---\n---\n\nEin Satz.\n']))).toEqual([
			{ file, line: 1, message: 'there are no keys at all' },
		]);
	});

	it('when the front matter is missing', () => {
		expect(problemsAfter(['de/house-rules.md', '---\n', ''])).toEqual([
			{ file: 'de/house-rules.md', line: 1, message: 'must begin with front matter between two lines “---”' },
		]);
	});

	it('when a key is misspelt', () => {
		const file = 'de/units/01-foundations/unit.md';
		expect(problemsAfter([file, 'summary:', 'sumary:'])).toEqual([
			{ file, line: 2, message: 'summary: is missing' },
			{ file, line: lineOf(file, 'summary:'), message: 'sumary: this key is not known here' },
		]);
	});

	it('when a number is text', () => {
		const file = 'en/units/01-foundations/topics/1-social-business.md';
		const minutes = `minutes: ${course.units[0]?.topics[0].minutes}`;
		expect(problemsAfter([file, minutes, 'minutes: half an hour'])).toEqual([
			{ file, line: lineOf(file, minutes), message: 'minutes: must be a number' },
		]);
	});

	it('when an id stands in one language only', () => {
		const file = 'en/units/01-foundations/checklist.md';
		const line = lineOf(file, 'id: terms');
		expect(problemsAfter([file, 'id: terms', 'id: words'])).toEqual([
			{
				file,
				line: lineOf(file, 'items:'),
				message: 'items: “terms” is missing, de/units/01-foundations/checklist.md has it',
			},
			{ file, line, message: 'items → words: is not in de/units/01-foundations/checklist.md' },
		]);
	});

	it('when the languages disagree on a number', () => {
		expect(problemsAfter([`en/${assignment}`, 'hours: 3', 'hours: 2'])).toEqual([
			{ file: `en/${assignment}`, line: 5, message: `hours: is 2, but 3 in de/${assignment}` },
		]);
	});

	it('when an id is used twice in a list', () => {
		const file = 'de/units/01-foundations/checklist.md';
		const [problem] = problemsAfter([file, 'id: assumption', 'id: terms']);
		expect(problem).toEqual({
			file,
			line: lineOf(file, 'id: assumption'),
			message: 'items → terms → id: “terms” is used twice',
		});
	});

	it('when two assignments have the same id', () => {
		const messages = problemsAfter(
			['de/units/02-strategy/assignment.md', 'id: strategy-plan', 'id: role-profile'],
			['en/units/02-strategy/assignment.md', 'id: strategy-plan', 'id: role-profile'],
		);
		expect(messages).toEqual([
			{
				file: 'en/units/02-strategy/assignment.md',
				line: 2,
				message: 'id: another assignment has “role-profile” already',
			},
		]);
	});

	it('when the minutes of a meeting do not add up', () => {
		const file = 'de/units/01-foundations/agenda.md';
		const problems = problemsAfter([file, 'minutes: 30', 'minutes: 35']);
		expect(problems).toEqual([
			{
				file,
				line: lineOf(file, 'items:'),
				message: 'items: the minutes of “results” add up to 65 instead of 60',
			},
		]);
	});

	it('when a meeting forms no groups', () => {
		const file = 'de/units/01-foundations/agenda.md';
		const [problem] = problemsAfter([file, 'kind: groups', 'kind: work']);
		expect(problem?.message).toBe('items: there must be exactly one item of kind “groups”, there are 0');
	});

	it('when topics and assignment need more than the hours of the unit', () => {
		const { hours = 0, topics = [], assignment: own } = course.units[0] ?? {};
		const left = hours - topics.reduce((sum, { minutes }) => sum + minutes, 0) / 60;
		const [problem] = problemsAfter([`de/${assignment}`, `hours: ${own?.hours}`, 'hours: 6']);
		expect(problem).toMatchObject({ file: `de/${assignment}`, line: 5 });
		expect(problem?.message).toBe(`hours: the unit and its topics leave only ${left} hours`);
	});

	it('when the body is empty, holds HTML or a heading of the first level', () => {
		const file = 'de/house-rules.md';
		const line = lineOf(file, '## Wofür');
		expect(problemsAfter([file, '## Wofür', '# Wofür'])).toMatchObject([{ file, line }]);
		expect(problemsAfter([file, '## Wofür', '<script>'])).toMatchObject([{ file, line }]);
		expect(problemsOf(changed([file, '---\ntitle: Hausordnung\nsummary: Regeln\n---\n']))).toMatchObject([
			{ file, message: 'there is no text after the front matter' },
		]);
	});

	it('when the marking scheme does not follow the questions of its case', () => {
		const { cases } = course;
		const file = `de/cases/${cases[0]?.id}/marking.md`;
		const [problem] = problemsAfter([file, `id: ${cases[0]?.questions[0]?.id}`, 'id: something-else']);
		expect(problem).toMatchObject({ file, line: lineOf(file, 'questions:') });
		expect(problem?.message).toMatch(/^questions: must be those of the case, in its order: /);
	});

	it('when a text is not UTF-8', () => {
		expect(problemsOf(changed(['de/closing.md', Buffer.from([0xff, 0xfe, 0x41])]))).toEqual([
			{ file: 'de/closing.md', line: 1, message: 'is not valid UTF-8 text' },
		]);
	});
});

describe('a damaged course.yaml names the line', () => {
	const cases: [title: string, from: string, to: string, message: string][] = [
		[
			'of the papers whose weights do not add up',
			'weight: 35',
			'weight: 30',
			'exam → papers: the weights add up to 95 instead of 100',
		],
		[
			'of a topic that has no file',
			'[social-business, business-value',
			'[social-busines, business-value',
			'this file is missing',
		],
		['of hours that do not add up', 'total: 80', 'total: 81', 'hours → total: is 81, but the four kinds add up to 80'],
		[
			'of a competence that does not exist',
			'competences: [c1, c10]',
			'competences: [c1, c11]',
			'units → foundations → competences → entry 2: there is no competence “c11”',
		],
		[
			'of a topic that two units have',
			'topics: [strategic-direction',
			'topics: [social-business',
			'units → strategy → topics → entry 1: “social-business” is used twice',
		],
		[
			'of an unknown phase',
			'phase: launch',
			'phase: lunch',
			'units → launch → phase: must be planning, launch, growth, maturity or closing',
		],
		[
			'of an id in capitals',
			'id: strategy\n',
			'id: Strategy\n',
			'units → Strategy → id: must be lower-case words joined by hyphens',
		],
		[
			'of meetings that differ from the hours',
			'minutes: 60\n',
			'minutes: 75\n',
			'deliveryFormats → weekly-online → meetingParts: the minutes add up to 105, but the hours of the course ask for 90',
		],
	];

	it.each(cases)('%s', (_title, from, to, message) => {
		const problems = problemsAfter(['course.yaml', from, to]);
		expect(problems.map((problem) => problem.message)).toContain(message);
		for (const problem of problems) expect(problem.line).toBeGreaterThanOrEqual(1);
	});

	it('when the file is missing', () => {
		expect(problemsOf(changed(['course.yaml', undefined]))).toEqual([
			{ file: 'course.yaml', line: 1, message: 'this file is missing' },
		]);
	});

	it('exactly, for a key with a value of its own', () => {
		const [problem] = problemsAfter(['course.yaml', 'weight: 35', 'weight: 350']);
		expect(problem).toEqual({
			file: 'course.yaml',
			line: lineOf('course.yaml', 'weight: 35'),
			message: 'exam → papers → case → weight: must be at most 100',
		});
	});
});

describe('the message of a package error', () => {
	it('lists every problem as file, line and message', () => {
		const error = new PackageError('courses/mine', [
			{ file: 'en/closing.md', line: 3, message: 'title: is missing' },
			{ file: 'course.yaml', line: 7, message: 'hours: is missing' },
		]);
		expect(error.message).toBe(
			[
				'The course package in courses/mine has 2 problems:',
				'course.yaml:7: hours: is missing',
				'en/closing.md:3: title: is missing',
			].join('\n'),
		);
	});

	it('says so when there is no such folder', async () => {
		await expect(loadCoursePackage('content/course/nowhere')).rejects.toThrow(/the folder cannot be read/);
	});
});
