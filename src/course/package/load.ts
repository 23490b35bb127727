import { coursePackageOf } from '#course/package/assemble.ts';
import { readPackageFiles } from '#course/package/files.ts';
import type { CoursePackage } from '#course/package/model.ts';

/**
 * Reads a course package from its folder. The result can be stored as JSON as it is.
 *
 * @throws PackageError with everything that is wrong, each problem with file and line
 */
export async function loadCoursePackage(folder: string): Promise<CoursePackage> {
	return coursePackageOf(await readPackageFiles(folder), folder);
}
