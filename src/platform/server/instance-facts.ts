import { sql } from 'kysely';
import * as z from 'zod';
import { lastBackup } from '#platform/server/backup/note.ts';
import { freeBytes } from '#platform/server/backup/space.ts';
import { config } from '#platform/server/config.ts';
import { queueNow } from '#platform/server/dead-jobs.ts';
import { here } from '#platform/server/here.ts';
import { instanceKind } from '#platform/server/instance.ts';
import { unsentMails } from '#platform/server/mail-administration.ts';
import { verb } from '#platform/server/verb.ts';
import { version } from '#platform/server/version.ts';

type Counted = {
	people: number;
	administrators: number;
	organisations: number;
	databaseVersion: string;
	databaseBytes: number;
	files: number;
	fileBytes: number;
};

/** What whoever looks after the instance wants to know first; sizes in bytes, instants in real time. */
export const instanceFacts = verb({
	name: 'instanceFacts',
	method: 'get',
	path: '/admin',
	summary: 'What this instance is, what it holds, and what needs attention',
	scope: 'administration:read',
	who: ['administrator'],
	at: here,
	input: z.object({}),
	async run({ trx }) {
		const { rows } = await sql<Counted>`
			select
				(select count(*)::int from "user" where erased_at is null) as people,
				(select count(*)::int from "user" where administrator and erased_at is null) as administrators,
				(select count(*)::int from organisation) as organisations,
				current_setting('server_version') as "databaseVersion",
				pg_database_size(current_database()) as "databaseBytes",
				(select count(*)::int from (select distinct digest from file where removed_at is null) as kept) as files,
				(select coalesce(sum(bytes), 0) from (
					select digest, max(bytes) as bytes from file where removed_at is null group by digest) as kept) as "fileBytes"
		`.execute(trx);
		const counted = rows[0];
		if (!counted) throw new Error('counting gave no row');
		return {
			...counted,
			databaseBytes: Number(counted.databaseBytes),
			fileBytes: Number(counted.fileBytes),
			version,
			kind: await instanceKind(trx),
			address: config.publicUrl,
			embedded: config.externalDatabase === null,
			/** As of its beginning; `null` when there was none, or when it is not ours to know. */
			lastBackup: config.externalDatabase ? null : lastBackup(config.dataDir),
			diskFree: await freeBytes(config.dataDir),
			sendsMail: config.smtpUrl !== null,
			mailFrom: config.mailFrom,
			queue: await queueNow(trx),
			unsentMails: await unsentMails(trx),
			runningSince: new Date(Date.now() - process.uptime() * 1000),
		};
	},
});
