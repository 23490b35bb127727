import { languages } from '#course/package/text.ts';
import type { CourseDocument, UnitEntry } from '#course/package/course-schema.ts';
import type { PackageFiles } from '#course/package/files.ts';
import type { Problem } from '#course/package/problems.ts';

const unitFiles = [
	'unit.md',
	'assignment.md',
	'individual.md',
	'template.md',
	'checklist.md',
	'agenda.md',
	'manager-guide.md',
	'companion-guide.md',
];
/** Below a language; where one has it, the other has it, too. */
const voluntaryFiles = ['kick-off-materials.md', 'closing-materials.md', 'closing-meeting.md'];
const name = '[a-z0-9]+(?:-[a-z0-9]+)*';

export const bibliographyFile = new RegExp(`^bibliography/${name}\\.yaml$`);

/** Files below a language whose names say what they are; the group is the id. */
export const namedFiles = {
	glossary: new RegExp(`^glossary/(${name})\\.yaml$`),
	template: new RegExp(`^templates/(${name})\\.md$`),
	handbook: new RegExp(`^handbook/\\d\\d-(${name})\\.md$`),
} as const;

/** The folder of a unit below a language, such as `units/01-foundations`. */
export function unitFolder(unit: UnitEntry, number: number): string {
	return `units/${String(number).padStart(2, '0')}-${unit.id}`;
}

/** The file of a topic within its unit's folder. */
export function topicFile(topic: string, index: number): string {
	return `topics/${index + 1}-${topic}.md`;
}

/** The file of a topic's self-check within its unit's folder. */
export function questionsFile(topic: string, index: number): string {
	return `questions/${index + 1}-${topic}.yaml`;
}

/** Files below the German folder that match, without the folder, in order. */
export function germanFiles(files: PackageFiles, pattern: RegExp): { file: string; id: string }[] {
	return [...files.keys()].flatMap((path) => {
		const file = path.startsWith('de/') ? path.slice(3) : '';
		const id = pattern.exec(file)?.[1];
		return id === undefined ? [] : [{ file, id }];
	});
}

/** Compares the files of a package with those that its `course.yaml` asks for and those that it may have. */
export function treeProblems(course: CourseDocument, files: PackageFiles): Problem[] {
	const expected = expectedFiles(course);
	const voluntary = voluntaryPattern(course);
	const others = [...files.keys()].filter((path) => !expected.has(path));
	return [
		...[...expected].filter((path) => !files.has(path)).map((path) => missing(path, files)),
		...others
			.filter((path) => !voluntary.test(path))
			.map((file) => ({ file, line: 1, message: 'this file does not belong to a course package' })),
		...others
			.filter((path) => voluntary.test(path) && !bibliographyFile.test(path))
			.map(otherLanguage)
			.filter((path) => !files.has(path))
			.map((path) => missing(path, files)),
	];
}

function expectedFiles(course: CourseDocument): Set<string> {
	const inOneLanguage = [
		'kick-off.md',
		'closing.md',
		'house-rules.md',
		...course.units.flatMap(filesOfUnit),
		...course.cases.flatMap((id) => [`cases/${id}/case.md`, `cases/${id}/marking.md`]),
	];
	const inBoth = languages.flatMap((language) => inOneLanguage.map((file) => `${language}/${file}`));
	return new Set(['course.yaml', ...inBoth]);
}

function filesOfUnit(unit: UnitEntry, index: number): string[] {
	const names = [...unitFiles, ...unit.topics.map(topicFile)];
	return names.map((name) => `${unitFolder(unit, index + 1)}/${name}`);
}

function voluntaryPattern({ units, cases }: CourseDocument): RegExp {
	const ofUnits = units.map((unit, index) => {
		const questions = unit.topics.map(questionsFile).map((file) => file.replace('.', '\\.'));
		return `${unitFolder(unit, index + 1)}/(?:further-reading\\.md|figures/${name}\\.svg|${questions.join('|')})`;
	});
	const below = [
		...voluntaryFiles.map((file) => file.replace('.', '\\.')),
		...Object.values(namedFiles).map(({ source }) => source.slice(1, -1)),
		...ofUnits,
		...cases.map((id) => `cases/${id}/sample-(?:pass|fail)\\.md`),
	];
	return new RegExp(`${bibliographyFile.source}|^(?:${languages.join('|')})/(?:${below.join('|')})$`);
}

function otherLanguage(file: string): string {
	return file.startsWith('de/') ? file.replace('de/', 'en/') : file.replace('en/', 'de/');
}

function missing(file: string, files: PackageFiles): Problem {
	const other = otherLanguage(file);
	const hint = files.has(other) ? `, although there is ${other}` : '';
	return { file, line: 1, message: `this file is missing${hint}` };
}
