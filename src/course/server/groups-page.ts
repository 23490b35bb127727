import * as z from 'zod';
import { signedIn, verb } from '#platform/server/verb.ts';
import {
	addedCost,
	brokenApart,
	groupSizes,
	lowerBoundOf,
	pairCounts,
	planCost,
	tooSmall,
} from '#course/rules/groups.ts';
import { groupName } from '#course/rules/group-names.ts';
import { cohortHere, pictureOf } from '#course/server/cohort-here.ts';
import { groupHistory, groupsOf } from '#course/server/groups.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import { cohortInGroups, formers, nextUnit, tablesOf } from '#course/server/group-tables.ts';

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
				picture: pictureOf(pictureFileId),
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
							picture: pictureOf(pictureFileId),
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
