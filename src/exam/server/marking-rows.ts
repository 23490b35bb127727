import { sql, type Kysely, type Selectable } from 'kysely';
import * as z from 'zod';
import { notLocked } from '#exam/server/locked.ts';
import { settlement, type MarkingRules, type PaperMarks, type Settlement } from '#exam/rules/marking.ts';
import type { DB, Marking } from '#platform/server/schema.ts';

export type MarkingRow = Selectable<Marking>;

/** The markings in force of some papers, by paper and in their order. */
export async function markingsOf(db: Kysely<DB>, paperIds: readonly string[]): Promise<Map<string, MarkingRow[]>> {
	const byPaper = new Map<string, MarkingRow[]>(paperIds.map((id) => [id, []]));
	if (paperIds.length === 0) return byPaper;
	const rows = await db
		.selectFrom('marking')
		.selectAll()
		.where('paperId', 'in', paperIds)
		.where('endedAt', 'is', null)
		.orderBy('position')
		.execute();
	for (const row of rows) byPaper.get(row.paperId)?.push(row);
	return byPaper;
}

const levels = z.record(z.string(), z.number());
/** The places of the chosen levels by criterion, from 0. */
export const levelsOf = (marking: Pick<MarkingRow, 'levels'>): Record<string, number> => levels.parse(marking.levels);

/** The group's papers first, as in the exam. */
export const kindOrder = sql`array_position(array['group', 'case', 'reflection'], p.kind)`;

/** An examiner's markings in force, in the order in which one goes through them. */
export async function onDesk(db: Kysely<DB>, examinerId: string) {
	return db
		.selectFrom('marking as g')
		.innerJoin('paper as p', 'p.id', 'g.paperId')
		.innerJoin('exam as e', 'e.id', 'p.examId')
		.select(['g.id', 'g.savedAt', 'g.submittedAt', 'e.releasedAt'])
		.where('g.examinerId', '=', examinerId)
		.where('g.endedAt', 'is', null)
		.where(notLocked(sql`p.user_id`))
		.orderBy(sql`date_trunc('milliseconds', e.opens_at)`, 'desc')
		.orderBy('e.id', 'desc')
		.orderBy(kindOrder)
		.orderBy('p.paperNumber')
		.execute();
}

/** What an examiner stands by: the points submitted, or those come to after hearing the other. */
export const pointsOf = (marking: MarkingRow | undefined): number | null =>
	marking?.submittedAt ? (marking.settledPoints ?? marking.points) : null;

/** The marks of a paper as the rule of settlement wants them. */
export function marksOf(markings: readonly MarkingRow[]): PaperMarks {
	const at = (position: number) => markings.find((marking) => marking.position === position);
	const [first, second] = [at(1), at(2)];
	const bothInAt =
		first?.submittedAt && second?.submittedAt
			? first.submittedAt > second.submittedAt
				? first.submittedAt
				: second.submittedAt
			: null;
	return { first: pointsOf(first), second: pointsOf(second), third: pointsOf(at(3)), bothInAt };
}

export function settlementOf(
	markings: readonly MarkingRow[],
	rules: MarkingRules,
	zone: string,
	now: Date,
): Settlement {
	return settlement(marksOf(markings), rules, zone, now);
}
