import { sql } from 'kysely';
import * as z from 'zod';
import { organisationGround } from '#community/server/standing.ts';
import { here } from '#platform/server/here.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { confirmationDays, openAt } from '#privacy/server/works-council.ts';

/** For administrators: where the agreement is in force. */
export const worksCouncils = verb({
	name: 'worksCouncils',
	method: 'get',
	path: '/admin/works-councils',
	summary: 'In which organisations the agreement with the works council is in force',
	scope: 'administration:read',
	who: ['administrator'],
	at: here,
	input: z.object({}),
	async run({ trx, now }) {
		const { rows: organisations } = await sql<{ id: string; name: string; on: boolean; asked: boolean }>`
			select o.id, o.name, o.works_council_mode as on, exists(select from works_council_change w
				where w.organisation_id = o.id and ${openAt(now)}) as asked
			from organisation o order by o.name collate "de-x-icu", o.id`.execute(trx);
		return { organisations };
	},
});

type Change = {
	id: string;
	turned: 'on' | 'off';
	reason: string;
	askedAt: Date;
	askedBy: string;
	askedById: string;
	expiresAt: Date | null;
	confirmedAt: Date | null;
	confirmedBy: string | null;
	withdrawnAt: Date | null;
	withdrawnBy: string | null;
};

export const worksCouncilPage = verb({
	name: 'worksCouncilPage',
	method: 'get',
	path: '/organisations/{organisationId}/works-council',
	summary:
		'Whether the agreement with the works council is in force, who turned it on and off, and what waits for a second person',
	scope: 'privacy:read',
	who: ['administrator', 'organiser'],
	at: organisationGround,
	input: z.object({ organisationId: z.uuid() }),
	async run(scene, input) {
		const { trx, now, roles } = scene;
		const organisation = await trx
			.selectFrom('organisation')
			.select(['id', 'name', 'worksCouncilMode as on'])
			.where('id', '=', input.organisationId)
			.executeTakeFirstOrThrow();
		const { rows } = await sql<Change>`
			select w.id, w.turned, w.reason, w.asked_at as "askedAt", a.name as "askedBy", a.id as "askedById",
				w.expires_at as "expiresAt", w.confirmed_at as "confirmedAt", c.name as "confirmedBy",
				w.withdrawn_at as "withdrawnAt", d.name as "withdrawnBy"
			from works_council_change w join "user" a on a.id = w.asked_by
			left join "user" c on c.id = w.confirmed_by left join "user" d on d.id = w.withdrawn_by
			where w.organisation_id = ${organisation.id} order by w.asked_at desc, w.id desc limit 100`.execute(trx);
		const waits = rows.find((change) => waiting(change, now));
		return {
			organisation,
			days: confirmationDays,
			waits: waits ? { ...waits, own: waits.askedById === signedIn(scene).userId } : null,
			history: rows.filter((change) => change !== waits),
			mayTurn: roles.has('administrator'),
		};
	},
});

const waiting = ({ turned, confirmedAt, withdrawnAt, expiresAt }: Change, now: Date): boolean =>
	turned === 'off' && !confirmedAt && !withdrawnAt && expiresAt !== null && expiresAt > now;
