import { APIError } from 'better-auth/api';
import * as z from 'zod';
import { notFound, refuse } from '#platform/refusal.ts';
import { audit } from '#platform/server/audit.ts';
import { here } from '#platform/server/here.ts';
import { awaitsSetUp, consumeSetUpToken } from '#platform/server/instance.ts';
import { limit } from '#platform/server/rate-limit.ts';
import { verb } from '#platform/server/verb.ts';
import { auth } from '#identity/server/auth.ts';
import { createPerson } from '#identity/server/people.ts';

/** Characters; the sign-in library holds to the same. */
export const password = z.string().min(10).max(128);
const email = z.email().trim().toLowerCase().max(200);

/** The answer is the same whether or not there is such a person. */
export const requestPasswordReset = verb({
	name: 'requestPasswordReset',
	method: 'post',
	path: '/password-resets',
	summary: 'Ask for a mail with a link to set a new password',
	scope: 'identity:write',
	who: ['anyone'],
	at: here,
	status: 202,
	input: z.object({ email }),
	output: z.object({ requested: z.literal(true) }),
	async run(_scene, input) {
		await limit(`reset:${input.email}`, 5, 3600);
		await auth.api.requestPasswordReset({ body: input });
		return { requested: true as const };
	},
});

export const resetPassword = verb({
	name: 'resetPassword',
	method: 'post',
	path: '/password-resets/confirm',
	summary: 'Set a new password with the link’s token; ends all sessions',
	scope: 'identity:write',
	who: ['anyone'],
	at: here,
	input: z.object({ token: z.string().min(1).max(200), password }),
	output: z.object({ reset: z.literal(true) }),
	async run(_scene, input) {
		try {
			await auth.api.resetPassword({ body: { token: input.token, newPassword: input.password } });
		} catch (cause) {
			if (cause instanceof APIError) refuse('link_used_up', { status: 422, field: 'password' });
			throw cause;
		}
		return { reset: true as const };
	},
});

export const verifyAddress = verb({
	name: 'verifyAddress',
	method: 'post',
	path: '/address-verifications',
	summary: 'Prove one’s address with the token of the mailed link',
	scope: 'identity:write',
	who: ['anyone'],
	at: here,
	input: z.object({ token: z.string().min(1).max(2000) }),
	output: z.object({ verified: z.literal(true) }),
	async run(_scene, { token }) {
		try {
			await auth.api.verifyEmail({ query: { token } });
		} catch (cause) {
			if (cause instanceof APIError) refuse('link_used_up', { status: 422 });
			throw cause;
		}
		return { verified: true as const };
	},
});

/** Once in the life of a production instance: its first administrator, by the token that the log tells. */
export const setUpInstance = verb({
	name: 'setUpInstance',
	method: 'post',
	path: '/setup',
	summary: 'Set up the first administrator with the one-time token from the log',
	scope: 'identity:write',
	who: ['anyone'],
	at: here,
	status: 201,
	input: z.object({
		token: z.string().trim().min(1).max(200),
		name: z.string().trim().min(2).max(120),
		email,
		password,
	}),
	output: z.object({ userId: z.uuid() }),
	async run({ trx, locale }, input) {
		if (!(await awaitsSetUp(trx))) throw notFound();
		await limit('setup', 20, 300);
		if (!(await consumeSetUpToken(trx, input.token))) refuse('setup_token_wrong', { status: 422, field: 'token' });
		const taken = await trx.selectFrom('user').select('id').where('email', '=', input.email).executeTakeFirst();
		if (taken) refuse('address_taken', { field: 'email' });
		const userId = await createPerson(trx, { ...input, locale });
		await trx.updateTable('user').set({ administrator: true }).where('id', '=', userId).execute();
		await audit(trx, { action: 'instance_set_up', actorId: userId, subjectId: userId });
		return { userId };
	},
});
