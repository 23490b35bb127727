import { sql } from 'kysely';
import { database } from '#platform/server/database.ts';
import { files } from '#platform/server/files.ts';
import { mayDeleteFiles } from '#platform/server/files-kept.ts';

const hour = 3_600_000;

/**
 * Job: deletes contents that nobody refers to any more, first the content and then the row that remembers it, so that what
 * was broken off is taken up again. What somebody is uploading just now has been written within the hour and stays.
 * While a backup is taken nothing is deleted; the next time will do.
 */
export async function forgetFiles(): Promise<void> {
	const hourAgo = new Date(Date.now() - hour);
	await files.sweep(new Date(Date.now() - 24 * hour));
	const { rows } = await sql<{ digest: string; used: boolean }>`
		select distinct f.digest, (exists(select from file l where l.digest = f.digest and l.removed_at is null)
			or exists(select from data_export x where x.digest = f.digest)) as used
		from file f where f.removed_at is not null and not exists(select from post_file a where a.file_id = f.id)
			and not exists(select from withdrawal_evidence w where w.file_id = f.id)
			and not exists(select from "user" u where u.picture_file_id = f.id)`.execute(database);
	for (const { digest, used } of rows) {
		const may = await database.transaction().execute(async (trx) => {
			if (!(await mayDeleteFiles(trx))) return false;
			if (!used && !(await files.discard(digest, hourAgo))) return true;
			await sql`delete from file f where f.digest = ${digest} and f.removed_at is not null
				and not exists(select from post_file a where a.file_id = f.id)
				and not exists(select from withdrawal_evidence w where w.file_id = f.id)
				and not exists(select from "user" u where u.picture_file_id = f.id)`.execute(trx);
			return true;
		});
		if (!may) return;
	}
}
