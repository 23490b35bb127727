import type { Kysely, Transaction } from 'kysely';
import * as z from 'zod';
import { audit } from '#platform/server/audit.ts';
import { announce } from '#platform/server/live.ts';
import { record } from '#platform/server/activity.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import type { DB } from '#platform/server/schema.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import {
	addedCost,
	brokenApart,
	groupSizes,
	lowerBoundOf,
	mergeGroup,
	movePerson,
	pairCounts,
	planCost,
	swapPeople,
	tooSmall,
} from '#course/rules/groups.ts';
import { groupName } from '#course/rules/group-names.ts';
import { cohortHere } from '#course/server/cohort-here.ts';
import { assertMeets, lockCohort, type CohortRow } from '#course/server/cohort-row.ts';
import {
	apartPairs,
	examUnit,
	groupCircumstances,
	groupHistory,
	groupsOf,
	learnersFor,
	proposalFor,
	writeGroups,
} from '#course/server/groups.ts';
import { courseCommunityGround, learningGroupGround } from '#course/server/group-grounds.ts';

const formers = ['acting', 'companion', 'organiser'] as const;
const tablesSchema = z.array(z.array(z.uuid()));

const cohortOf = async (scene: Scene): Promise<CohortRow> =>
	lockCohort(scene.trx, scene.place.cohortId ?? refuse('not_found', { status: 404 }));

/** The cohort as `found`, where it has groups. */
async function cohortInGroups(scene: Scene, found: (scene: Scene) => Promise<CohortRow>): Promise<CohortRow> {
	const cohort = await found(scene);
	assertMeets(cohort, 'groups');
	return cohort;
}

/** The unit whose groups are formed next: the one after the unit that runs. */
const nextUnit = (cohort: CohortRow): number => Math.min(cohort.unitsOpened + 1, examUnit);

/** The tables of a unit as they stand: as arranged, else as fixed, else as proposed; and what they come from. */
async function tablesOf(db: Kysely<DB>, cohort: CohortRow, unitNumber: number) {
	const [circumstances, fixed, plan] = await Promise.all([
		groupCircumstances(db, cohort, unitNumber),
		groupsOf(db, cohort.id, unitNumber),
		db
			.selectFrom('groupPlan')
			.selectAll()
			.where('cohortId', '=', cohort.id)
			.where('unitNumber', '=', unitNumber)
			.executeTakeFirst(),
	]);
	const { people } = circumstances;
	const tables = plan
		? seated(tablesSchema.parse(plan.tables), people)
		: fixed.length > 0
			? seated(
					fixed.map((group) => group.members.map((member) => member.userId)),
					people,
				)
			: proposalFor(circumstances, cohort, unitNumber, 0).groups;
	return { tables, version: plan?.version ?? 0, fixed: fixed.length > 0, circumstances };
}

/** A saved arrangement, with whoever has left taken out and whoever has come put at the smallest table. */
function seated(tables: readonly (readonly string[])[], people: readonly string[]): string[][] {
	const kept = tables.map((table) => table.filter((person) => people.includes(person)));
	for (const person of people.filter((one) => !kept.some((table) => table.includes(one))))
		kept.toSorted((a, b) => a.length - b.length)[0]?.push(person);
	return kept;
}

export const groupsPage = verb({
	name: 'groupsPage',
	method: 'get',
	path: '/communities/{communityId}/groups',
	summary: 'The groups of the unit that runs, and the tables for the next one with their history and cost',
	scope: 'course:read',
	who: formers,
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid() }),
	async run(scene) {
		const { trx } = scene;
		const cohort = await cohortInGroups(scene, cohortHere);
		const unitNumber = nextUnit(cohort);
		const [{ tables, version, fixed, circumstances }, current, people] = await Promise.all([
			tablesOf(trx, cohort, unitNumber),
			groupsOf(trx, cohort.id, cohort.unitsOpened),
			trx
				.selectFrom('enrolment as e')
				.innerJoin('user as u', 'u.id', 'e.userId')
				.select(['u.id as userId', 'u.name', 'u.pictureFileId'])
				.where('e.cohortId', '=', cohort.id)
				.where('e.endedAt', 'is', null)
				.orderBy('u.name')
				.execute(),
		]);
		const { history, apart } = circumstances;
		const counts = pairCounts(history);
		const weeks = [...history, tables];
		const small = tooSmall(current.map((group) => group.members.map((member) => member.userId)));
		const seesApart = scene.roles.has('companion') || scene.roles.has('organiser');
		return {
			unitNumber,
			unitsOpened: cohort.unitsOpened,
			fixed,
			version,
			tables,
			names: tables.map((_, index) => groupName(index)[cohort.language === 'en' ? 'en' : 'de']),
			people: people.map(({ pictureFileId, ...one }) => ({
				...one,
				picture: pictureFileId ? `/files/${pictureFileId}` : null,
			})),
			excused: people.filter((one) => !tables.flat().includes(one.userId)).map((one) => one.userId),
			history: history.map((week) => week.map((group) => [...group])),
			cost: planCost(weeks),
			bound: lowerBoundOf(weeks),
			added: addedCost(tables, counts),
			sizes: groupSizes(tables.flat().length),
			// Who is kept apart, and from whom, is known to companions and organisers; the arrangement just holds to it.
			apart: seesApart ? apart : [],
			brokenApart: seesApart ? brokenApart(tables, apart) : [],
			current: current.map((group, index) => ({ ...group, tooSmall: small.includes(index) })),
		};
	},
});

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

async function assertOpenForForming(trx: Transaction<DB>, cohort: CohortRow, unitNumber: number): Promise<void> {
	if (cohort.unitsOpened >= unitNumber) refuse('unit_has_begun');
	if (unitNumber !== examUnit) return;
	const exam = await trx
		.selectFrom('exam')
		.select('id')
		.where('cohortId', '=', cohort.id)
		.where('cancelledAt', 'is', null)
		.executeTakeFirst();
	if (exam) refuse('exam_scheduled_already');
}

export const fixGroups = verb({
	name: 'fixGroups',
	method: 'post',
	path: '/communities/{communityId}/groups',
	summary: 'Fix the groups of the next unit as the tables stand',
	scope: 'course:write',
	who: formers,
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid(), version: z.coerce.number().int().min(0).optional() }),
	async run(scene, input) {
		const cohort = await cohortInGroups(scene, cohortOf);
		const unitNumber = nextUnit(cohort);
		await assertOpenForForming(scene.trx, cohort, unitNumber);
		const { tables, version } = await tablesOf(scene.trx, cohort, unitNumber);
		if (input.version !== undefined && input.version !== version) refuse('tables_changed_meanwhile');
		if (tables.flat().length === 0) refuse('nobody_to_group');
		await writeGroups(scene.trx, cohort, { unitNumber, tables, by: signedIn(scene).userId, at: scene.now });
		return { unitNumber, groups: tables.length };
	},
});

/** A group below three is shown at once; one click joins it to another and keeps both drafts. */
export const mergeLearningGroup = verb({
	name: 'mergeLearningGroup',
	method: 'post',
	path: '/learning-groups/{learningGroupId}/merge',
	summary: 'Join a group that fell below three to another one',
	scope: 'course:write',
	who: formers,
	at: learningGroupGround,
	input: z.object({ learningGroupId: z.uuid() }),
	async run(scene, input) {
		const { trx, now } = scene;
		const viewer = signedIn(scene);
		const cohort = await cohortOf(scene);
		const group = await trx
			.selectFrom('learningGroup')
			.selectAll()
			.where('id', '=', input.learningGroupId)
			.executeTakeFirstOrThrow();
		if (group.mergedInto) refuse('group_merged_already');
		if (group.unitNumber !== Math.max(cohort.unitsOpened, 1) && group.unitNumber !== examUnit) refuse('unit_over');
		const groups = await groupsOf(trx, cohort.id, group.unitNumber);
		const index = groups.findIndex((one) => one.id === group.id);
		const small = groups[index];
		if (!small || small.members.length >= 3) refuse('group_large_enough');
		const counts = pairCounts(await groupHistory(trx, cohort.id, group.unitNumber));
		const week = groups.map((one) => one.members.map((member) => member.userId));
		const merge = mergeGroup(week, index, counts, await apartPairs(trx, cohort.id));
		const into = merge && groups[merge.into];
		if (!into) throw notFound();
		for (const member of small.members)
			await trx
				.insertInto('learningGroupMember')
				.values({ learningGroupId: into.id, userId: member.userId, joinedAt: now })
				.onConflict((c) => c.columns(['learningGroupId', 'userId']).doUpdateSet({ leftAt: null }))
				.execute();
		await trx
			.updateTable('learningGroupMember')
			.set({ leftAt: now })
			.where('learningGroupId', '=', small.id)
			.where('leftAt', 'is', null)
			.execute();
		await trx.updateTable('learningGroup').set({ mergedInto: into.id }).where('id', '=', small.id).execute();
		await keepBothDrafts(trx, small.id, into.id, small.name, now);
		await record(trx, {
			kind: 'group_merged',
			actorId: viewer.userId,
			communityId: cohort.communityId,
			cohortId: cohort.id,
			subjectId: into.id,
			data: { from: small.id },
			at: now,
		});
		return { into: into.id };
	},
});

/** What the small group had written stands below the other's text, section by section. */
async function keepBothDrafts(
	trx: Transaction<DB>,
	from: string,
	into: string,
	name: string,
	now: Date,
): Promise<void> {
	const [mine, theirs] = await Promise.all(
		[from, into].map((id) =>
			trx.selectFrom('submission').selectAll().where('learningGroupId', '=', id).executeTakeFirst(),
		),
	);
	if (!mine) return;
	if (!theirs) {
		await trx.updateTable('submission').set({ learningGroupId: into }).where('id', '=', mine.id).execute();
		return;
	}
	const sections = await trx
		.selectFrom('submissionSection')
		.selectAll()
		.where('submissionId', '=', mine.id)
		.where('body', '<>', '')
		.execute();
	for (const section of sections) {
		const body = `**${name}:**\n\n${section.body}`;
		await trx
			.insertInto('submissionSection')
			.values({ submissionId: theirs.id, sectionId: section.sectionId, body, savedAt: now, savedBy: section.savedBy })
			.onConflict((c) =>
				c.columns(['submissionId', 'sectionId']).doUpdateSet((e) => ({
					body: e.fn<string>('concat_ws', [
						e.val('\n\n'),
						e.fn<string>('nullif', ['submissionSection.body', e.val('')]),
						e.val(body),
					]),
					version: e('submissionSection.version', '+', 1),
					savedAt: now,
				})),
			)
			.execute();
	}
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

export const myGroup = verb({
	name: 'myGroup',
	method: 'get',
	path: '/communities/{communityId}/group',
	summary: 'One’s own learning group of the unit that runs, and of those before',
	scope: 'course:read',
	who: ['learner'],
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid() }),
	async run(scene) {
		const { userId } = signedIn(scene);
		const cohort = await cohortInGroups(scene, cohortHere);
		const history = await groupHistory(scene.trx, cohort.id, cohort.unitsOpened);
		const groups = await groupsOf(scene.trx, cohort.id, cohort.unitsOpened);
		const mine = groups.find((group) => group.members.some((member) => member.userId === userId));
		const metIn = (other: string): number[] =>
			history.flatMap((week, index) =>
				week.some((group) => group.includes(userId) && group.includes(other)) ? [index + 1] : [],
			);
		return {
			unitNumber: cohort.unitsOpened,
			group: mine
				? {
						id: mine.id,
						name: mine.name,
						position: mine.position,
						members: mine.members.map(({ pictureFileId, ...member }) => ({
							userId: member.userId,
							name: member.name,
							picture: pictureFileId ? `/files/${pictureFileId}` : null,
							me: member.userId === userId,
							metInUnits: member.userId === userId ? [] : metIn(member.userId),
						})),
					}
				: null,
			others: groups
				.filter((group) => group !== mine)
				.map((group) => ({
					id: group.id,
					name: group.name,
					position: group.position,
					members: group.members.map((member) => member.name),
				})),
		};
	},
});
