import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import { kept, type KeptId } from '#privacy/kept.ts';
import { aboutOthers, alsoMine, leftOut, readable } from '#privacy/own-data.ts';

export type OwnRows = { kind: KeptId; table: string; rows: Record<string, unknown>[] };

/** Every table that may hold something about a person, in the order of the page "Was erfasst wird". */
export function* ownTables(): Iterable<{ kind: KeptId; table: string; columns: readonly string[] }> {
	for (const { id, tables } of kept)
		for (const [table, columns] of Object.entries(tables)) {
			if (leftOut[table] === 'all') continue;
			const own = Object.entries(columns).flatMap(([column, fate]) => (fate === 'office' ? [] : column));
			if (own.length > 0 || alsoMine[table]) yield { kind: id, table, columns: own };
		}
}

/**
 * The rows of a table that are about a person, as JSON has them, the oldest first where they are numbered by time. Other
 * people are left out of them, but for names that the person sees on the pages.
 */
export async function ownRowsIn(
	db: Kysely<DB>,
	userId: string,
	{ table, columns }: { table: string; columns: readonly string[] },
): Promise<Record<string, unknown>[]> {
	const me = `'${uuidOf(userId)}'::uuid`;
	const raw = (text: string) => sql.raw(text.replaceAll(':me', me));
	const mine = columns.map((column) => sql`t.${sql.ref(column)} = ${userId}`);
	const conditions = [...mine, ...(alsoMine[table] ? [sql`(${raw(alsoMine[table])})`] : [])];
	const words = Object.entries(readable[table] ?? {}).map(([name, from]) => raw(`'${name}', ${from}`));
	const { rows } = await sql<{ row: Record<string, unknown> }>`
		with my_paper as (
			select p.id, p.exam_id from paper p join exam_candidate c on c.exam_id = p.exam_id and c.user_id = ${userId}
				and (p.user_id = c.user_id or p.learning_group_id = c.learning_group_id)
		)
		select to_jsonb(t) || jsonb_build_object(${sql.join(words)}) as row from ${sql.table(table)} t
		where ${sql.join(conditions, sql` or `)}`.execute(db);
	const secret = leftOut[table] ?? [];
	const others = aboutOthers[table] ?? [];
	const people = Object.keys(kept.find(({ tables }) => table in tables)?.tables[table] ?? {});
	return rows
		.map(({ row }) =>
			Object.fromEntries(
				Object.entries(row).filter(
					([name, value]) =>
						!secret.includes(name) &&
						!(people.includes(name) && value !== userId) &&
						!(others.includes(name) && row['subject_id'] !== userId),
				),
			),
		)
		.map((row) => (table === 'mail' && row['secret_links'] === true ? { ...row, body: null, html: null } : row))
		.toSorted((a, b) => String(a['id'] ?? '').localeCompare(String(b['id'] ?? '')));
}

function uuidOf(id: string): string {
	if (!/^[0-9a-f-]{36}$/i.test(id)) throw new Error('not an id');
	return id;
}
