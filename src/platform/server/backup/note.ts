import { statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Its time of change is that of the last backup. */
const noteIn = (dataDir: string): string => join(dataDir, 'last-backup');

/** When the last backup of this data folder was begun; `null`: there was none. */
export function lastBackup(dataDir: string): Date | null {
	return statSync(noteIn(dataDir), { throwIfNoEntry: false })?.mtime ?? null;
}

export function noteBackup(dataDir: string, at: Date): void {
	writeFileSync(noteIn(dataDir), '');
	utimesSync(noteIn(dataDir), at, at);
}
