import * as z from 'zod';
import { audit } from '#platform/server/audit.ts';
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
		const { id } = await scene.trx.insertInto('organisation').values(input).returning('id').executeTakeFirstOrThrow();
		await scene.trx
			.insertInto('organisationRole')
			.values({ organisationId: id, userId: viewer.userId, role: 'organiser', startedAt: scene.now })
			.execute();
		await audit(scene.trx, { action: 'organisation_created', actorId: viewer.userId, subjectId: id });
		return { organisationId: id };
	},
});
