import * as z from 'zod';
import { audit } from '#platform/server/audit.ts';
import { announce } from '#platform/server/live.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { movePerson, pairCounts, swapPeople } from '#course/rules/groups.ts';
import { cohortHere } from '#course/server/cohort-here.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { learnersFor, proposalFor } from '#course/server/groups.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import {
	assertOpenForForming,
	cohortInGroups,
	cohortOf,
	formers,
	nextUnit,
	tablesOf,
} from '#course/server/group-tables.ts';

export const proposeTables = verb({
	name: 'proposeTables',
	method: 'post',
	path: '/communities/{communityId}/groups/proposal',
	summary: 'Have the tables for the next unit proposed anew',
	scope: 'course:write',
	who: formers,
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid() }),
	async run(scene) {
		const cohort = await cohortInGroups(scene, cohortOf);
		const unitNumber = nextUnit(cohort);
		await assertOpenForForming(scene.trx, cohort, unitNumber);
		const { version, circumstances } = await tablesOf(scene.trx, cohort, unitNumber);
		const proposal = proposalFor(circumstances, cohort, unitNumber, version + 1);
		await savePlan(scene, cohort, unitNumber, proposal.groups, version);
		return { kind: proposal.kind, addedCost: proposal.addedCost, tables: proposal.groups };
	},
});

const seatChange = {
	communityId: z.uuid(),
	userId: z.uuid(),
	table: z.union([z.literal(''), z.coerce.number().int().min(0).max(30)]).optional(),
	swapWith: z.union([z.uuid(), z.literal('')]).optional(),
	version: z.coerce.number().int().min(0).describe('The arrangement one has before one’s eyes'),
};
type SeatChange = z.output<z.ZodObject<typeof seatChange>>;

/** What the tables would be like after a change, and what it costs. @throws {Refusal} where it may not be made */
async function changed({ trx }: Scene, cohort: CohortRow, { userId, table, swapWith, ...input }: SeatChange) {
	const unitNumber = nextUnit(cohort);
	await assertOpenForForming(trx, cohort, unitNumber);
	const { tables, version, circumstances } = await tablesOf(trx, cohort, unitNumber);
	if (version !== input.version) refuse('tables_changed_meanwhile');
	const counts = pairCounts(circumstances.history);
	const { apart } = circumstances;
	const seats = tables.flat();
	const known = seats.includes(userId) && (!swapWith || seats.includes(swapWith));
	if (!known || (!swapWith && (table === undefined || table === '' || table >= tables.length)))
		refuse('no_such_seat', { status: 422, field: 'table' });
	const change = swapWith
		? swapPeople(tables, [userId, swapWith], counts, apart)
		: movePerson(tables, userId, Number(table), counts, apart);
	if (change.brokenApart.length > 0) refuse('kept_apart', { field: 'userId' });
	return { ...change, unitNumber, version };
}

export const seatPerson = verb({
	name: 'seatPerson',
	method: 'put',
	path: '/communities/{communityId}/groups/seats',
	summary: 'Put somebody at another table, or exchange two people',
	scope: 'course:write',
	who: formers,
	at: courseCommunityGround,
	input: z.object(seatChange),
	async run(scene, input) {
		const cohort = await cohortInGroups(scene, cohortOf);
		const { groups, costChange, unitNumber, version } = await changed(scene, cohort, input);
		await savePlan(scene, cohort, unitNumber, groups, version);
		return { costChange, version: version + 1 };
	},
});

/** The same change before it is made, for whoever chooses from lists and cannot be shown it in passing. */
export const seatCost = verb({
	name: 'seatCost',
	method: 'get',
	path: '/communities/{communityId}/groups/seats',
	summary: 'What it would cost to put somebody at another table, or to exchange two people',
	scope: 'course:read',
	who: formers,
	at: courseCommunityGround,
	input: z.object(seatChange),
	async run(scene, input) {
		const { costChange } = await changed(scene, await cohortInGroups(scene, cohortHere), input);
		const { userId, table, swapWith } = input;
		return { costChange, userId, table: table === '' ? null : (table ?? null), swapWith: swapWith || null };
	},
});

async function savePlan(
	scene: Scene,
	cohort: CohortRow,
	unitNumber: number,
	tables: readonly (readonly string[])[],
	version: number,
): Promise<void> {
	const saved = {
		tables: JSON.stringify(tables),
		version: version + 1,
		savedAt: scene.now,
		savedBy: signedIn(scene).userId,
	};
	await scene.trx
		.insertInto('groupPlan')
		.values({ cohortId: cohort.id, unitNumber, ...saved })
		.onConflict((c) => c.columns(['cohortId', 'unitNumber']).doUpdateSet(saved))
		.execute();
	await announce(scene.trx, `community:${cohort.communityId}`);
}

export const keepPairApart = verb({
	name: 'keepPairApart',
	method: 'post',
	path: '/communities/{communityId}/apart-pairs',
	summary: 'Keep two people out of the same group from the next unit on, or no longer',
	scope: 'course:write',
	who: ['companion', 'organiser'],
	at: courseCommunityGround,
	input: z.object({
		communityId: z.uuid(),
		firstId: z.uuid(),
		secondId: z.uuid(),
		apart: z.union([z.boolean(), z.stringbool()]).default(true),
		reason: z.string().trim().max(500).default(''),
	}),
	async run(scene, input) {
		const viewer = signedIn(scene);
		const cohort = await cohortOf(scene);
		const [firstId, secondId] = [input.firstId, input.secondId].toSorted();
		if (!firstId || !secondId || firstId === secondId) refuse('same_person_twice', { status: 422, field: 'secondId' });
		const people = await learnersFor(scene.trx, cohort, 0);
		if (input.apart && (!people.includes(firstId) || !people.includes(secondId)))
			refuse('no_such_seat', { status: 422, field: 'secondId' });
		if (input.apart)
			await scene.trx
				.insertInto('apartPair')
				.values({
					cohortId: cohort.id,
					firstId,
					secondId,
					reason: input.reason,
					createdAt: scene.now,
					createdBy: viewer.userId,
				})
				.onConflict((c) => c.columns(['cohortId', 'firstId', 'secondId']).where('endedAt', 'is', null).doNothing())
				.execute();
		else
			await scene.trx
				.updateTable('apartPair')
				.set({ endedAt: scene.now })
				.where('cohortId', '=', cohort.id)
				.where('firstId', '=', firstId)
				.where('secondId', '=', secondId)
				.where('endedAt', 'is', null)
				.execute();
		await audit(scene.trx, {
			action: input.apart ? 'pair_kept_apart' : 'pair_no_longer_apart',
			actorId: viewer.userId,
			cohortId: cohort.id,
			detail: { firstId, secondId },
		});
		return { apart: input.apart };
	},
});
