import * as z from 'zod';
import { record } from '#platform/server/activity.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { noteAccess } from '#community/server/record-access.ts';
import { communityGround } from '#community/server/standing.ts';

/** The reason is for companions only; that somebody is away is no secret of theirs but said by nobody else. */
export const announceAbsence = verb({
	name: 'announceAbsence',
	method: 'post',
	path: '/communities/{communityId}/absences',
	summary: 'Announce that one will be away, for some days or a whole unit',
	scope: 'events:write',
	who: ['member'],
	at: communityGround,
	status: 201,
	input: z.object({
		communityId: z.uuid(),
		fromDate: z.iso.date(),
		toDate: z.iso.date(),
		wholeUnit: z.union([z.boolean(), z.stringbool()]).default(false),
		unitNumber: z.union([z.literal(''), z.coerce.number().int().min(1).max(40)]).optional(),
		reason: z.string().trim().max(1000).default(''),
	}),
	output: z.object({ absenceId: z.uuid() }),
	async run(scene, input) {
		const { userId } = signedIn(scene);
		if (input.toDate < input.fromDate) refuse('absence_backwards', { status: 422, field: 'toDate' });
		if (input.wholeUnit && !input.unitNumber) refuse('absence_unit_missing', { status: 422, field: 'unitNumber' });
		const { id } = await scene.trx
			.insertInto('absence')
			.values({
				communityId: input.communityId,
				userId,
				fromDate: input.fromDate,
				toDate: input.toDate,
				wholeUnit: input.wholeUnit,
				unitNumber: input.unitNumber || null,
				reason: input.reason,
				announcedAt: scene.now,
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(scene.trx, {
			kind: 'absence_announced',
			actorId: userId,
			communityId: input.communityId,
			cohortId: scene.place.cohortId,
			subjectId: id,
			at: scene.now,
		});
		return { absenceId: id };
	},
});

export const withdrawAbsence = verb({
	name: 'withdrawAbsence',
	method: 'post',
	path: '/communities/{communityId}/absences/{absenceId}/withdrawal',
	summary: 'Take back an announced absence',
	scope: 'events:write',
	who: ['member'],
	at: communityGround,
	input: z.object({ communityId: z.uuid(), absenceId: z.uuid() }),
	async run(scene, input) {
		const { userId } = signedIn(scene);
		const changed = await scene.trx
			.updateTable('absence')
			.set({ withdrawnAt: scene.now })
			.where('id', '=', input.absenceId)
			.where('communityId', '=', input.communityId)
			.where('userId', '=', userId)
			.where('withdrawnAt', 'is', null)
			.returning('id')
			.executeTakeFirst();
		if (!changed) refuse('not_found', { status: 404 });
		return { withdrawn: true };
	},
});

export const absences = verb({
	name: 'absences',
	method: 'get',
	path: '/communities/{communityId}/absences',
	summary: 'One’s own announced absences; companions see everybody’s, looking is noted',
	scope: 'events:read',
	who: ['member', 'observer', 'organiser'],
	at: communityGround,
	input: z.object({ communityId: z.uuid() }),
	async run(scene, input) {
		const { userId } = signedIn(scene);
		const all = scene.roles.has('companion') || scene.roles.has('manager');
		let query = scene.trx
			.selectFrom('absence as a')
			.innerJoin('user as u', 'u.id', 'a.userId')
			.select(['a.id', 'a.userId', 'u.name', 'a.fromDate', 'a.toDate', 'a.wholeUnit', 'a.unitNumber', 'a.reason'])
			.where('a.communityId', '=', input.communityId)
			.where('a.withdrawnAt', 'is', null)
			.orderBy('a.fromDate');
		if (!all) query = query.where('a.userId', '=', userId);
		const found = await query.execute();
		await noteAccess(
			scene,
			found.map((absence) => absence.userId),
			'absences',
		);
		return { absences: found };
	},
});
