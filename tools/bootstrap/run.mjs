import { spawn } from 'node:child_process';

/**
 * Runs a program to its end and keeps what it said; shown only when something went wrong.
 * @param {string} file
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, shell?: boolean, cwd?: string }} [options]
 * @returns {Promise<{ code: number, said: string }>}
 */
export function run(file, args, options = {}) {
	return new Promise((done) => {
		const env = { ...(options.env ?? process.env), NO_COLOR: '1' };
		const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options, env });
		/** @type {Buffer[]} */
		const said = [];
		child.stdout.on('data', (chunk) => said.push(chunk));
		child.stderr.on('data', (chunk) => said.push(chunk));
		const stop = () => child.kill();
		process.on('exit', stop);
		child.on('error', (cause) => done({ code: 1, said: cause.message }));
		child.on('close', (code) => {
			process.off('exit', stop);
			done({ code: code ?? 1, said: Buffer.concat(said).toString() });
		});
	});
}
