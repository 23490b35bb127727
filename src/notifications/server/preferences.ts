import * as z from 'zod';
import { here } from '#platform/server/here.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { tellings, topics } from '#notifications/table.ts';
import { titleOf } from '#notifications/words.ts';

/** Kinds whose mails are each person's own choice. */
const optional = tellings.filter(({ mail }) => mail === 'usually' || mail === 'on_request');

/** Everything is shown under "Neues"; these decide on the mail that goes along. */
export const notificationPreferences = verb({
	name: 'notificationPreferences',
	method: 'get',
	path: '/me/notification-preferences',
	summary: 'Of which news one also gets a mail',
	scope: 'notifications:read',
	who: ['person'],
	at: here,
	input: z.object({}),
	async run(scene) {
		const { userId } = signedIn(scene);
		const chosen = await scene.trx
			.selectFrom('notificationPreference')
			.select(['kind', 'mail'])
			.where('userId', '=', userId)
			.execute();
		const choice = new Map(chosen.map(({ kind, mail }) => [kind, mail]));
		const inTopic = (topic: string, list: typeof tellings) => list.filter((telling) => telling.topic === topic);
		return {
			topics: topics.map((topic) => ({
				topic,
				kinds: inTopic(topic, optional).map(({ kind, mail }) => ({
					kind,
					title: titleOf(kind, scene),
					mail: choice.get(kind) ?? mail === 'usually',
				})),
			})),
			always: tellings.filter(({ mail }) => mail === 'always').map(({ kind }) => titleOf(kind, scene)),
		};
	},
});

export const setNotificationPreferences = verb({
	name: 'setNotificationPreferences',
	method: 'put',
	path: '/me/notification-preferences',
	summary: 'Choose of which news one also gets a mail; all others come without',
	scope: 'notifications:write',
	who: ['person'],
	at: here,
	input: z.object({ kinds: z.array(z.string().max(60)).max(200) }),
	output: z.object({ mailed: z.int() }),
	async run(scene, { kinds }) {
		const { userId } = signedIn(scene);
		const rows = optional.map(({ kind }) => ({ userId, kind, mail: kinds.includes(kind) }));
		await scene.trx
			.insertInto('notificationPreference')
			.values(rows)
			.onConflict((c) => c.columns(['userId', 'kind']).doUpdateSet((e) => ({ mail: e.ref('excluded.mail') })))
			.execute();
		return { mailed: rows.filter(({ mail }) => mail).length };
	},
});
