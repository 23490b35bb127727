/** One thing that is wrong with a package. `file` is relative to the package's folder, `line` counts from 1. */
export interface Problem {
	file: string;
	line: number;
	message: string;
}

/** Thrown when a package cannot be used; the message has one line `file:line: message` for each problem. */
export class PackageError extends Error {
	readonly folder: string;
	readonly problems: readonly Problem[];

	constructor(folder: string, problems: readonly Problem[]) {
		const sorted = [...problems].sort(byPlace);
		const count = sorted.length === 1 ? 'one problem' : `${sorted.length} problems`;
		super([`The course package in ${folder} has ${count}:`, ...sorted.map(inOneLine)].join('\n'));
		this.name = 'PackageError';
		this.folder = folder;
		this.problems = sorted;
	}
}

function byPlace(a: Problem, b: Problem): number {
	if (a.file !== b.file) return a.file < b.file ? -1 : 1;
	return a.line - b.line;
}

function inOneLine(problem: Problem): string {
	return `${problem.file}:${problem.line}: ${problem.message}`;
}
