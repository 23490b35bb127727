import { accessSync, constants } from 'node:fs';

/** Installing and building write into the project's own folder. */
export function refuseReadOnly() {
	try {
		accessSync('.', constants.W_OK);
	} catch {
		throw new Error(
			`The folder ${process.cwd()} is read-only for this user; packages and the built application are put there.`,
		);
	}
}
