/** Writes the database's types from the migrations, or (with `--verify`) fails when they have drifted. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '#platform/server/embedded.ts';
import { migrate } from '#platform/server/migrate.ts';

const folder = mkdtempSync(join(tmpdir(), 'allmende-schema-'));
chmodSync(folder, 0o711);
const server = await startEmbedded(join(folder, 'db'), { throwaway: true });
let status = 1;
try {
	await migrate(server.url('postgres'), 'database/migrations');
	const done = spawnSync(
		process.execPath,
		[
			'node_modules/kysely-codegen/dist/cli/bin.js',
			'--dialect=postgres',
			'--camel-case',
			'--exclude-pattern=migrations',
			'--numeric-parser=number',
			'--date-parser=string',
			'--type-mapping={"int8":"number"}',
			'--out-file=src/platform/server/schema.ts',
			...process.argv.slice(2),
		],
		{ stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, DATABASE_URL: server.url('postgres') } },
	);
	status = done.status ?? 1;
} finally {
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
}
process.exit(status);
