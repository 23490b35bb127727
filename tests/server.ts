import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { inject } from 'vitest';
import { isBuilt } from '../tools/bootstrap/build.mjs';
import { databaseIsUsed } from './database.ts';

/** A started process of the built server. */
export type Run = {
	pid: number;
	/** What it has said so far, on both channels. */
	said: () => string;
	/** What it has said on the channel for errors. */
	complained: () => string;
	/** Its exit code; `null` when a signal ended it. */
	ended: Promise<number | null>;
	signal: (signal: NodeJS.Signals) => void;
	/** Ends the channel to the process that started it, as happens when that one is killed. */
	abandon: () => void;
};

export type RunningServer = {
	url: string;
	/** Gracefully. */
	stop: () => Promise<void>;
	/** As a power cut would: nothing is told, nothing finished. */
	crash: () => Promise<void>;
	/** On the same database and port. */
	restart: () => Promise<void>;
	said: () => string;
};

export function freePort(): Promise<number> {
	return new Promise((found) => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => found(typeof address === 'object' && address ? address.port : 0));
		});
	});
}

const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** Starts the built server with nothing but `env` for settings. */
export function launch(env: Record<string, string>): Run {
	if (!isBuilt()) throw new Error('The built application is older than its sources: npm run build');
	databaseIsUsed();
	const { PATH = '', TMPDIR = '/tmp' } = process.env;
	// whoever starts later need not compile again
	const NODE_COMPILE_CACHE = join(inject('dataDir'), 'compiled');
	const child = spawn(process.execPath, ['build/server/main.js'], {
		env: { PATH, TMPDIR, NODE_COMPILE_CACHE, NODE_ENV: 'production', ...env },
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
	});
	running.add(child);
	let said = '';
	let complained = '';
	child.stdout?.on('data', (text: Buffer) => (said += String(text)));
	child.stderr?.on('data', (text: Buffer) => (complained += String(text)));
	const ended = Promise.all([once(child, 'exit'), spoken(child.stdout), spoken(child.stderr)]).then(([[code]]) => {
		running.delete(child);
		return typeof code === 'number' ? code : null;
	});
	return {
		pid: child.pid ?? 0,
		said: () => said + complained,
		complained: () => complained,
		ended,
		signal: (signal) => child.kill(signal),
		abandon: () => child.disconnect(),
	};
}

const spoken = (channel: Readable | null): Promise<void> => (channel ? finished(channel) : Promise.resolve());

/** Expects a start that ends by itself with exit code 1 and complains in this one sentence. */
export async function refused(run: Run, sentence: RegExp): Promise<void> {
	const code = await run.ended;
	const complaint = run.complained().trim();
	if (code !== 1 || !sentence.test(complaint) || complaint.includes('\n'))
		throw new Error(`Expected exit code 1 and ${sentence}, but got ${code} and: ${run.said()}`);
}

/** Waits until the server at `url` answers. @throws what it said when it ended instead */
export async function answers(run: Run, url: string): Promise<void> {
	const ended = run.ended.then((code) => `ended with exit code ${code}`);
	for (;;) {
		const state = await Promise.race([ended, isHealthy(url)]);
		if (state === true) return;
		if (typeof state === 'string') throw new Error(`The server ${state}: ${run.said()}`);
		await wait(30);
	}
}

async function isHealthy(url: string): Promise<boolean> {
	try {
		return (await fetch(`${url}/healthz`)).ok;
	} catch {
		return false;
	}
}

/** Starts the built server as a demo on `databaseUrl` and a free port. */
export async function startServer(databaseUrl: string, env: Record<string, string> = {}): Promise<RunningServer> {
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const settings = {
		DATABASE_URL: databaseUrl,
		DATA_DIR: inject('dataDir'),
		SECRET: 'only-for-tests-0123456789abcdef0123456789',
		PUBLIC_URL: url,
		PORT: String(port),
		DEMO: '1',
		LOG_LEVEL: 'error',
		CHECK_ANSWERS: '1',
		...env,
	};
	const start = async () => {
		const run = launch(settings);
		await answers(run, url);
		return run;
	};
	let run = await start();
	const end = async (signal: NodeJS.Signals) => {
		run.signal(signal);
		await run.ended;
	};
	return {
		url,
		stop: () => end('SIGTERM'),
		crash: () => end('SIGKILL'),
		restart: async () => {
			run = await start();
		},
		said: () => run.said(),
	};
}
