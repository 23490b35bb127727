import type { PackageFiles } from '#course/package/files.ts';
import type { Problem } from '#course/package/problems.ts';

/** What everything that reads a part of a package is handed: the files, and where to put what is wrong with them. */
export interface Reading {
	files: PackageFiles;
	report: (problem: Problem) => void;
	/** Ids of the assignments read so far: submissions refer to an assignment by its id alone. */
	assignmentIds: Set<string>;
}
