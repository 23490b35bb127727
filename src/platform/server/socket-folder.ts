import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { CannotStart, codeOf } from '#platform/server/cannot-start.ts';
import { giveTo, type ServerUser } from '#platform/server/server-user.ts';

/** Makes the folder for the socket of a database with too long a path; nobody but its user may enter. */
export function makeSocketFolder(folder: string, cluster: string, user: ServerUser): void {
	try {
		mkdirSync(folder, { mode: 0o700 });
		giveTo(user, folder);
	} catch (cause) {
		if (codeOf(cause) === 'EEXIST') return refuseForeign(folder, user);
		throw new CannotStart(
			`The path ${cluster} is too long for PostgreSQL’s socket, and ${dirname(folder)} cannot be written to; set TMPDIR to a folder that can, or choose a shorter DATA_DIR.`,
			{ cause },
		);
	}
}

/** Anybody may make folders among the temporary files, and lie in wait in one. */
function refuseForeign(folder: string, user: ServerUser): void {
	const found = lstatSync(folder);
	if (!found.isDirectory() || found.uid !== (user?.uid ?? process.getuid?.()))
		throw new CannotStart(`The folder ${folder} belongs to somebody else; set TMPDIR to another folder.`);
	chmodSync(folder, 0o700);
}
