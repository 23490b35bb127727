import { sql } from 'kysely';
import * as z from 'zod';
import { refuse } from '#platform/refusal.ts';
import { audit } from '#platform/server/audit.ts';
import { nameKey, pageOf } from '#platform/server/list-pages.ts';
import { here } from '#platform/server/here.ts';
import { signedIn, verb } from '#platform/server/verb.ts';

/** An administrator sets up a provider or company and names its first organiser: oneself, until others follow. */
export const createOrganisation = verb({
	name: 'createOrganisation',
	method: 'post',
	path: '/organisations',
	summary: 'Set up a provider of courses or a company',
	scope: 'community:write',
	who: ['administrator'],
	at: here,
	status: 201,
	input: z.object({
		name: z.string().trim().min(2).max(160),
		slug: z.string().regex(/^[a-z0-9-]{2,60}$/),
		kind: z.enum(['provider', 'company']).default('provider'),
	}),
	output: z.object({ organisationId: z.uuid() }),
	async run(scene, input) {
		const viewer = signedIn(scene);
		const made = await scene.trx
			.insertInto('organisation')
			.values(input)
			.onConflict((c) => c.column('slug').doNothing())
			.returning('id')
			.executeTakeFirst();
		if (!made) return refuse('organisation_slug_taken', { field: 'slug' });
		const { id } = made;
		await scene.trx
			.insertInto('organisationRole')
			.values({ organisationId: id, userId: viewer.userId, role: 'organiser', startedAt: scene.now })
			.execute();
		await audit(scene.trx, { action: 'organisation_created', actorId: viewer.userId, subjectId: id });
		return { organisationId: id };
	},
});

type Listed = { id: string; name: string; slug: string; kind: string; organisers: string[]; communities: number };

const pageSize = 100;

/** For whoever looks after the instance: all organisations, and who may be asked about each. */
export const allOrganisations = verb({
	name: 'allOrganisations',
	method: 'get',
	path: '/admin/organisations',
	summary: 'All organisations of the instance in the order of their names, with their organisers',
	scope: 'administration:read',
	who: ['administrator'],
	at: here,
	input: z.object({ after: nameKey.optional().describe('Key of the last organisation of the page before') }),
	paged: 'after',
	async run({ trx }, { after }) {
		const { rows } = await sql<Listed>`
			select o.id, o.name, o.slug, o.kind,
				array(select u.name from organisation_role r join "user" u on u.id = r.user_id
					where r.organisation_id = o.id and r.role = 'organiser' and r.ended_at is null
					order by u.name collate "de-x-icu") as organisers,
				(select count(*)::int from community c where c.organisation_id = o.id and c.archived_at is null) as communities
			from organisation o where ${after?.id ?? null}::uuid is null
				or (o.name collate "de-x-icu", o.id) > (${after?.name ?? ''}::text collate "de-x-icu", ${after?.id ?? null}::uuid)
			order by o.name collate "de-x-icu", o.id limit ${pageSize + 1}`.execute(trx);
		const { count } = await trx
			.selectFrom('organisation')
			.select((e) => e.fn.countAll<number>().as('count'))
			.executeTakeFirstOrThrow();
		const { page: organisations, next } = pageOf(rows, pageSize, ({ name, id }) => `${name}_${id}`);
		return { count, organisations, next };
	},
});
