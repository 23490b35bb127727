import type { CoursePackage } from '#course/package/model.ts';
import { languages } from '#course/package/text.ts';
import { citationsIn, type PointerKind } from '#course/package/references.ts';
import type { PackageFiles } from '#course/package/files.ts';
import type { Finding } from './finding.ts';
import { countOf, wordsIn } from './prose.ts';

const leastTerms = 140;
const leastCases = 6;
const definitionSentences = { least: 2, most: 4 };

/** What glossary and bibliography lack, and what in them nobody needs. */
export function referenceFindings(course: CoursePackage, files: PackageFiles): Finding[] {
	return [...glossaryFindings(course), ...unusedWorks(course, files), ...unusedTerms(course, files)];
}

/** What is missing beside the units: cases with sample papers, templates, handbook, texts for the meetings. */
export function shelfFindings(course: CoursePackage): Finding[] {
	return [...caseFindings(course), ...libraryFindings(course)];
}

const at = (file: string, message: string): Finding => ({ file, line: 0, message });

function glossaryFindings({ glossary }: CoursePackage): Finding[] {
	const found = glossary.length < leastTerms ? [at('de/glossary', `has ${glossary.length} terms of ${leastTerms}`)] : [];
	const wrong = glossary.flatMap(({ id, definition }) =>
		languages.flatMap((language) => {
			const sentences = [...new Intl.Segmenter(language, { granularity: 'sentence' }).segment(definition[language])];
			const fits = sentences.length >= definitionSentences.least && sentences.length <= definitionSentences.most + 1;
			return fits ? [] : [at(`${language}/glossary`, `${id}: is explained in ${sentences.length} sentences`)];
		}),
	);
	return [...found, ...wrong];
}

function caseFindings({ cases }: CoursePackage): Finding[] {
	const found = cases.length < leastCases ? [at('course.yaml', `has ${cases.length} cases of ${leastCases}`)] : [];
	return [
		...found,
		...cases.flatMap(({ id, samples, body }) => [
			...(samples.length < 2 ? [at(`de/cases/${id}`, `has ${samples.length} of two sample papers`)] : []),
			...languages.flatMap((language) =>
				/\]\([a-z]+:(?!\/\/)|\[@/.test(body[language])
					? [at(`${language}/cases/${id}/case.md`, 'refers to something; a case is set in exams and stands alone')]
					: [],
			),
			...(/^\|/m.test(body.de) ? [] : [at(`de/cases/${id}/case.md`, 'has no table of figures')]),
		]),
	];
}

function libraryFindings({ templates, handbook, units, ...course }: CoursePackage): Finding[] {
	const lacking = units.filter(({ id }) => !templates.some((template) => template.units.includes(id)));
	return [
		...lacking.map(({ id }) => at('de/templates', `there is none for the unit ${id}`)),
		...(handbook.length === 0 ? [at('de/handbook', 'is missing')] : []),
		...(course.kickOffMaterials ? [] : [at('de/kick-off-materials.md', 'is missing')]),
		...(course.closingMaterials ? [] : [at('de/closing-materials.md', 'is missing')]),
		...(course.closingMeeting ? [] : [at('de/closing-meeting.md', 'is missing')]),
		...templates.flatMap(({ id, body }) =>
			countOf(wordsIn(body.de)) < 40 ? [at(`de/templates/${id}.md`, 'is too short to be used as it is')] : [],
		),
	];
}

function unusedWorks({ bibliography }: CoursePackage, files: PackageFiles): Finding[] {
	const cited = new Set(textsOf(files).flatMap((text) => citationsIn(text).map(({ key }) => key)));
	return Object.keys(bibliography)
		.filter((key) => !cited.has(key))
		.map((key) => at('bibliography', `${key} is cited nowhere`));
}

function unusedTerms({ glossary }: CoursePackage, files: PackageFiles): Finding[] {
	const kind: PointerKind = 'glossary';
	const texts = textsOf(files).join('\n');
	return glossary
		.filter(({ id, unit }) => unit === undefined && !texts.includes(`](${kind}:${id})`))
		.map(({ id }) => at('de/glossary', `${id} belongs to no unit and is used nowhere`));
}

const textsOf = (files: PackageFiles): string[] =>
	[...files]
		.filter(([file]) => /\.(md|yaml)$/.test(file) && !file.startsWith('bibliography/'))
		.map(([, bytes]) => new TextDecoder().decode(bytes));
