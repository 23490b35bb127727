import { randomBytes } from 'node:crypto';
import { makeSignature } from 'better-auth/crypto';
import pg from 'pg';
import { config } from '#platform/server/config.ts';
import type { BenchWorld } from './world.ts';

/** A session for each of these people, as the headers that their browsers would send. */
export async function cookiesOf(world: BenchWorld, userIds: readonly string[]): Promise<string[]> {
	const tokens = userIds.map(() => randomBytes(24).toString('hex'));
	const client = new pg.Client(world.databaseUrl);
	await client.connect();
	await client.query(
		`insert into session (user_id, token, expires_at, updated_at)
			select *, now() + interval '14 days', now() from unnest($1::uuid[], $2::text[])`,
		[userIds, tokens],
	);
	await client.end();
	return Promise.all(
		tokens.map(async (token) => {
			const signed = `${token}.${await makeSignature(token, config.secret)}`;
			return `allmende.session_token=${encodeURIComponent(signed)}`;
		}),
	);
}
