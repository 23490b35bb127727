import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The project's folder, from its sources or from the build: threads, templates and fonts are read from there. */
export function projectRoot(): string {
	let folder = import.meta.dirname;
	while (!existsSync(join(folder, 'assets/fonts/coverage.json'))) {
		if (folder === dirname(folder)) throw new Error(`no assets/fonts above ${import.meta.dirname}`);
		folder = dirname(folder);
	}
	return folder;
}
