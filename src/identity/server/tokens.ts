import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { refuse } from '#platform/refusal.ts';
import { audit } from '#platform/server/audit.ts';
import { here } from '#platform/server/here.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { scopes } from '#identity/scopes.ts';
import { ownGround } from '#identity/server/grounds.ts';
import { tokenDigest } from '#identity/server/viewers.ts';

const day = 86_400_000;

export const myTokens = verb({
	name: 'myTokens',
	method: 'get',
	path: '/me/tokens',
	summary: 'One’s own access tokens, without the tokens themselves',
	scope: 'identity:read',
	who: ['person'],
	at: here,
	input: z.object({}),
	async run(scene) {
		const tokens = await scene.trx
			.selectFrom('accessToken')
			.select(['id', 'name', 'scopes', 'createdAt', 'expiresAt', 'lastUsedAt'])
			.where('userId', '=', signedIn(scene).userId)
			.orderBy('createdAt', 'desc')
			.execute();
		return {
			tokens: tokens.map((token) => ({ ...token, expired: token.expiresAt !== null && token.expiresAt < new Date() })),
		};
	},
});

/** The token is in the answer and nowhere else; real time, as for all tokens. A token cannot make another one. */
export const createToken = verb({
	name: 'createToken',
	method: 'post',
	path: '/me/tokens',
	summary: 'Create an access token; it is shown once',
	scope: 'identity:write',
	who: ['person'],
	at: here,
	status: 201,
	// a kept answer would hold the token; a second one does no harm, and can be revoked
	traceless: true,
	input: z.object({
		name: z.string().trim().min(1).max(80),
		scopes: z.array(z.enum(scopes)).min(1),
		days: z.coerce.number().int().min(1).max(366).default(90),
	}),
	output: z.object({ tokenId: z.uuid(), token: z.string(), expiresAt: z.date() }),
	async run(scene, { name, scopes, days }) {
		const viewer = signedIn(scene);
		if (viewer.scopes) refuse('token_by_token', { status: 403 });
		const token = `allm_${randomBytes(32).toString('base64url')}`;
		const expiresAt = new Date(Date.now() + days * day);
		const { id } = await scene.trx
			.insertInto('accessToken')
			.values({ userId: viewer.userId, name, scopes: [...new Set(scopes)], digest: tokenDigest(token), expiresAt })
			.returning('id')
			.executeTakeFirstOrThrow();
		await audit(scene.trx, { action: 'token_created', actorId: viewer.userId, subjectId: id, detail: { scopes } });
		return { tokenId: id, token, expiresAt };
	},
});

export const revokeToken = verb({
	name: 'revokeToken',
	method: 'delete',
	path: '/me/tokens/{tokenId}',
	summary: 'Revoke an access token at once',
	scope: 'identity:write',
	who: ['owner'],
	at: ownGround('tokenId', async (db, id) => {
		const found = await db.selectFrom('accessToken').select('userId').where('id', '=', id).executeTakeFirst();
		return found?.userId;
	}),
	input: z.object({ tokenId: z.uuid() }),
	output: z.object({ revoked: z.literal(true) }),
	async run(scene, { tokenId }) {
		await scene.trx.deleteFrom('accessToken').where('id', '=', tokenId).execute();
		await audit(scene.trx, { action: 'token_revoked', actorId: signedIn(scene).userId, subjectId: tokenId });
		return { revoked: true as const };
	},
});
