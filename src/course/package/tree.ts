import { languages } from '#course/package/model.ts';
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

/** The folder of a unit below a language, such as `units/01-foundations`. */
export function unitFolder(unit: UnitEntry, number: number): string {
	return `units/${String(number).padStart(2, '0')}-${unit.id}`;
}

/** The file of a topic within its unit's folder. */
export function topicFile(topic: string, index: number): string {
	return `topics/${index + 1}-${topic}.md`;
}

/** Compares the files of a package with those that its `course.yaml` asks for. */
export function treeProblems(course: CourseDocument, files: PackageFiles): Problem[] {
	const expected = expectedFiles(course);
	return [
		...[...expected].filter((path) => !files.has(path)).map((path) => missing(path, files)),
		...[...files.keys()]
			.filter((path) => !expected.has(path))
			.map((file) => ({ file, line: 1, message: 'this file does not belong to a course package' })),
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

function missing(file: string, files: PackageFiles): Problem {
	const other = file.startsWith('de/') ? file.replace('de/', 'en/') : file.replace('en/', 'de/');
	const hint = files.has(other) ? `, although there is ${other}` : '';
	return { file, line: 1, message: `this file is missing${hint}` };
}
