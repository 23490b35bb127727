import type { Kysely } from 'kysely';
import * as z from 'zod';
import { markdownToHtml } from '#platform/markdown.ts';
import { audit } from '#platform/server/audit.ts';
import { record } from '#platform/server/activity.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { communityGround } from '#community/server/standing.ts';

/** The house rules in force. */
export const currentRules = (db: Kysely<DB>, communityId: string) =>
	db
		.selectFrom('houseRules')
		.select(['id', 'version', 'body'])
		.where('communityId', '=', communityId)
		.orderBy('version', 'desc')
		.limit(1)
		.executeTakeFirst();

export const houseRules = verb({
	name: 'houseRules',
	method: 'get',
	path: '/communities/{communityId}/house-rules',
	summary: 'The house rules in force, earlier versions, and whether one has accepted them',
	scope: 'community:read',
	who: ['member', 'observer', 'organiser', 'former'],
	at: communityGround,
	input: z.object({ communityId: z.uuid(), version: z.coerce.number().int().min(1).optional() }),
	async run({ trx, viewer, roles }, input) {
		const versions = await trx
			.selectFrom('houseRules as h')
			.leftJoin('user as u', 'u.id', 'h.authorId')
			.leftJoin('houseRulesAcceptance as a', (join) =>
				join.onRef('a.houseRulesId', '=', 'h.id').on('a.userId', '=', viewer?.userId ?? null),
			)
			.select(['h.id', 'h.version', 'h.body', 'h.publishedAt', 'u.name as authorName', 'a.acceptedAt'])
			.where('h.communityId', '=', input.communityId)
			.orderBy('h.version', 'desc')
			.execute();
		const shown = versions.find((row) => row.version === input.version) ?? versions[0];
		return {
			shown: shown ? { ...shown, html: markdownToHtml(shown.body, { headingsBelow: 1 }) } : null,
			current: versions[0]?.version ?? 0,
			versions: versions.map(({ body: _body, ...row }) => row),
			mayPublish: ['acting', 'companion', 'manager'].some((role) => roles.has(role as 'acting')),
			mustAccept:
				versions[0] !== undefined && versions[0].acceptedAt === null && (roles.has('member') || roles.has('observer')),
		};
	},
});

export const publishHouseRules = verb({
	name: 'publishHouseRules',
	method: 'post',
	path: '/communities/{communityId}/house-rules',
	summary: 'Publish a new version, which every member accepts before writing on',
	scope: 'community:write',
	who: ['acting', 'companion', 'manager'],
	at: communityGround,
	status: 201,
	input: z.object({
		communityId: z.uuid(),
		body: z.string().trim().min(20).max(40_000),
		from: z.coerce.number().int().min(0).describe('The version one started from'),
	}),
	output: z.object({ version: z.int() }),
	async run(scene, input) {
		const { userId } = signedIn(scene);
		await scene.trx
			.selectFrom('community')
			.select('id')
			.where('id', '=', input.communityId)
			.forUpdate()
			.executeTakeFirstOrThrow();
		const last = await scene.trx
			.selectFrom('houseRules')
			.select((e) => e.fn.max('version').as('version'))
			.where('communityId', '=', input.communityId)
			.executeTakeFirstOrThrow();
		const current = last.version ?? 0;
		if (current !== input.from) refuse('house_rules_newer', { field: 'body' });
		const { id } = await scene.trx
			.insertInto('houseRules')
			.values({
				communityId: input.communityId,
				version: current + 1,
				body: input.body,
				authorId: userId,
				publishedAt: scene.now,
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await scene.trx
			.insertInto('houseRulesAcceptance')
			.values({ houseRulesId: id, userId, acceptedAt: scene.now })
			.execute();
		await audit(scene.trx, {
			action: 'house_rules_published',
			actorId: userId,
			subjectId: id,
			cohortId: scene.place.cohortId,
		});
		await record(scene.trx, {
			kind: 'house_rules_published',
			actorId: userId,
			communityId: input.communityId,
			cohortId: scene.place.cohortId,
			subjectId: id,
			data: { version: current + 1 },
			at: scene.now,
		});
		return { version: current + 1 };
	},
});

export const acceptHouseRules = verb({
	name: 'acceptHouseRules',
	method: 'post',
	path: '/communities/{communityId}/house-rules/acceptance',
	summary: 'Accept the house rules in their current version',
	scope: 'community:write',
	who: ['member', 'observer', 'organiser'],
	at: communityGround,
	input: z.object({ communityId: z.uuid(), version: z.coerce.number().int().min(1) }),
	async run(scene, input) {
		const { userId } = signedIn(scene);
		const rules = await currentRules(scene.trx, input.communityId);
		if (!rules || rules.version !== input.version) refuse('house_rules_newer');
		await scene.trx
			.insertInto('houseRulesAcceptance')
			.values({ houseRulesId: rules.id, userId, acceptedAt: scene.now })
			.onConflict((c) => c.doNothing())
			.execute();
		return { accepted: true };
	},
});
