import { complaints } from '#course/package/complaints.ts';
import { bibliographyDocument } from '#course/package/document-schemas.ts';
import type { Work } from '#course/package/library-model.ts';
import type { PackageFiles } from '#course/package/files.ts';
import type { Problem } from '#course/package/problems.ts';
import { readYaml, type Source } from '#course/package/source.ts';
import { bibliographyFile } from '#course/package/tree.ts';

/** All works of the files under `bibliography/` by their keys; nothing when one of the files cannot be used. */
export function readBibliography(
	files: PackageFiles,
	report: (problem: Problem) => void,
): Record<string, Work> | undefined {
	const works: Record<string, Work> = {};
	let whole = true;
	for (const [file, bytes] of files) {
		if (!bibliographyFile.test(file)) continue;
		const source = readYaml(file, bytes, report);
		const found = source && worksOf(source, report);
		if (!found) {
			whole = false;
			continue;
		}
		for (const [key, work] of Object.entries(found)) {
			if (key in works) report(source.problem([key], 'stands in another file of the bibliography, too'));
			works[key] = work;
		}
	}
	return whole ? works : undefined;
}

function worksOf(source: Source, report: (problem: Problem) => void): Record<string, Work> | undefined {
	const result = bibliographyDocument.safeParse(source.data);
	if (!result.success) complaints(source, result.error.issues).forEach(report);
	return result.data;
}
