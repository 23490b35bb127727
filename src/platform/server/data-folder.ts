import { createHash, randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CannotStart, codeOf } from '#platform/server/cannot-start.ts';
import { secretFile } from '#platform/server/config.ts';
import { embeddedPlace, pointerFile } from '#platform/server/embedded-place.ts';
import { placeForAll } from '#platform/server/postgres-programs.ts';
import { canReach, giveTo, serverUser } from '#platform/server/server-user.ts';

/** Makes the data folder if need be, and refuses one that this process cannot write to. */
export function prepareDataFolder(dataDir: string): void {
	try {
		mkdirSync(dataDir, { recursive: true });
		accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
	} catch (cause) {
		if (existsSync(dataDir) && !statSync(dataDir).isDirectory())
			throw new CannotStart(`The data folder ${dataDir} is a file; remove it, or set DATA_DIR to a folder.`, { cause });
		throw new CannotStart(
			`The data folder ${dataDir} cannot be written to by this user (${codeOf(cause)}); change its rights, or set DATA_DIR to another folder.`,
			{ cause },
		);
	}
}

/** Lies in a data folder from the first to the last moment of restoring a backup into it. */
export const restoringMark = (dataDir: string): string => join(dataDir, 'restoring');

export function refuseHalfRestored(dataDir: string): void {
	if (!existsSync(restoringMark(dataDir))) return;
	throw new CannotStart(
		`The data folder ${dataDir} was not restored to the end; begin again with npm run restore, which clears what is there.`,
	);
}

/** Signs sessions and links when SECRET is not set: made once, for this user's eyes only. */
export function keepSecret(dataDir: string): void {
	try {
		writeFileSync(secretFile(dataDir), `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
	} catch (cause) {
		if (codeOf(cause) !== 'EEXIST') throw cause;
	}
}

/** A database that PostgreSQL's user could not get at in the data folder is put elsewhere, and the data folder says where. */
export function settlePlace(dataDir: string): void {
	const { cluster } = embeddedPlace(dataDir);
	const user = serverUser(cluster);
	if (existsSync(pointerFile(dataDir))) return refuseLost(dataDir, cluster);
	if (existsSync(cluster) || canReach(user, dataDir)) return;
	const name = `${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}-${randomBytes(3).toString('hex')}`;
	const elsewhere = join(placeForAll, name);
	const mask = process.umask(0o022);
	try {
		mkdirSync(elsewhere, { recursive: true });
	} catch (cause) {
		throw new CannotStart(
			`PostgreSQL’s user cannot enter ${dataDir}, and ${elsewhere} could not be made; set DATA_DIR to a folder that everyone may enter.`,
			{ cause },
		);
	} finally {
		process.umask(mask);
	}
	giveTo(user, elsewhere);
	writeFileSync(pointerFile(dataDir), `${join(elsewhere, basename(cluster))}\n`);
}

function refuseLost(dataDir: string, cluster: string): void {
	if (existsSync(dirname(cluster))) return;
	throw new CannotStart(
		`The database that ${pointerFile(dataDir)} names is gone; restore a backup to ${cluster}, or remove that file to begin anew.`,
	);
}
