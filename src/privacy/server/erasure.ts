import type { Transaction } from 'kysely';
import * as z from 'zod';
import { confirmOneself, hasPassword } from '#identity/server/confirm.ts';
import { audit } from '#platform/server/audit.ts';
import { here } from '#platform/server/here.ts';
import { queueMail } from '#platform/server/mail.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { erasureDays, erasureDue } from '#privacy/erasure.ts';
import { dutiesOf } from '#privacy/server/duties.ts';
import { erasureMail } from '#privacy/server/erasure-mails.ts';
import { erasureOutlook } from '#privacy/server/erasure-outlook.ts';

/** What would go and what would stay, what has to be handed on first, and whether it has been asked for. */
export const erasurePage = verb({
	name: 'erasurePage',
	method: 'get',
	path: '/me/erasure',
	summary: 'What erasing one’s own account would delete, keep and lock, and whether it is under way',
	scope: 'privacy:read',
	who: ['person'],
	at: here,
	input: z.object({}),
	async run(scene) {
		const { userId } = signedIn(scene);
		return {
			days: erasureDays,
			outlook: await erasureOutlook(scene.trx, userId),
			duties: await dutiesOf(scene.trx, userId),
			asked: await askedFor(scene.trx, userId),
			byPassword: await hasPassword(scene.trx, userId),
		};
	},
});

/** The erasure of a person that has been asked for and not been done. */
export async function askedFor(trx: Transaction<DB>, userId: string) {
	const asked = await trx
		.selectFrom('erasure')
		.select(['askedAt', 'askedBy', 'dueAt'])
		.where('userId', '=', userId)
		.where('doneAt', 'is', null)
		.executeTakeFirst();
	return asked ? { askedAt: asked.askedAt, dueAt: asked.dueAt, byOneself: asked.askedBy === userId } : null;
}

export const requestErasure = verb({
	name: 'requestErasure',
	method: 'post',
	path: '/me/erasure',
	summary: 'Have one’s own account and data erased after seven days, within which it can be taken back',
	scope: 'privacy:write',
	who: ['person'],
	at: here,
	status: 202,
	input: z.object({
		password: z.string().max(200).default('').describe('One’s own, where one signs in by a password'),
		email: z.string().max(320).default('').describe('One’s own address, where one signs in otherwise'),
		understood: z.union([z.boolean(), z.stringbool()]).default(false).describe('That it cannot be undone once done'),
	}),
	output: z.object({ dueAt: z.date() }),
	async run(scene, { understood, ...given }) {
		const { trx } = scene;
		const viewer = signedIn(scene);
		await confirmOneself(trx, viewer, given);
		if (!understood) refuse('erasure_understood', { status: 422, field: 'understood' });
		return ask(trx, { userId: viewer.userId, by: viewer.userId, now: scene.now });
	},
});

type Asking = { userId: string; by: string; now: Date; reason?: string };

/** Asks once, however often: what has been asked for keeps its day. */
export async function ask(trx: Transaction<DB>, { userId, by, now, reason }: Asking): Promise<{ dueAt: Date }> {
	if ((await dutiesOf(trx, userId)).length > 0) refuse('erasure_duties');
	const person = await trx
		.selectFrom('user')
		.select(['id', 'name', 'email', 'locale', 'timeZone'])
		.where('id', '=', userId)
		.where('erasedAt', 'is', null)
		.executeTakeFirstOrThrow();
	const dueAt = erasureDue(now, person.timeZone);
	const fresh = await trx
		.insertInto('erasure')
		.values({ userId, askedAt: now, askedBy: by, dueAt })
		.onConflict((c) => c.doNothing())
		.returning('dueAt')
		.executeTakeFirst();
	if (!fresh) return { dueAt: (await askedFor(trx, userId))?.dueAt ?? dueAt };
	await queueMail(trx, erasureMail(by === userId ? 'asked' : 'asked_for_you', person, { dueAt, now }));
	await audit(trx, { action: 'erasure_asked', actorId: by, subjectId: userId, detail: reason ? { reason } : {} });
	return { dueAt };
}

export const withdrawErasure = verb({
	name: 'withdrawErasure',
	method: 'delete',
	path: '/me/erasure',
	summary: 'Take back the erasure of one’s own account before it is carried out',
	scope: 'privacy:write',
	who: ['person'],
	at: here,
	input: z.object({}),
	output: z.object({ withdrawn: z.boolean() }),
	async run(scene) {
		const { userId } = signedIn(scene);
		return takeBack(scene.trx, { userId, by: userId, now: scene.now });
	},
});

/** Nothing is left to be taken back from the due instant on, whether or not it has been carried out. */
export async function takeBack(trx: Transaction<DB>, { userId, by, now }: Asking): Promise<{ withdrawn: boolean }> {
	const gone = await trx
		.deleteFrom('erasure')
		.where('userId', '=', userId)
		.where('doneAt', 'is', null)
		.where('dueAt', '>', now)
		.executeTakeFirst();
	if (gone.numDeletedRows === 0n) {
		if (await askedFor(trx, userId)) refuse('erasure_too_late');
		return { withdrawn: false };
	}
	await audit(trx, { action: 'erasure_withdrawn', actorId: by, subjectId: userId });
	return { withdrawn: true };
}
