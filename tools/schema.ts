/** Writes the database's types from the migrations, or (with `--verify`) fails when they have drifted. */
import { spawnSync } from 'node:child_process';
import { migrate, migrationsFolder } from '#platform/server/migrate.ts';
import { startThrowaway } from './throwaway.ts';

const options = [
	'--dialect=postgres',
	'--camel-case',
	'--exclude-pattern=migrations',
	'--numeric-parser=number',
	'--date-parser=string',
	'--type-mapping={"int8":"number"}',
	'--out-file=src/platform/server/schema.ts',
];

const server = await startThrowaway();
let status = 1;
try {
	await migrate(server.url('postgres'), migrationsFolder);
	const generator = ['node_modules/kysely-codegen/dist/cli/bin.js', ...options, ...process.argv.slice(2)];
	const done = spawnSync(process.execPath, generator, {
		stdio: ['ignore', 'inherit', 'inherit'],
		env: { ...process.env, DATABASE_URL: server.url('postgres') },
	});
	status = done.status ?? 1;
} finally {
	await server.stop();
}
process.exit(status);
