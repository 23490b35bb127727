import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { throwawayFolder } from '../../tools/throwaway.ts';
import { answers, freePort, launch, refused } from '../server.ts';

const folder = throwawayFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const begin = async (dataDir: string) => launch({ DATA_DIR: dataDir, PORT: String(await freePort()) });

/** Root may write everywhere but where nobody can. */
function readOnlyFolder(): string {
	if (process.getuid?.() === 0) return '/sys';
	const readOnly = join(folder, 'read-only');
	mkdirSync(readOnly);
	chmodSync(readOnly, 0o555);
	return readOnly;
}

test('a data folder that cannot be written to is refused', async () => {
	const run = await begin(join(readOnlyFolder(), 'data'));
	await refused(run, /^The data folder .* cannot be written to by this user .* DATA_DIR to another folder\.$/);
});

test('a file in place of the data folder is refused', async () => {
	const file = join(folder, 'file');
	writeFileSync(file, '');
	const run = await begin(file);
	await refused(run, /^The data folder .* is a file;/);
});

test('blanks, quotes, dollars, commas and umlauts in a path too long for a socket do not matter', async () => {
	const port = await freePort();
	const dataDir = join(folder, `Anna's "grüne", $HOME-lange Ablage ${'x'.repeat(100)}`);
	const run = launch({ DATA_DIR: dataDir, PORT: String(port) });
	await answers(run, `http://127.0.0.1:${port}`);
	run.signal('SIGTERM');
	expect(await run.ended).toBe(0);
});
