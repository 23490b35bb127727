import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { chromium, type Browser } from 'playwright-core';

export async function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const s = createServer().listen(0, '127.0.0.1', () => {
			const a = s.address();
			s.close(() => resolve(typeof a === 'object' && a ? a.port : 0));
		});
	});
}
export async function startServer(databaseUrl: string, env: Record<string, string> = {}) {
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const start = () =>
		new Promise<ReturnType<typeof spawn>>((resolve, reject) => {
			const p = spawn(process.execPath, ['build/server/main.js'], {
				env: {
					...process.env,
					NODE_ENV: 'production',
					DATABASE_URL: databaseUrl,
					PUBLIC_URL: url,
					PORT: String(port),
					DEMO: '1',
					...env,
				},
				stdio: ['ignore', 'pipe', 'inherit'],
			});
			p.stdout.on('data', (d: Buffer) => {
				if (String(d).includes('ready on')) resolve(p);
			});
			p.on('exit', reject);
		});
	let child = await start();
	const stop = (signal: NodeJS.Signals) =>
		new Promise<void>((r) => {
			child.on('exit', () => r());
			child.kill(signal);
		});
	return {
		url,
		stop: () => stop('SIGTERM'),
		crash: () => stop('SIGKILL'),
		restart: async () => {
			child = await start();
		},
	};
}
export const openBrowser = (): Promise<Browser> =>
	chromium.launch({
		executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
		args: [
			...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--disable-quic',
			'--no-first-run',
		],
	});
