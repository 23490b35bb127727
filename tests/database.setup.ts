import { rmSync } from 'node:fs';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrateAll } from '#platform/server/migrate.ts';
import { startThrowaway, throwawayFolder } from '../tools/throwaway.ts';

declare module 'vitest' {
	interface ProvidedContext {
		postgres: string;
		/** A folder for what the tests upload. */
		dataDir: string;
	}
}

/** One throwaway PostgreSQL for the whole run, with a migrated template that each test file clones. */
export default async function setup(project: TestProject) {
	const server = await startThrowaway();
	await makeTemplate(server.url);
	const dataDir = throwawayFolder();
	project.provide('postgres', server.url('postgres'));
	project.provide('dataDir', dataDir);
	return async () => {
		await server.stop();
		rmSync(dataDir, { recursive: true, force: true });
	};
}

/** An empty demo instance, whose clock can be moved and which counts as filled. */
async function makeTemplate(url: (database: string) => string): Promise<void> {
	const admin = new pg.Client(url('postgres'));
	await admin.connect();
	await admin.query('create database template');
	await migrateAll(url('template'));
	const template = new pg.Client(url('template'));
	await template.connect();
	await template.query(`insert into instance (kind, filled_at) values ('demo', now())`);
	await template.end();
	await admin.query('alter database template is_template true allow_connections false');
	await admin.end();
}
