import * as z from 'zod';
import { personGround } from '#identity/server/grounds.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { erasureDays } from '#privacy/erasure.ts';
import { dutiesOf } from '#privacy/server/duties.ts';
import { ask, askedFor, takeBack } from '#privacy/server/erasure.ts';

/** For whoever carries out what a person asked for by letter or telephone. Says nothing of what the person did. */
export const personErasure = verb({
	name: 'personErasure',
	method: 'get',
	path: '/admin/people/{userId}/erasure',
	summary: 'Whether somebody’s account is going to be erased, and what has to be handed on first',
	scope: 'administration:read',
	who: ['administrator'],
	at: personGround,
	input: z.object({ userId: z.uuid() }),
	async run({ trx }, { userId }) {
		return { days: erasureDays, asked: await askedFor(trx, userId), duties: await dutiesOf(trx, userId) };
	},
});

/** The person hears of it by mail at once and can take it back by signing in. */
export const erasePerson = verb({
	name: 'erasePerson',
	method: 'post',
	path: '/admin/people/{userId}/erasure',
	summary: 'Have somebody’s account and data erased on request, after seven days',
	scope: 'administration:write',
	who: ['administrator'],
	at: personGround,
	status: 202,
	input: z.object({
		userId: z.uuid(),
		email: z.string().max(320).describe('The person’s address, typed to make sure'),
		reason: z.string().trim().min(10).max(500).describe('How the request came'),
	}),
	output: z.object({ dueAt: z.date() }),
	async run(scene, { userId, email, reason }) {
		const { trx, now } = scene;
		const person = await trx.selectFrom('user').select('email').where('id', '=', userId).executeTakeFirstOrThrow();
		if (email.trim().toLowerCase() !== person.email) refuse('address_differs', { status: 422, field: 'email' });
		return ask(trx, { userId, by: signedIn(scene).userId, now, reason });
	},
});

export const withdrawPersonErasure = verb({
	name: 'withdrawPersonErasure',
	method: 'delete',
	path: '/admin/people/{userId}/erasure',
	summary: 'Take back the erasure of somebody’s account before it is carried out',
	scope: 'administration:write',
	who: ['administrator'],
	at: personGround,
	input: z.object({ userId: z.uuid() }),
	output: z.object({ withdrawn: z.boolean() }),
	run: (scene, { userId }) => takeBack(scene.trx, { userId, by: signedIn(scene).userId, now: scene.now }),
});
