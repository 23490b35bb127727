import { sql, type Kysely, type Transaction } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import { record } from '#platform/server/activity.ts';
import { groupName } from '#course/rules/group-names.ts';
import type { Pair, Week } from '#course/rules/groups.ts';
import { proposeGroups, type GroupProposal, type GroupWish } from '#course/rules/group-proposal.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';

/** The unit after the last one: its groups are those of the exam. */
export const examUnit = 11;

/** Active learners who get a group in a unit: all but those excused for the whole of it. */
export async function learnersFor(
	db: Kysely<DB>,
	cohort: Pick<CohortRow, 'id' | 'communityId'>,
	unitNumber: number,
): Promise<string[]> {
	const rows = await db
		.selectFrom('enrolment as e')
		.select('e.userId')
		.where('e.cohortId', '=', cohort.id)
		.where('e.endedAt', 'is', null)
		.where((e) =>
			e.not(
				e.exists(
					e
						.selectFrom('absence as a')
						.select('a.id')
						.whereRef('a.userId', '=', 'e.userId')
						.where('a.communityId', '=', cohort.communityId)
						.where('a.wholeUnit', '=', true)
						.where('a.unitNumber', '=', unitNumber)
						.where('a.withdrawnAt', 'is', null),
				),
			),
		)
		.orderBy('e.startedAt')
		.orderBy('e.userId')
		.execute();
	return rows.map((row) => row.userId);
}

/** The groups of the units before `unitNumber`, as they were formed or later became. */
export async function groupHistory(db: Kysely<DB>, cohortId: string, unitNumber: number): Promise<Week[]> {
	const rows = await db
		.selectFrom('learningGroup as g')
		.innerJoin('learningGroupMember as m', 'm.learningGroupId', 'g.id')
		.select(['g.unitNumber', 'g.id', sql<string[]>`array_agg(m.user_id order by m.user_id)`.as('people')])
		.where('g.cohortId', '=', cohortId)
		.where('g.unitNumber', '<', unitNumber)
		.where('m.leftAt', 'is', null)
		.groupBy(['g.unitNumber', 'g.id'])
		.orderBy('g.unitNumber')
		.orderBy('g.position')
		.execute();
	const weeks = new Map<number, string[][]>();
	for (const row of rows) weeks.set(row.unitNumber, [...(weeks.get(row.unitNumber) ?? []), row.people]);
	return [...weeks.values()];
}

export async function apartPairs(db: Kysely<DB>, cohortId: string): Promise<Pair[]> {
	const rows = await db
		.selectFrom('apartPair')
		.select(['firstId', 'secondId'])
		.where('cohortId', '=', cohortId)
		.where('endedAt', 'is', null)
		.orderBy('firstId')
		.orderBy('secondId')
		.execute();
	return rows.map((row) => [row.firstId, row.secondId]);
}

/** The people of a unit's groups, whom each has met, who is kept apart, and who leads. */
export type GroupCircumstances = Pick<GroupWish, 'people' | 'history' | 'apart' | 'spread'>;

/** What the groups of a unit are proposed from. */
export async function groupCircumstances(
	db: Kysely<DB>,
	cohort: CohortRow,
	unitNumber: number,
): Promise<GroupCircumstances> {
	const [people, history, apart, spread] = await Promise.all([
		learnersFor(db, cohort, unitNumber),
		groupHistory(db, cohort.id, unitNumber),
		apartPairs(db, cohort.id),
		actingIn(db, cohort.communityId, unitNumber),
	]);
	return { people, history, apart, spread };
}

/** Groups for a unit as the rule proposes them; the same cohort, unit and `draw` give the same ones. */
export function proposalFor(
	circumstances: GroupCircumstances,
	{ seed }: Pick<CohortRow, 'seed'>,
	unitNumber: number,
	draw: number,
): GroupProposal {
	const weeksAhead = Math.max(0, examUnit - 1 - unitNumber);
	return proposed({ ...circumstances, weeksAhead, seed: `${seed} ${unitNumber} ${draw}` });
}

/** The last proposals by what was wished: the same wish leads to the same groups, and finding them takes a tenth of a second. */
const proposals = new Map<string, GroupProposal>();
const mostProposals = 50;

function proposed(wish: GroupWish): GroupProposal {
	const key = JSON.stringify(wish);
	const proposal = proposals.get(key) ?? proposeGroups(wish);
	proposals.delete(key);
	proposals.set(key, proposal);
	const [oldest] = proposals.keys();
	if (proposals.size > mostProposals && oldest !== undefined) proposals.delete(oldest);
	return proposal;
}

/** Who leads the community in a unit: at tables of their own, so that no group lacks two people that week. */
async function actingIn(db: Kysely<DB>, communityId: string, unitNumber: number): Promise<string[]> {
	const shifts = await db
		.selectFrom('shift')
		.select('userId')
		.where('communityId', '=', communityId)
		.where('unitNumber', '=', unitNumber)
		.where('removedAt', 'is', null)
		.orderBy('userId')
		.execute();
	return shifts.map(({ userId }) => userId);
}

/** Writes the groups of a unit, in place of such as were fixed before it opened. */
export async function writeGroups(
	trx: Transaction<DB>,
	cohort: CohortRow,
	groups: { unitNumber: number; tables: readonly (readonly string[])[]; by: string | null; at: Date },
): Promise<void> {
	const { unitNumber, at } = groups;
	const before = await trx
		.selectFrom('learningGroup')
		.select('id')
		.where('cohortId', '=', cohort.id)
		.where('unitNumber', '=', unitNumber)
		.execute();
	if (before.length > 0) {
		const ids = before.map((group) => group.id);
		await trx.deleteFrom('learningGroupMember').where('learningGroupId', 'in', ids).execute();
		await trx.deleteFrom('learningGroup').where('id', 'in', ids).execute();
	}
	const language = cohort.language === 'en' ? 'en' : 'de';
	for (const [position, people] of groups.tables.entries()) {
		if (people.length === 0) continue;
		const { id } = await trx
			.insertInto('learningGroup')
			.values({
				cohortId: cohort.id,
				unitNumber,
				position,
				name: groupName(position)[language],
				formedAt: at,
				formedBy: groups.by,
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await trx
			.insertInto('learningGroupMember')
			.values(people.map((userId) => ({ learningGroupId: id, userId, joinedAt: at })))
			.execute();
	}
	await trx.deleteFrom('groupPlan').where('cohortId', '=', cohort.id).where('unitNumber', '=', unitNumber).execute();
	await record(trx, {
		kind: 'groups_formed',
		actorId: groups.by,
		communityId: cohort.communityId,
		cohortId: cohort.id,
		data: { unitNumber },
		at,
	});
}

/** The groups of a unit with their present members. */
export async function groupsOf(db: Kysely<DB>, cohortId: string, unitNumber: number) {
	const groups = await db
		.selectFrom('learningGroup as g')
		.select(['g.id', 'g.name', 'g.position', 'g.formedAt', 'g.formedBy'])
		.where('g.cohortId', '=', cohortId)
		.where('g.unitNumber', '=', unitNumber)
		.where('g.mergedInto', 'is', null)
		.orderBy('g.position')
		.execute();
	if (groups.length === 0) return [];
	const members = await db
		.selectFrom('learningGroupMember as m')
		.innerJoin('user as u', 'u.id', 'm.userId')
		.select(['m.learningGroupId', 'u.id as userId', 'u.name', 'u.pictureFileId'])
		.where(
			'm.learningGroupId',
			'in',
			groups.map((group) => group.id),
		)
		.where('m.leftAt', 'is', null)
		.orderBy('u.name')
		.execute();
	return groups.map((group) => ({
		...group,
		members: members.filter((member) => member.learningGroupId === group.id),
	}));
}
