import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the embedded database of a data folder lies, and in which folder its socket does. */
export type EmbeddedPlace = { cluster: string; socketFolder: string };

/** Written when PostgreSQL's user cannot enter the data folder: holds the path of the database instead. */
export const pointerFile = (dataDir: string): string => join(dataDir, 'postgres.path');

export function embeddedPlace(dataDir: string): EmbeddedPlace {
	const pointer = pointerFile(dataDir);
	const cluster = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : join(dataDir, 'postgres');
	return { cluster, socketFolder: socketFolder(cluster) };
}

/** Connection string of `database` in the embedded PostgreSQL of `dataDir`. */
export function embeddedUrl(dataDir: string, database: string): string {
	return socketUrl(embeddedPlace(dataDir).socketFolder, database);
}

/** Only a part of the socket's name. */
export const socketPort = 5432;

/** Says everything, so that no PGPORT or PGSSLMODE of the environment has a say. */
export const socketUrl = (folder: string, database: string): string =>
	`postgresql://postgres@localhost:${socketPort}/${database}?host=${encodeURIComponent(folder)}&sslmode=disable`;

/** Bytes; macOS allows 103 for a socket's path, of which its name and that of its lock file take 22. */
const longestSocketFolder = 80;

/** The database's own folder, which nobody else may enter; for one with too long a path, a folder for temporary files. */
export function socketFolder(cluster: string): string {
	if (Buffer.byteLength(cluster) <= longestSocketFolder) return cluster;
	const name = `allmende-${createHash('sha256').update(cluster).digest('hex').slice(0, 16)}`;
	return join(temporaryFolder(), name);
}

function temporaryFolder(): string {
	const candidates = [tmpdir(), '/tmp', '/var/tmp'].filter((folder) => Buffer.byteLength(folder) <= 50);
	return candidates.find(writable) ?? '/tmp';
}

function writable(folder: string): boolean {
	try {
		accessSync(folder, constants.W_OK | constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
