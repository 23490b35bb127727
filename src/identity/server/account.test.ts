import { expect, test } from 'vitest';
import { auth } from '#identity/server/auth.ts';
import { requestPasswordReset, resetPassword, setUpInstance } from '#identity/server/account.ts';
import { browserName } from '#identity/browser-name.ts';
import { endOneSession, endSessions, mySessions } from '#identity/server/own-sessions.ts';
import { createPerson } from '#identity/server/people.ts';
import { startSession } from '#identity/server/sessions.ts';
import { createToken, myTokens, revokeToken } from '#identity/server/tokens.ts';
import { viewerOfToken } from '#identity/server/viewers.ts';
import { scopes } from '#identity/scopes.ts';
import { database } from '#platform/server/database.ts';
import { call } from '#platform/server/verb.ts';
import { setUpToken } from '#platform/server/instance.ts';
import { verbs } from '#verbs.ts';
import { does, person } from '../../../tests/cast.ts';

const now = new Date('2026-10-05T08:00:00Z');
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const safari = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1';
const cookies = { set: () => {} };
const signIn = (userId: string, userAgent: string) =>
	startSession(cookies, userId, new Headers({ 'user-agent': userAgent }));
const mailsTo = (userId: string, kind: string) =>
	database.selectFrom('mail').selectAll().where('userId', '=', userId).where('kind', '=', kind).execute();
const withPassword = (name: string) =>
	createPerson(database, { name, email: `${name}@example.org`, locale: 'de', password: 'ein altes passwort' });

test('a forgotten password is set anew by the mailed link, once, and all sessions end', async () => {
	const userId = await withPassword('frieda');
	await signIn(userId, firefox);
	await does(null, now, requestPasswordReset, { email: 'Frieda@example.org' });
	const [mail] = await mailsTo(userId, 'account_reset');
	const token = new URL(/http\S+/.exec(mail?.body ?? '')?.[0] ?? '').searchParams.get('token');
	await expect(does(null, now, resetPassword, { token, password: 'kurz' })).rejects.toMatchObject({
		errors: [{ field: 'password' }],
	});
	await does(null, now, resetPassword, { token, password: 'ein neues passwort' });
	await expect(does(null, now, resetPassword, { token, password: 'noch ein neues' })).rejects.toMatchObject({
		code: 'link_used_up',
	});
	const body = { email: 'frieda@example.org', password: 'ein neues passwort' };
	expect((await auth.api.signInEmail({ body })).user.id).toBe(userId);
	expect(await database.selectFrom('session').select('userAgent').where('userAgent', '=', firefox).execute()).toEqual(
		[],
	);
});

test('nobody learns whether there is an account with an address', async () => {
	expect(await does(null, now, requestPasswordReset, { email: 'nobody@example.org' })).toEqual({ requested: true });
});

test('a sign-in by another kind of browser is told by mail, the first one and a known one are not', async () => {
	const userId = await withPassword('nils');
	await signIn(userId, firefox);
	await signIn(userId, firefox.replaceAll('140', '141'));
	expect(await mailsTo(userId, 'account_new_sign_in')).toHaveLength(0);
	await signIn(userId, safari);
	const [mail, ...others] = await mailsTo(userId, 'account_new_sign_in');
	expect(others).toHaveLength(0);
	expect(mail?.body).toContain('Safari, iPhone');
	expect(browserName('curl/8')).toBe('curl/8');
});

test('a person sees where they are signed in, and ends one session or all others', async () => {
	const anna = await person('anna');
	const ben = await person('ben');
	for (const browser of [firefox, safari, 'a', 'b']) await signIn(anna.userId, browser);
	const { sessions } = await does(anna, now, mySessions, {});
	expect(sessions).toHaveLength(4);
	const [kept, ended] = sessions;
	const gone = { sessionId: ended?.id };
	await expect(does(ben, now, endOneSession, gone)).rejects.toMatchObject({ status: 404 });
	await does(anna, now, endOneSession, gone);
	expect(await does(anna, now, endSessions, { except: kept?.id })).toEqual({ ended: 2 });
	expect((await does(anna, now, mySessions, {})).sessions.map(({ id }) => id)).toEqual([kept?.id]);
});

test('an access token is shown once, holds its scopes until it ends, and makes no other one', async () => {
	const clara = await person('clara');
	const asked = { name: 'Skript', scopes: ['community:read', 'identity:write'], days: '30' };
	const caller = { viewer: clara, now, locale: 'de' as const, key: 'key-of-clara' };
	const { token, tokenId } = await call(createToken, caller, asked);
	const answers = await database.selectFrom('idempotency').select('answer').execute();
	expect(JSON.stringify(answers)).not.toContain(token);
	expect(JSON.stringify(await does(clara, now, myTokens, {}))).not.toContain(token);
	const bearer = await viewerOfToken(token, new Date());
	expect(bearer).toMatchObject({ userId: clara.userId, scopes: ['community:read', 'identity:write'] });
	await expect(does(bearer, now, createToken, asked)).rejects.toMatchObject({ code: 'token_by_token' });
	expect(await viewerOfToken(token, new Date(Date.now() + 31 * 86_400_000))).toBeNull();
	await does(clara, now, revokeToken, { tokenId });
	expect(await viewerOfToken(token, new Date())).toBeNull();
});

test('a token can be given every scope that a verb asks for', () => {
	const known: readonly string[] = scopes;
	expect([...new Set(verbs.map(({ scope }) => scope))].filter((scope) => !known.includes(scope))).toEqual([]);
});

test('the first administrator is set up once, by the token from the log', async () => {
	await expect(does(null, now, setUpInstance, someone('x'))).rejects.toMatchObject({ status: 404 });
	await database.updateTable('instance').set({ kind: 'production' }).execute();
	const token = (await setUpToken()) ?? '';
	await expect(does(null, now, setUpInstance, someone('wrong'))).rejects.toMatchObject({ code: 'setup_token_wrong' });
	const { userId } = await does(null, now, setUpInstance, someone(token));
	const made = await database.selectFrom('user').selectAll().where('id', '=', userId).executeTakeFirstOrThrow();
	expect(made).toMatchObject({ administrator: true, emailVerified: true });
	await expect(does(null, now, setUpInstance, someone(token))).rejects.toMatchObject({ status: 404 });
});
const someone = (token: string) => ({
	token,
	name: 'Ada Erste',
	email: 'ada@erste.org',
	password: 'ein langes passwort',
});
