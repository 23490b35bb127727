/**
 * `npm run content [part of a path …]`: reads the shipped course package and prints whatever its format forbids or its
 * readers deserve better, a line for each, without a database. With arguments only what lies in files with that in
 * their path.
 */
import { coursePackageOf } from '#course/package/assemble.ts';
import { readPackageFiles } from '#course/package/files.ts';
import { PackageError } from '#course/package/problems.ts';
import { contentFindings } from './content/all.ts';
import { inOneLine, type Finding } from './content/finding.ts';

const folder = 'content/course/community-manager';
const wanted = process.argv.slice(2);

async function findings(): Promise<Finding[]> {
	const files = await readPackageFiles(folder);
	try {
		return await contentFindings(coursePackageOf(files, folder), files);
	} catch (error) {
		if (!(error instanceof PackageError)) throw error;
		console.log('The package cannot be loaded; further checks follow once it can.');
		return [...error.problems];
	}
}

const found = await findings().catch((cause: unknown) => {
	console.error(cause instanceof Error ? cause.message : cause);
	process.exit(1);
});
const shown = found.filter(({ file }) => wanted.length === 0 || wanted.some((part) => file.includes(part)));
for (const finding of shown) console.log(inOneLine(finding));
console.log(`${shown.length} findings${shown.length < found.length ? ` of ${found.length}` : ''} in ${folder}`);
process.exitCode = shown.length > 0 ? 1 : 0;
