import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** A database of this test file's own, cloned from the migrated template. */
export const freshDatabase = (): Promise<string> => createDatabase('template template strategy file_copy');

/** A database without any table yet. */
export const emptyDatabase = (): Promise<string> => createDatabase('');

async function createDatabase(like: string): Promise<string> {
	const url = inject('postgres');
	const name = `t_${randomBytes(6).toString('hex')}`;
	const admin = new pg.Client(url);
	await admin.connect();
	await admin.query(`create database ${name} ${like}`);
	await admin.end();
	return url.replace('/postgres?', `/${name}?`);
}
