import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

const likeTemplate = 'template template strategy file_copy';

let files = 0;
let asTemplate = false;

/** To be told when this worker's database is connected to: the next file gets a new one. */
export const databaseIsUsed = (): void => {
	asTemplate = false;
};

/** The database of this worker, which each of its test files finds as the migrated template is. */
export async function workersDatabase(): Promise<string> {
	const name = `worker_${process.env['VITEST_POOL_ID'] ?? ''}`;
	files += 1;
	if (!asTemplate)
		await asAdmin(`drop database if exists ${name} with (force)`, `create database ${name} ${likeTemplate}`);
	asTemplate = true;
	return urlOf(name);
}

/** Counts 1, 2, 3, … and begins anew in each test file. */
export function counter(): () => number {
	let file = files;
	let count = 0;
	return () => {
		if (file !== files) count = 0;
		file = files;
		count += 1;
		return count;
	};
}

/** Another database, cloned from the migrated template. */
export const freshDatabase = (): Promise<string> => createDatabase(likeTemplate);

/** A database without any table yet. */
export const emptyDatabase = (): Promise<string> => createDatabase('');

async function createDatabase(like: string): Promise<string> {
	const name = `t_${randomBytes(6).toString('hex')}`;
	await asAdmin(`create database ${name} ${like}`);
	return urlOf(name);
}

async function asAdmin(...statements: string[]): Promise<void> {
	const admin = new pg.Client(inject('postgres'));
	await admin.connect();
	for (const statement of statements) await admin.query(statement);
	await admin.end();
}

const urlOf = (database: string): string => inject('postgres').replace('/postgres?', `/${database}?`);
