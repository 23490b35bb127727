import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { CannotStart } from '#platform/server/cannot-start.ts';

/** Whom PostgreSQL runs as; `null`: whoever runs this process. */
export type ServerUser = { uid: number; gid: number } | null;

/**
 * PostgreSQL refuses to run as root. Root hands it to the owner of an existing database, else to the user `postgres`,
 * who is made when missing.
 */
export function serverUser(cluster: string): ServerUser {
	if (process.getuid?.() !== 0) return null;
	if (existsSync(cluster)) {
		const { uid, gid } = statSync(cluster);
		if (uid !== 0) return { uid, gid };
	}
	return idsOf('postgres') ?? makeUser();
}

function idsOf(name: string): ServerUser {
	const id = (flag: string) => spawnSync('id', [flag, name], { encoding: 'utf8' });
	const [uid, gid] = [id('-u'), id('-g')];
	return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : null;
}

function makeUser(): ServerUser {
	const ways: [string, string[]][] = [
		['useradd', ['--system', '--user-group', '--no-create-home', 'postgres']],
		['adduser', ['-S', '-D', '-H', 'postgres']],
	];
	for (const [program, args] of ways) if (spawnSync(program, args, { stdio: 'ignore' }).status === 0) break;
	const ids = idsOf('postgres');
	if (ids) return ids;
	throw new CannotStart(
		'PostgreSQL does not run as root, and its user “postgres” could not be created; create that user, or start as an ordinary one.',
	);
}

/** Whether `user` can reach and enter (a folder) or run (a program) what lies at `path`. */
export function canReach(user: ServerUser, path: string): boolean {
	return !user || spawnSync('test', ['-x', path], { ...user, cwd: '/' }).status === 0;
}

/** Gives a folder and everything in it to `user`. */
export function giveTo(user: ServerUser, folder: string): void {
	if (user) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, folder]);
}
