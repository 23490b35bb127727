import { sql } from 'kysely';
import * as z from 'zod';
import { audit } from '#platform/server/audit.ts';
import { here } from '#platform/server/here.ts';
import { nameKey, pageOf } from '#platform/server/list-pages.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { organisationGround } from '#community/server/standing.ts';

const role = z.enum(['organiser', 'executive']);

/** Gives someone who has an account a role in the organisation. */
export const giveOrganisationRole = verb({
	name: 'giveOrganisationRole',
	method: 'post',
	path: '/organisations/{organisationId}/roles',
	summary: 'Give someone a role in an organisation',
	scope: 'community:write',
	who: ['organiser', 'administrator'],
	at: organisationGround,
	status: 201,
	input: z.object({ organisationId: z.uuid(), email: z.email().toLowerCase(), role: role.default('organiser') }),
	output: z.object({ roleId: z.uuid() }),
	async run(scene, { organisationId, email, role }) {
		const { trx, now } = scene;
		const person = await trx
			.selectFrom('user')
			.select('id')
			.where('email', '=', email)
			.where('erasedAt', 'is', null)
			.executeTakeFirst();
		if (!person) return refuse('no_person_with_address', { status: 422, field: 'email' });
		const given = await trx
			.insertInto('organisationRole')
			.values({ organisationId, userId: person.id, role, startedAt: now })
			.onConflict((c) => c.doNothing())
			.returning('id')
			.executeTakeFirst();
		if (!given) return refuse('organisation_role_held', { field: 'email' });
		await audit(trx, {
			action: 'organisation_role_given',
			actorId: signedIn(scene).userId,
			subjectId: person.id,
			detail: { organisationId, role },
		});
		return { roleId: given.id };
	},
});

/** Ends a role; the row stays. The last organiser stays in office. */
export const endOrganisationRole = verb({
	name: 'endOrganisationRole',
	method: 'post',
	path: '/organisations/{organisationId}/roles/{roleId}/end',
	summary: 'End someone’s role in an organisation',
	scope: 'community:write',
	who: ['organiser', 'administrator'],
	at: organisationGround,
	input: z.object({ organisationId: z.uuid(), roleId: z.uuid() }),
	async run(scene, { organisationId, roleId }) {
		const { trx, now } = scene;
		await trx.selectFrom('organisation').select('id').where('id', '=', organisationId).forUpdate().execute();
		const open = await trx
			.selectFrom('organisationRole')
			.select(['id', 'role', 'userId'])
			.where('organisationId', '=', organisationId)
			.where('endedAt', 'is', null)
			.execute();
		const ending = open.find(({ id }) => id === roleId);
		if (!ending) throw notFound();
		if (ending.role === 'organiser' && open.filter((each) => each.role === 'organiser').length === 1)
			refuse('organisation_last_organiser');
		await trx.updateTable('organisationRole').set({ endedAt: now }).where('id', '=', roleId).execute();
		await audit(trx, {
			action: 'organisation_role_ended',
			actorId: signedIn(scene).userId,
			subjectId: ending.userId,
			detail: { organisationId, role: ending.role },
		});
		return { ended: true };
	},
});

const pageSize = 100;

/** The organisations in which one is an organiser, in the order of their names; for an administrator, all. */
export const organisationList = verb({
	name: 'organisationList',
	method: 'get',
	path: '/organisations',
	summary: 'The organisations one may look after',
	scope: 'community:read',
	who: ['person'],
	at: here,
	input: z.object({
		kind: z.enum(['provider', 'company']).optional(),
		only: z.uuid().optional().describe('None but this one'),
		after: nameKey.optional().describe('Key of the last organisation of the page before'),
	}),
	paged: 'after',
	async run(scene, { kind, only, after }) {
		const viewer = signedIn(scene);
		const name = sql`o.name collate "de-x-icu"`;
		let organisations = scene.trx.selectFrom('organisation as o').select(['o.id', 'o.name', 'o.slug', 'o.kind']);
		if (!viewer.administrator)
			organisations = organisations.where((e) =>
				e.exists(
					e
						.selectFrom('organisationRole as r')
						.select('r.id')
						.whereRef('r.organisationId', '=', 'o.id')
						.where('r.userId', '=', viewer.userId)
						.where('r.role', '=', 'organiser')
						.where('r.endedAt', 'is', null),
				),
			);
		if (kind) organisations = organisations.where('o.kind', '=', kind);
		if (only) organisations = organisations.where('o.id', '=', only);
		if (after) organisations = organisations.where(sql<boolean>`(${name}, o.id) > (${after.name}, ${after.id}::uuid)`);
		const found = await organisations
			.orderBy(name)
			.orderBy('o.id')
			.limit(pageSize + 1)
			.execute();
		const { page, next } = pageOf(found, pageSize, (last) => `${last.name}_${last.id}`);
		return { organisations: page, next };
	},
});
