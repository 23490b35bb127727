import type { Transaction } from 'kysely';
import { m } from '#messages/messages.js';
import { archive, type ArchiveEntry } from '#platform/server/archive.ts';
import { config } from '#platform/server/config.ts';
import { database } from '#platform/server/database.ts';
import { files } from '#platform/server/files.ts';
import { announce } from '#platform/server/live.ts';
import { queueMail } from '#platform/server/mail.ts';
import type { DB } from '#platform/server/schema.ts';
import { addHours } from '#platform/time.ts';
import type { Locale } from '#platform/viewer.ts';
import { exportHours } from '#privacy/server/own-data.ts';
import { ownRowsIn, ownTables } from '#privacy/server/own-rows.ts';
import { overview } from '#privacy/server/own-data-overview.ts';

type Progress = { parts: number; done: () => void };

/**
 * Job: makes the archive that somebody asked for. Begun anew by a retry; what a killed process had written refers to
 * nothing and is tidied away.
 */
export async function collectData({ exportId }: { exportId: string }, now: Date): Promise<void> {
	const asked = await database
		.selectFrom('dataExport as x')
		.innerJoin('user as u', 'u.id', 'x.userId')
		.select(['u.id', 'u.name', 'u.email', 'u.locale'])
		.where('x.id', '=', exportId)
		.where('x.finishedAt', 'is', null)
		.executeTakeFirst();
	if (!asked) return;
	const locale: Locale = asked.locale === 'en' ? 'en' : 'de';
	// one and the same moment for all tables
	const stored = await database
		.transaction()
		.setIsolationLevel('repeatable read')
		.execute(async (trx) => {
			const tables = [...ownTables()];
			const kept = await filesOf(trx, asked.id);
			const progress = counting({ exportId, userId: asked.id, parts: tables.length + kept.length });
			const entries = await rowsOf(trx, asked.id, locale, progress);
			const opened = kept.map(({ name, digest }) => ({
				name,
				open: async () => {
					progress.done();
					return files.open(digest);
				},
			}));
			return files.put(archive([...entries, ...opened], now), Number.POSITIVE_INFINITY);
		});
	await finish(exportId, { ...asked, locale }, stored, now);
}

async function rowsOf(
	trx: Transaction<DB>,
	userId: string,
	locale: Locale,
	progress: Progress,
): Promise<ArchiveEntry[]> {
	const found: { kind: string; table: string; rows: number; name: string }[] = [];
	const entries: ArchiveEntry[] = [];
	for (const each of ownTables()) {
		const rows = await ownRowsIn(trx, userId, each);
		progress.done();
		if (rows.length === 0) continue;
		const name = `${each.kind}/${each.table}.json`;
		entries.push({ name, bytes: Buffer.from(`${JSON.stringify(rows, null, '\t')}\n`) });
		found.push({ kind: each.kind, table: each.table, rows: rows.length, name });
	}
	return [{ name: m.data_overview_file({}, { locale }), bytes: Buffer.from(overview(found, locale)) }, ...entries];
}

/** One's own files, those whose content is there; numbered, so that equal names do not collide. */
async function filesOf(trx: Transaction<DB>, userId: string): Promise<{ name: string; digest: string }[]> {
	const rows = await trx
		.selectFrom('file')
		.select(['name', 'digest'])
		.where('ownerId', '=', userId)
		.where('removedAt', 'is', null)
		.orderBy('createdAt')
		.orderBy('id')
		.execute();
	const there = [];
	for (const [index, { name, digest }] of rows.entries())
		if (await files.stat(digest)) there.push({ name: `files/${index + 1}-${name}`, digest });
	return there;
}

/** Tells how far it is while it goes on, beside the transaction that reads. */
function counting({ exportId, userId, parts }: { exportId: string; userId: string; parts: number }): Progress {
	let partsDone = 0;
	let told = Promise.resolve<unknown>(undefined);
	const tell = () => {
		// often enough to be seen, not for every little part
		if (partsDone % 10 !== 0) return;
		const now = partsDone;
		told = told
			.then(() =>
				database.updateTable('dataExport').set({ parts, partsDone: now }).where('id', '=', exportId).execute(),
			)
			.then(() => announce(database, `user:${userId}`))
			.catch(() => undefined);
	};
	tell();
	return {
		parts,
		done: () => {
			partsDone++;
			tell();
		},
	};
}

async function finish(
	exportId: string,
	person: { id: string; name: string; email: string; locale: Locale },
	stored: { digest: string; bytes: number },
	now: Date,
): Promise<void> {
	await database.transaction().execute(async (trx) => {
		const finished = await trx
			.updateTable('dataExport')
			.set((e) => ({
				...stored,
				partsDone: e.ref('parts'),
				finishedAt: now,
				expiresAt: addHours(now, exportHours),
			}))
			.where('id', '=', exportId)
			.where('finishedAt', 'is', null)
			.returning('id')
			.executeTakeFirst();
		// the person is gone, or another process was faster
		if (!finished) return;
		await announce(trx, `user:${person.id}`);
		const to = { locale: person.locale };
		await queueMail(trx, {
			kind: 'account_data_ready',
			userId: person.id,
			to: person.email,
			locale: person.locale,
			subject: m.mail_data_ready_subject({}, to),
			body: m.mail_data_ready_body({ name: person.name, hours: exportHours, link: `${config.publicUrl}/me/data` }, to),
			at: now,
		});
	});
}
