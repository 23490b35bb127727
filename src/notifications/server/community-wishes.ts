import * as z from 'zod';
import { communityGround } from '#community/server/standing.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { ownWishes } from '#notifications/server/wishes.ts';
import { mustKnowOf } from '#notifications/must-know.ts';
import type { Topic } from '#notifications/table.ts';
import { hearings, mailWishes, type Hearing } from '#notifications/wishes.ts';

const insiders = ['member', 'observer', 'organiser', 'companion', 'former', 'learner'] as const;
const listed = 100;

/** What concerns courses alone is not promised where there is none. */
const topicsOf = (cohort: boolean): readonly Topic[] =>
	cohort ? ['meetings', 'exam', 'course', 'talk'] : ['meetings', 'talk'];

export const communityNotifications = verb({
	name: 'communityNotifications',
	method: 'get',
	path: '/communities/{communityId}/notification-preferences',
	summary: 'What one hears of a community, and how it comes by mail',
	scope: 'notifications:read',
	who: insiders,
	at: communityGround,
	input: z.object({ communityId: z.uuid() }),
	async run(scene, { communityId }) {
		const { userId } = signedIn(scene);
		const { community, general } = await ownWishes(scene.trx, userId, { communityId });
		const threads = await scene.trx
			.selectFrom('threadWish as w')
			.innerJoin('thread as t', 't.id', 'w.threadId')
			.select(['t.id', 't.title'])
			.select((e) => e.ref('w.hearing').$castTo<Hearing>().as('hearing'))
			.where('w.userId', '=', userId)
			.where('w.communityId', '=', communityId)
			.where('t.deletedAt', 'is', null)
			.orderBy('w.chosenAt', 'desc')
			.limit(listed)
			.execute();
		const spaces = await scene.trx
			.selectFrom('spaceWish as w')
			.innerJoin('space as s', 's.id', 'w.spaceId')
			.select(['s.slug', 's.name'])
			.select((e) => e.ref('w.hearing').$castTo<Hearing>().as('hearing'))
			.where('w.userId', '=', userId)
			.where('w.communityId', '=', communityId)
			.orderBy('s.name')
			.execute();
		return {
			...community,
			general: { hearing: general.hearing, digest: general.digest },
			spaces,
			threads,
			must: mustKnowOf(topicsOf(scene.place.cohortId !== null), scene),
		};
	},
});

const orGeneral = <Words extends readonly [string, ...string[]]>(words: Words) =>
	z.union([z.enum(words), z.literal('').transform(() => null), z.null()]);

export const setCommunityNotifications = verb({
	name: 'setCommunityNotifications',
	method: 'put',
	path: '/communities/{communityId}/notification-preferences',
	summary: 'Choose what one hears of a community, and how it comes by mail; empty is as chosen in general',
	scope: 'notifications:write',
	who: insiders,
	at: communityGround,
	input: z.object({ communityId: z.uuid(), hearing: orGeneral(hearings), mail: orGeneral(mailWishes) }),
	output: z.object({ hearing: z.enum(hearings).nullable(), mail: z.enum(mailWishes).nullable() }),
	async run(scene, { communityId, hearing, mail }) {
		const wish = { hearing, mail, chosenAt: scene.now };
		await scene.trx
			.insertInto('communityWish')
			.values({ userId: signedIn(scene).userId, communityId, ...wish })
			.onConflict((c) => c.columns(['userId', 'communityId']).doUpdateSet(wish))
			.execute();
		return { hearing, mail };
	},
});
