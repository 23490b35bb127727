import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { runMigrations as installJobs } from 'graphile-worker';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '#platform/server/embedded.ts';
import { migrate } from '#platform/server/migrate.ts';

declare module 'vitest' {
	interface ProvidedContext {
		postgres: string;
	}
}

/** One throwaway PostgreSQL for the whole run, with a migrated template that each test file clones. */
export default async function setup(project: TestProject) {
	const folder = mkdtempSync(join(tmpdir(), 'allmende-test-'));
	chmodSync(folder, 0o711);
	const server = await startEmbedded(join(folder, 'db'), { throwaway: true });
	const admin = new pg.Client(server.url('postgres'));
	await admin.connect();
	await admin.query('create database template');
	await migrate(server.url('template'), 'database/migrations');
	await installJobs({ connectionString: server.url('template') });
	const template = new pg.Client(server.url('template'));
	await template.connect();
	await template.query(`insert into instance (kind) values ('demo')`);
	await template.end();
	await admin.query('alter database template is_template true allow_connections false');
	await admin.end();
	project.provide('postgres', server.url('postgres'));
	return () => {
		server.stop();
		rmSync(folder, { recursive: true, force: true });
	};
}
