import { groupCircumstances, groupsOf, learnersFor, proposalFor, writeGroups } from '#course/server/groups.ts';
import type { DueStep } from '#course/server/settle.ts';

/** At the scheduled end of a meeting the groups of the next unit stand, formed by hand or, if nobody did, by the rule. */
export const formGroups: DueStep = {
	name: 'form groups',
	async dueAt(trx, cohort) {
		// at one's own pace there are groups for the exam only, formed when it is scheduled
		if (cohort.cancelledAt || cohort.endsAt) return null;
		const meeting = await trx
			.selectFrom('meeting as m')
			.select('m.endsAt')
			.where('m.communityId', '=', cohort.communityId)
			.where('m.kind', 'in', ['kick_off', 'weekly'])
			.where('m.cancelledAt', 'is', null)
			.where((e) =>
				e.not(
					e.exists(
						e
							.selectFrom('learningGroup as g')
							.select('g.id')
							.where('g.cohortId', '=', cohort.id)
							.whereRef('g.unitNumber', '>', 'm.number'),
					),
				),
			)
			.where((e) =>
				e.exists(
					e
						.selectFrom('enrolment as n')
						.select('n.id')
						.where('n.cohortId', '=', cohort.id)
						.where('n.endedAt', 'is', null),
				),
			)
			.orderBy('m.number')
			.limit(1)
			.executeTakeFirst();
		return meeting?.endsAt ?? null;
	},
	async run(trx, cohort, at) {
		const last = await trx
			.selectFrom('learningGroup')
			.select((e) => e.fn.max('unitNumber').as('unit'))
			.where('cohortId', '=', cohort.id)
			.executeTakeFirst();
		const meeting = await trx
			.selectFrom('meeting')
			.select('number')
			.where('communityId', '=', cohort.communityId)
			.where('kind', 'in', ['kick_off', 'weekly'])
			.where('cancelledAt', 'is', null)
			.where('endsAt', '=', at)
			.where('number', '>=', last?.unit ?? 0)
			.orderBy('number')
			.limit(1)
			.executeTakeFirstOrThrow();
		const unitNumber = meeting.number + 1;
		const { groups } = proposalFor(await groupCircumstances(trx, cohort, unitNumber), cohort, unitNumber, 0);
		await writeGroups(trx, cohort, { unitNumber, tables: groups, by: null, at });
	},
};

/** Whoever joins while a unit runs is taken in by its smallest group. */
export const placeNewcomers: DueStep = {
	name: 'place newcomers',
	async dueAt(trx, cohort) {
		if (cohort.unitsOpened === 0 || cohort.cancelledAt || cohort.frozenAt) return null;
		const missing = await newcomers(trx, cohort);
		return missing[0]?.startedAt ?? null;
	},
	async run(trx, cohort, at) {
		for (const { userId } of await newcomers(trx, cohort)) {
			const groups = await groupsOf(trx, cohort.id, cohort.unitsOpened);
			const [smallest] = groups.toSorted((a, b) => a.members.length - b.members.length || a.position - b.position);
			if (!smallest) return;
			await trx
				.insertInto('learningGroupMember')
				.values({ learningGroupId: smallest.id, userId, joinedAt: at })
				.onConflict((c) => c.columns(['learningGroupId', 'userId']).doUpdateSet({ leftAt: null }))
				.execute();
		}
	},
};

type Trx = Parameters<DueStep['dueAt']>[0];
type Cohort = Parameters<DueStep['dueAt']>[1];

async function newcomers(trx: Trx, cohort: Cohort) {
	const expected = await learnersFor(trx, cohort, cohort.unitsOpened);
	if (expected.length === 0) return [];
	return trx
		.selectFrom('enrolment as e')
		.select(['e.userId', 'e.startedAt'])
		.where('e.cohortId', '=', cohort.id)
		.where('e.endedAt', 'is', null)
		.where('e.userId', 'in', expected)
		.where((e) =>
			e.exists(
				e
					.selectFrom('learningGroup as g')
					.select('g.id')
					.where('g.cohortId', '=', cohort.id)
					.where('g.unitNumber', '=', cohort.unitsOpened),
			),
		)
		.where((e) =>
			e.not(
				e.exists(
					e
						.selectFrom('learningGroup as g')
						.innerJoin('learningGroupMember as m', 'm.learningGroupId', 'g.id')
						.select('g.id')
						.where('g.cohortId', '=', cohort.id)
						.where('g.unitNumber', '=', cohort.unitsOpened)
						.where('m.leftAt', 'is', null)
						.whereRef('m.userId', '=', 'e.userId'),
				),
			),
		)
		.orderBy('e.startedAt')
		.execute();
}
