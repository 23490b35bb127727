import { readAgenda } from '#course/package/agenda.ts';
import { readBibliography } from '#course/package/bibliography.ts';
import { readCase } from '#course/package/cases.ts';
import { complaints } from '#course/package/complaints.ts';
import { courseProblems, standardFormat } from '#course/package/course-checks.ts';
import { courseDocument, type CourseDocument } from '#course/package/course-schema.ts';
import { closingDocument, houseRulesDocument } from '#course/package/document-schemas.ts';
import { contentHash, type PackageFiles } from '#course/package/files.ts';
import { readGlossary, readHandbook, readTemplates } from '#course/package/library.ts';
import type { GlossaryEntry, Work } from '#course/package/library-model.ts';
import type { Closing, CoursePackage, InitialHouseRules } from '#course/package/model.ts';
import { fourTexts, inBoth, readPair } from '#course/package/pairing.ts';
import { PackageError, type Problem } from '#course/package/problems.ts';
import type { Reading } from '#course/package/reading.ts';
import { referenceProblems, type Targets } from '#course/package/references.ts';
import { readYaml } from '#course/package/source.ts';
import { readTitledText } from '#course/package/titled-text.ts';
import { germanFiles, namedFiles, treeProblems } from '#course/package/tree.ts';
import { readUnit } from '#course/package/units.ts';

/**
 * Checks the files of a package and puts both languages together. The result can be stored as JSON as it is.
 *
 * @param folder where the files come from, for the message of an error
 * @throws PackageError with everything that is wrong; when `course.yaml` cannot be read, only with what is wrong there,
 * because it says which other files there should be.
 */
export function coursePackageOf(files: PackageFiles, folder: string): CoursePackage {
	const problems: Problem[] = [];
	const report = (problem: Problem) => void problems.push(problem);
	const bibliography = readBibliography(files, report);
	const reading: Reading = { files, report, assignmentIds: new Set() };
	const course = readCourse(reading);
	const content = course && readContent(reading, course, bibliography);
	if (problems.length || !content) throw new PackageError(folder, problems);
	return { ...content, hash: contentHash(files) };
}

function readCourse({ files, report }: Reading): CourseDocument | undefined {
	const bytes = files.get('course.yaml');
	if (!bytes) {
		report({ file: 'course.yaml', line: 1, message: 'this file is missing' });
		return undefined;
	}
	const source = readYaml('course.yaml', bytes, report);
	if (!source) return undefined;
	const result = courseDocument.safeParse(source.data);
	if (!result.success) {
		complaints(source, result.error.issues).forEach(report);
		return undefined;
	}
	courseProblems(result.data, source).forEach(report);
	return result.data;
}

function readContent(
	reading: Reading,
	course: CourseDocument,
	bibliography: Record<string, Work> | undefined,
): Omit<CoursePackage, 'hash'> | undefined {
	treeProblems(course, reading.files).forEach(reading.report);
	const units = course.units.flatMap((entry, index) => {
		return readUnit(reading, entry, index + 1, course.deliveryFormats) ?? [];
	});
	const unitIds = course.units.map(({ id }) => id);
	const cases = course.cases.flatMap((id) => readCase(reading, id) ?? []);
	const kickOffParts = standardFormat(course.deliveryFormats)?.kickOffParts ?? [];
	const kickOff = readAgenda(reading, 'kick-off.md', kickOffParts, ['groups']);
	const closing = readClosing(reading);
	const houseRules = readHouseRules(reading);
	const glossary = readGlossary(reading, unitIds);
	referenceProblems(reading.files, targetsOf(reading.files, course, bibliography, glossary)).forEach(reading.report);
	if (!kickOff || !closing || !houseRules || !bibliography || !glossary) return undefined;
	return {
		...courseInPairs(course),
		units,
		cases,
		kickOff,
		closing,
		houseRules,
		bibliography,
		glossary,
		templates: readTemplates(reading, unitIds),
		handbook: readHandbook(reading),
		kickOffMaterials: readTitledText(reading, 'kick-off-materials.md'),
		closingMaterials: readTitledText(reading, 'closing-materials.md'),
		closingMeeting: readTitledText(reading, 'closing-meeting.md'),
	};
}

function targetsOf(
	files: PackageFiles,
	{ units, cases }: CourseDocument,
	bibliography: Record<string, Work> | undefined,
	glossary: readonly GlossaryEntry[] | undefined,
): Targets {
	const idsOf = (pattern: RegExp) => new Set(germanFiles(files, pattern).map(({ id }) => id));
	return {
		work: bibliography && new Set(Object.keys(bibliography)),
		glossary: glossary && new Set(glossary.map(({ id }) => id)),
		lesson: new Set(units.flatMap(({ topics }) => topics)),
		unit: new Set(units.map(({ id }) => id)),
		template: idsOf(namedFiles.template),
		case: new Set(cases),
		handbook: idsOf(namedFiles.handbook),
	};
}

function courseInPairs({ units: _units, cases: _cases, ...course }: CourseDocument) {
	const { rubricLevels, exam, evaluation } = course;
	return {
		...course,
		rubricLevels: fourTexts(rubricLevels.de, rubricLevels.en),
		exam: {
			...exam,
			papers: exam.papers.map((paper) => ({
				...paper,
				criteria: paper.criteria.map((criterion) => ({
					...criterion,
					levels: fourTexts(criterion.levels.de, criterion.levels.en),
				})),
			})),
		},
		evaluation: {
			...evaluation,
			scale: evaluation.scale.de.map((de, index) => ({ de, en: evaluation.scale.en[index] ?? de })),
		},
	};
}

function readClosing({ files, report }: Reading): Closing | undefined {
	const pair = readPair(files, 'closing.md', closingDocument, report);
	if (!pair) return undefined;
	const { de, en, body, join } = pair;
	const steps = join.entries(['steps'], de.steps, en.steps, (german, english) => ({
		id: german.id,
		title: inBoth('title', german, english),
		text: inBoth('text', german, english),
	}));
	return { title: inBoth('title', de, en), body, steps };
}

function readHouseRules({ files, report }: Reading): InitialHouseRules | undefined {
	const pair = readPair(files, 'house-rules.md', houseRulesDocument, report);
	if (!pair) return undefined;
	const { de, en, body } = pair;
	return { title: inBoth('title', de, en), summary: inBoth('summary', de, en), body };
}
