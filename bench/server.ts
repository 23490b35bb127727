import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { config } from '#platform/server/config.ts';

export type Started = { url: string; pid: number; stop: () => Promise<void> };

/** The built server in production, on a port of its own. */
export async function startProduct(databaseUrl: string, settings: Record<string, string> = {}): Promise<Started> {
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const child = fork('build/server/main.js', {
		// what the product logs is none of the figures
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		// as `run.mjs` starts it
		execArgv: ['--expose-gc', '--min-semi-space-size=16', '--always-sparkplug'],
		env: {
			PATH: process.env['PATH'] ?? '',
			NODE_ENV: 'production',
			DATABASE_URL: databaseUrl,
			DATA_DIR: config.dataDir,
			SECRET: config.secret,
			PUBLIC_URL: url,
			PORT: String(port),
			LOG_LEVEL: 'error',
			...settings,
		},
	});
	while (
		!(await fetch(`${url}/readyz`).then(
			({ ok }) => ok,
			() => false,
		))
	) {
		if (child.exitCode !== null) throw new Error(`The server ended with exit code ${child.exitCode}.`);
		await wait(50);
	}
	return { url, pid: child.pid ?? 0, stop: () => end(child) };
}

/** A server that does nothing but send `?bytes=` bytes: what the runtime itself costs. */
export async function startBare(): Promise<Started> {
	const child = fork('bench/bare.ts', { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
	const [port] = (await once(child, 'message')) as [number];
	return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
	const ended = once(child, 'exit');
	child.kill('SIGTERM');
	await ended;
}

export async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	return port;
}
