import * as z from 'zod';
import { here } from '#platform/server/here.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { ownGround } from '#identity/server/grounds.ts';

/** Where one is signed in, the last used first; real time. */
export const mySessions = verb({
	name: 'mySessions',
	method: 'get',
	path: '/me/sessions',
	summary: 'Where one is signed in',
	scope: 'identity:read',
	who: ['person'],
	at: here,
	input: z.object({}),
	async run(scene) {
		const sessions = await scene.trx
			.selectFrom('session')
			.select(['id', 'userAgent', 'createdAt', 'updatedAt', 'expiresAt'])
			.where('userId', '=', signedIn(scene).userId)
			.where('expiresAt', '>', new Date())
			.orderBy('updatedAt', 'desc')
			.execute();
		return { sessions };
	},
});

export const endOneSession = verb({
	name: 'endOneSession',
	method: 'delete',
	path: '/me/sessions/{sessionId}',
	summary: 'Sign out one of one’s own browsers',
	scope: 'identity:write',
	who: ['owner'],
	at: ownGround('sessionId', async (db, id) => {
		const found = await db.selectFrom('session').select('userId').where('id', '=', id).executeTakeFirst();
		return found?.userId;
	}),
	input: z.object({ sessionId: z.uuid() }),
	output: z.object({ ended: z.int() }),
	async run(scene, { sessionId }) {
		await scene.trx.deleteFrom('session').where('id', '=', sessionId).execute();
		return { ended: 1 };
	},
});

export const endSessions = verb({
	name: 'endSessions',
	method: 'post',
	path: '/me/sessions/end',
	summary: 'Sign out everywhere, except for one browser',
	scope: 'identity:write',
	who: ['person'],
	at: here,
	input: z.object({ except: z.uuid().optional() }),
	output: z.object({ ended: z.int() }),
	async run(scene, { except }) {
		let ending = scene.trx.deleteFrom('session').where('userId', '=', signedIn(scene).userId);
		if (except) ending = ending.where('id', '!=', except);
		const ended = await ending.executeTakeFirst();
		return { ended: Number(ended.numDeletedRows) };
	},
});
