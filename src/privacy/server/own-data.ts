import { sql, type Transaction } from 'kysely';
import * as z from 'zod';
import { ownGround } from '#identity/server/grounds.ts';
import { database } from '#platform/server/database.ts';
import { files } from '#platform/server/files.ts';
import { here } from '#platform/server/here.ts';
import { addJob } from '#platform/server/jobs.ts';
import { limit } from '#platform/server/rate-limit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { dateIn } from '#platform/time.ts';

/** How long an archive can be fetched, in hours. */
export const exportHours = 24;

/** The archives of one's own data that are being made or can be fetched. */
export const myData = verb({
	name: 'myData',
	method: 'get',
	path: '/me/data',
	summary: 'Archives of all data about oneself: how far they are, and until when they can be fetched',
	scope: 'privacy:read',
	who: ['person'],
	at: here,
	input: z.object({}),
	async run(scene) {
		const archives = await scene.trx
			.selectFrom('dataExport')
			.select(['id', 'askedAt', 'parts', 'partsDone', 'bytes', 'finishedAt', 'expiresAt'])
			.where('userId', '=', signedIn(scene).userId)
			.where((e) => e.or([e('expiresAt', 'is', null), e('expiresAt', '>', scene.now)]))
			.orderBy('askedAt', 'desc')
			.execute();
		return { hours: exportHours, archives };
	},
});

/** Begins one, or goes on with the one that is being made. */
export const requestMyData = verb({
	name: 'requestMyData',
	method: 'post',
	path: '/me/data',
	summary: 'Have an archive made of all data about oneself, as JSON with the files beside it',
	scope: 'privacy:write',
	who: ['person'],
	at: here,
	status: 202,
	input: z.object({}),
	output: z.object({ exportId: z.uuid() }),
	async run(scene) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		await limit(`export:${userId}`, 10, 86_400);
		const { id } = await trx
			.insertInto('dataExport')
			.values({ userId, askedAt: now })
			.onConflict((c) => c.column('userId').where('finishedAt', 'is', null).doUpdateSet({ askedAt: now }))
			.returning('id')
			.executeTakeFirstOrThrow();
		await addJob(trx, 'collect_data', { exportId: id }, `collect_data:${id}`);
		return { exportId: id };
	},
});

export const fetchMyData = verb({
	name: 'fetchMyData',
	method: 'get',
	path: '/me/data/{exportId}',
	summary: 'Fetch an archive of all data about oneself, within a day of its being made',
	scope: 'privacy:read',
	who: ['owner'],
	at: ownGround('exportId', async (db, id) => {
		const found = await db.selectFrom('dataExport').select('userId').where('id', '=', id).executeTakeFirst();
		return found?.userId;
	}),
	input: z.object({ exportId: z.uuid() }),
	async run(scene, { exportId }) {
		const found = await scene.trx
			.selectFrom('dataExport')
			.select(['digest', 'bytes', 'expiresAt', 'askedAt'])
			.where('id', '=', exportId)
			.executeTakeFirstOrThrow();
		if (!found.digest || !found.expiresAt) return refuse('export_not_ready');
		if (found.expiresAt <= scene.now) refuse('export_over', { status: 410 });
		const day = dateIn(signedIn(scene).timeZone, found.askedAt);
		return new Response(await files.open(found.digest), {
			headers: {
				'content-type': 'application/zip',
				'content-length': String(found.bytes),
				'content-disposition': `attachment; filename="allmende-${day}.zip"`,
				'cache-control': 'private, no-store',
			},
		});
	},
});

/** Ends archives whose time is over. */
export async function endExports(now: Date): Promise<void> {
	await database.transaction().execute(async (trx) => {
		if (await dropExports(trx, sql`expires_at <= ${now}`)) await addJob(trx, 'tidy_files', {}, 'tidy_files');
	});
}

/** Takes archives away; their contents go with the next tidying of the store. Says whether there were any. */
export async function dropExports(trx: Transaction<DB>, which: ReturnType<typeof sql>): Promise<boolean> {
	const { rows } = await sql`with gone as (delete from data_export where ${which} returning digest, bytes)
		insert into file (name, media_type, digest, bytes, removed_at)
		select 'removed', 'application/zip', digest, bytes, now() from gone where digest is not null returning id`.execute(trx);
	return rows.length > 0;
}
