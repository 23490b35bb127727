import { sql } from 'kysely';
import * as z from 'zod';
import { record } from '#platform/server/activity.ts';
import { packed, packedKey, pageOf } from '#platform/server/list-pages.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { noteAccess } from '#community/server/record-access.ts';
import { communityGround } from '#community/server/standing.ts';
import type { Absence } from '#events/absence.ts';

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

const pageSize = 60;

/** One's own come first, then those of others, each by the day on which they begin. */
export const absences = verb({
	name: 'absences',
	method: 'get',
	path: '/communities/{communityId}/absences',
	summary: 'One’s own announced absences; companions see everybody’s, looking is noted',
	scope: 'events:read',
	who: ['member', 'observer', 'organiser'],
	at: communityGround,
	input: z.object({
		communityId: z.uuid(),
		since: z.iso.date().optional().describe('Only those that last until this day or longer'),
		after: packedKey(z.tuple([z.boolean(), z.iso.date(), z.uuid()]))
			.optional()
			.describe('Key of the last absence of the page before'),
	}),
	paged: 'after',
	async run(scene, { communityId, since = null, after }) {
		const { userId } = signedIn(scene);
		const all = scene.roles.has('companion') || scene.roles.has('manager');
		const [theirs = null, from = null, id = null] = after ?? [];
		const found = sql`a.community_id = ${communityId} and a.withdrawn_at is null and (${all} or a.user_id = ${userId})
			and (${since}::date is null or a.to_date >= ${since}::date)`;
		const { rows } = await sql<Absence & { own: boolean }>`
			select a.id, a.user_id as "userId", u.name, a.from_date as "fromDate", a.to_date as "toDate",
				a.whole_unit as "wholeUnit", a.unit_number as "unitNumber", a.reason, a.user_id = ${userId} as own
			from absence a join "user" u on u.id = a.user_id
			where ${found} and (${id}::uuid is null
				or (a.user_id <> ${userId}, a.from_date, a.id) > (${theirs}::boolean, ${from}::date, ${id}::uuid))
			order by a.user_id <> ${userId}, a.from_date, a.id limit ${pageSize + 1}`.execute(scene.trx);
		const { rows: counted } = await sql<{ own: number; others: number }>`
			select count(*) filter (where a.user_id = ${userId})::int as own,
				count(*) filter (where a.user_id <> ${userId})::int as others
			from absence a where ${found}`.execute(scene.trx);
		const { page, next } = pageOf(rows, pageSize, (last) => packed(!last.own, last.fromDate, last.id));
		await noteAccess(
			scene,
			page.map((absence) => absence.userId),
			'absences',
		);
		return {
			absences: page.map(({ own: _, ...absence }) => absence),
			count: counted[0] ?? { own: 0, others: 0 },
			next,
		};
	},
});
