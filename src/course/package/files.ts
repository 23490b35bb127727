import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PackageError } from '#course/package/problems.ts';

/** The files of a package: path relative to its folder, with `/` on every system, sorted by code unit. */
export type PackageFiles = ReadonlyMap<string, Uint8Array>;

/** Reads every file of the folder. Names that begin with a dot are left out. */
export async function readPackageFiles(folder: string): Promise<PackageFiles> {
	const paths = await filePaths(folder);
	const contents = await Promise.all(paths.map((path) => readFile(join(folder, path))));
	return new Map(paths.map((path, index) => [path, contents[index] ?? new Uint8Array()]));
}

async function filePaths(folder: string): Promise<string[]> {
	try {
		const entries = await readdir(folder, { recursive: true, withFileTypes: true });
		return entries
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length).replaceAll('\\', '/'))
			.filter((path) => !path.split('/').some((part) => part.startsWith('.')))
			.sort();
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new PackageError(folder, [{ file: '.', line: 1, message: `the folder cannot be read (${reason})` }]);
	}
}

/**
 * The content hash of a package: SHA-256 in hex over every path and its bytes, in sorted order. Path and length go
 * before the bytes, so that moving text from one file to another changes the hash.
 */
export function contentHash(files: PackageFiles): string {
	const hash = createHash('sha256');
	for (const [path, bytes] of files) hash.update(`${path}\0${bytes.length}\0`).update(bytes);
	return hash.digest('hex');
}
