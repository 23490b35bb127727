import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { throwawayFolder } from '../../tools/throwaway.ts';
import { freePort, launch, refused, type Run } from '../server.ts';

const folder = throwawayFolder();
const dataDir = join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const begin = async (env: Record<string, string>): Promise<Run> =>
	launch({ DATA_DIR: dataDir, PORT: String(await freePort()), ...env });

async function until(run: Run, sentence: string): Promise<void> {
	while (!run.said().includes(sentence)) await Promise.race([wait(20), run.ended.then(() => expect.fail(run.said()))]);
}

test('a demo that is stopped while it is being filled ends at once, and its database with it', async () => {
	const run = await begin({ DEMO: '1' });
	await until(run, 'Filling the demo organisation');
	run.signal('SIGINT');
	expect(await run.ended).toBe(0);
	expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false);
	expect(existsSync(join(dataDir, 'lock'))).toBe(false);
});

test('a demo that was filled only halfway is made anew', async () => {
	const run = await begin({ DEMO: '1' });
	await until(run, 'The demo was filled only halfway last time; beginning anew');
	await until(run, 'Filling the demo organisation');
	run.signal('SIGTERM');
	expect(await run.ended).toBe(0);
});

test('what was begun as a demo never runs as production', async () => {
	await refused(await begin({ DEMO: '0' }), /holds a demo, which can never become a production instance/);
});
