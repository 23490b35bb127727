import type { CoursePackage } from '#course/package/model.ts';
import type { PackageFiles } from '#course/package/files.ts';
import { referenceFindings, shelfFindings } from './course.ts';
import { figureFindings } from './figures.ts';
import type { Finding } from './finding.ts';
import { guessingFindings } from './guessing.ts';
import { lessonFindings, rubricFindings } from './lessons.ts';
import { spellingFindings } from './spelling.ts';

/** Everything that the readers of a package deserve better, sorted by file. */
export async function contentFindings(course: CoursePackage, files: PackageFiles): Promise<Finding[]> {
	const found = [
		...course.units.flatMap(lessonFindings),
		...rubricFindings(course),
		...figureFindings(course),
		...referenceFindings(course, files),
		...shelfFindings(course),
		...guessingFindings(course),
		...(await spellingFindings(files)),
	];
	return found.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}
