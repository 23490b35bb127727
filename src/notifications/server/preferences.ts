import { sql } from 'kysely';
import * as z from 'zod';
import { here } from '#platform/server/here.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { ownWishes } from '#notifications/server/wishes.ts';
import { usualHour } from '#notifications/digest-due.ts';
import { mustKnowOf } from '#notifications/must-know.ts';
import { tellings, topics } from '#notifications/table.ts';
import { hearings, type Hearing, type MailWish } from '#notifications/wishes.ts';
import { titleOf } from '#notifications/words.ts';

/** Kinds whose mails are each person's own choice. */
const optional = tellings.filter(({ mail }) => mail === 'usually' || mail === 'on_request');

type OwnCommunity = { id: string; name: string; hearing: Hearing | null; mail: MailWish | null };

/** What holds where nothing narrower was chosen; the communities stand with it, each with its own choice. */
export const notificationPreferences = verb({
	name: 'notificationPreferences',
	method: 'get',
	path: '/me/notification-preferences',
	summary: 'What one hears where nothing else was chosen, and of which news one gets a mail at once',
	scope: 'notifications:read',
	who: ['person'],
	at: here,
	input: z.object({}),
	async run(scene) {
		const { userId, timeZone } = signedIn(scene);
		const chosen = await scene.trx
			.selectFrom('notificationPreference')
			.select(['kind', 'mail'])
			.where('userId', '=', userId)
			.execute();
		const choice = new Map(chosen.map(({ kind, mail }) => [kind, mail]));
		const { hearing, digest } = (await ownWishes(scene.trx, userId, {})).general;
		const own = await scene.trx
			.selectFrom('generalWish')
			.select('digestHour')
			.where('userId', '=', userId)
			.executeTakeFirst();
		const inTopic = (topic: string, list: typeof tellings) => list.filter((telling) => telling.topic === topic);
		return {
			hearing,
			digest,
			digestHour: own?.digestHour ?? usualHour,
			timeZone,
			communities: await ownCommunities(scene, userId),
			topics: topics.map((topic) => ({
				topic,
				kinds: inTopic(topic, optional).map(({ kind, mail }) => ({
					kind,
					title: titleOf(kind, scene),
					mail: choice.get(kind) ?? mail === 'usually',
				})),
			})),
			must: mustKnowOf(topics, scene),
		};
	},
});

async function ownCommunities({ trx }: Scene, userId: string): Promise<OwnCommunity[]> {
	const { rows } = await sql<OwnCommunity>`
		select c.id, c.name, w.hearing, w.mail from community c
		left join community_wish w on w.community_id = c.id and w.user_id = ${userId}
		where exists(select from membership m where m.community_id = c.id and m.user_id = ${userId} and m.ended_at is null)
		order by c.archived_at nulls first, c.created_at desc`.execute(trx);
	return rows;
}

export const setNotificationPreferences = verb({
	name: 'setNotificationPreferences',
	method: 'put',
	path: '/me/notification-preferences',
	summary: 'Choose what one hears where nothing else was chosen, and of which news one gets a mail at once',
	scope: 'notifications:write',
	who: ['person'],
	at: here,
	input: z.object({
		kinds: z.array(z.string().max(60)).max(200).describe('Of these a mail at once; of all others none'),
		hearing: z.enum(hearings).optional(),
		digest: z
			.union([z.boolean(), z.stringbool()])
			.optional()
			.describe('One mail a day with what came without a mail of its own'),
		digestHour: z.coerce.number().int().min(0).max(23).optional().describe('From this hour on, in one’s time zone'),
	}),
	output: z.object({ mailed: z.int() }),
	async run(scene, { kinds, hearing, digest, digestHour }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const rows = optional.map(({ kind }) => ({ userId, kind, mail: kinds.includes(kind) }));
		await trx
			.insertInto('notificationPreference')
			.values(rows)
			.onConflict((c) => c.columns(['userId', 'kind']).doUpdateSet((e) => ({ mail: e.ref('excluded.mail') })))
			.execute();
		const general = {
			chosenAt: now,
			...(hearing === undefined ? {} : { hearing }),
			...(digest === undefined ? {} : { digest }),
			...(digestHour === undefined ? {} : { digestHour }),
		};
		await trx
			.insertInto('generalWish')
			.values({ userId, ...general })
			.onConflict((c) => c.column('userId').doUpdateSet(general))
			.execute();
		return { mailed: rows.filter(({ mail }) => mail).length };
	},
});
