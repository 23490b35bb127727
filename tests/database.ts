import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** A database of this test file's own, cloned from the migrated template. */
export async function freshDatabase(): Promise<string> {
	const url = inject('postgres');
	const name = `t_${randomBytes(6).toString('hex')}`;
	const admin = new pg.Client(url);
	await admin.connect();
	await admin.query(`create database ${name} template template strategy file_copy`);
	await admin.end();
	return url.replace('/postgres?', `/${name}?`);
}
