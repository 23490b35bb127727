import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { CannotStart } from '#platform/server/cannot-start.ts';
import { socketFolder, socketPort, socketUrl } from '#platform/server/embedded-place.ts';
import { lastComplaint, logName, logSize, turnLog } from '#platform/server/postgres-log.ts';
import { isAlive, leftBehind, removeForeignNote } from '#platform/server/postmaster.ts';
import { postgresPrograms, type Programs } from '#platform/server/postgres-programs.ts';
import { giveTo, serverUser, type ServerUser } from '#platform/server/server-user.ts';
import { makeSocketFolder } from '#platform/server/socket-folder.ts';

/**
 * A running embedded PostgreSQL. It is a daemon of its own and outlives us, so a killed parent costs nothing:
 * the next start takes it over.
 */
export type Embedded = { url: (database: string) => string; adopted: boolean; stop: () => Promise<void> };

export type EmbeddedOptions = {
	/** For tests: fast and not safe against a power cut. */
	throwaway?: boolean;
};

const run = promisify(execFile);

/** Starts the PostgreSQL whose database lies in `cluster`, or takes over the one that is still running there. */
export async function startEmbedded(cluster: string, options: EmbeddedOptions = {}): Promise<Embedded> {
	const server = new Server(cluster, options);
	await server.initialise();
	server.refuseForeign();
	const adopted = await server.adopt();
	if (!adopted) await server.start();
	return { adopted, url: (database) => socketUrl(server.socket, database), stop: () => server.stop() };
}

class Server {
	readonly cluster: string;
	readonly socket: string;
	readonly options: EmbeddedOptions;
	readonly user: ServerUser;
	readonly programs: Programs;

	constructor(cluster: string, options: EmbeddedOptions) {
		this.cluster = cluster;
		this.socket = socketFolder(cluster);
		this.options = options;
		this.user = serverUser(cluster);
		this.programs = postgresPrograms(this.user);
	}

	get ids(): { uid?: number; gid?: number } {
		return this.user ?? {};
	}

	/** Into a folder beside, renamed when complete, so that a database half made or made twice at once cannot be. */
	async initialise(): Promise<void> {
		if (existsSync(this.cluster) && readdirSync(this.cluster).length > 0) return;
		const fresh = `${this.cluster}.new-${process.pid}`;
		removeHalfMade(this.cluster);
		mkdirSync(fresh, { recursive: true, mode: 0o700 });
		giveTo(this.user, fresh);
		const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=de'];
		const durability = this.options.throwaway ? ['--no-sync'] : [];
		const args = ['-D', fresh, '-U', 'postgres', '--auth=trust', ...locale, ...durability];
		try {
			await run(this.programs.initdb, args, { ...this.ids, cwd: '/' });
			renameSync(fresh, this.cluster);
		} catch (cause) {
			rmSync(fresh, { recursive: true, force: true });
			if (!existsSync(join(this.cluster, 'PG_VERSION')))
				throw new CannotStart(`The database could not be made in ${this.cluster}: ${reasonOf(cause)}`, { cause });
		}
	}

	refuseForeign(): void {
		const file = join(this.cluster, 'PG_VERSION');
		if (!existsSync(file)) throw damaged(this.cluster, 'its file PG_VERSION is missing');
		const version = readFileSync(file, 'utf8').trim();
		if (version !== this.programs.majorVersion)
			throw new CannotStart(
				`The database in ${this.cluster} was made by PostgreSQL ${version}, and this is version ${this.programs.majorVersion}; move it over with pg_dump of the old version, or use the release it belongs to.`,
			);
	}

	/** Takes over a server left behind by a killed process; `false`: there is none, or it had to be stopped. */
	async adopt(): Promise<boolean> {
		const left = leftBehind(this.cluster);
		if (!left) return false;
		if (left.socketFolder === this.socketSetting && (await this.answers(left.pid))) return true;
		if (isAlive(left.pid)) await this.stop();
		return false;
	}

	/** Whether it takes connections within half a minute; one that is going down never will. */
	private async answers(pid: number): Promise<boolean> {
		for (const until = Date.now() + 30_000; Date.now() < until && isAlive(pid); await wait(100))
			if (await this.connects()) return true;
		return false;
	}

	private async connects(): Promise<boolean> {
		const client = new pg.Client({ connectionString: socketUrl(this.socket, 'postgres') });
		client.on('error', () => {});
		try {
			await client.connect();
			await client.end();
			return true;
		} catch {
			return false;
		}
	}

	async start(): Promise<void> {
		if (this.socket !== this.cluster) makeSocketFolder(this.socket, this.cluster, this.user);
		turnLog(this.cluster);
		// children of a killed server may take a moment to leave
		for (const until = Date.now() + 10_000; ; await wait(200)) {
			removeForeignNote(this.cluster, this.socket);
			const before = logSize(this.cluster);
			try {
				await this.control(['-w', '-t', '120', '-l', logName, '-o', this.settings, 'start']);
				return;
			} catch (cause) {
				// another process started it at the same moment
				if (leftBehind(this.cluster) && (await this.connects())) return;
				const reason = lastComplaint(this.cluster, before) ?? reasonOf(cause);
				if (!/shared memory|lock file/.test(reason) || Date.now() > until) throw damaged(this.cluster, reason, cause);
			}
		}
	}

	async stop(): Promise<void> {
		try {
			await this.control(['-m', 'fast', '-w', '-t', '60', 'stop']);
		} catch (cause) {
			if (leftBehind(this.cluster)) await this.control(['-m', 'immediate', '-w', 'stop']);
			else if (!/PID file/.test(reasonOf(cause))) throw cause;
		}
		if (this.socket !== this.cluster) rmSync(this.socket, { recursive: true, force: true });
	}

	/** The folder is handed over outside of the command, in which a quote in its name would mean something. */
	private control(args: string[]) {
		const env = { ...process.env, PGDATA: this.cluster };
		return run(this.programs.pgCtl, args, { ...this.ids, env, cwd: this.cluster });
	}

	/** PostgreSQL works in its own folder, so that its name needs no quoting here either. */
	private get socketSetting(): string {
		return this.socket === this.cluster ? '.' : this.socket;
	}

	private get settings(): string {
		const settings = {
			listen_addresses: "''",
			port: String(socketPort),
			unix_socket_directories: this.socketSetting,
			timezone: 'UTC',
			// without the values that a broken rule quotes, which may be about people
			log_error_verbosity: 'terse',
			...(this.options.throwaway
				? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }
				: {}),
		};
		return Object.entries(settings)
			.map(([name, value]) => `-c ${name}=${value}`)
			.join(' ');
	}
}

/** What starts that were killed in the middle have left beside. */
function removeHalfMade(cluster: string): void {
	const folder = dirname(cluster);
	if (!existsSync(folder)) return;
	for (const name of readdirSync(folder)) {
		const [, pid] = name.split(`${basename(cluster)}.new-`);
		if (pid && !isAlive(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true });
	}
}

const damaged = (cluster: string, reason: string, cause?: unknown): CannotStart =>
	new CannotStart(
		`The database in ${cluster} is damaged (${reason}); restore a backup of that folder, or move it away to begin anew.`,
		{ cause },
	);

/** What a program said last before it failed. */
function reasonOf(cause: unknown): string {
	const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
	return said.split('\n').at(-1) || (cause instanceof Error ? cause.message : String(cause));
}
