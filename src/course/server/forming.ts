import * as z from 'zod';
import { signedIn, verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { writeGroups } from '#course/server/groups.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import {
	assertOpenForForming,
	cohortInGroups,
	cohortOf,
	formers,
	nextUnit,
	tablesOf,
} from '#course/server/group-tables.ts';

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
