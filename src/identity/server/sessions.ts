import type { Cookies } from '@sveltejs/kit';
import { makeSignature } from 'better-auth/crypto';
import { browserName } from '#identity/browser-name.ts';
import { newSignInMail } from '#identity/server/account-mails.ts';
import { auth } from '#identity/server/auth.ts';
import { config } from '#platform/server/config.ts';
import { database } from '#platform/server/database.ts';
import { queueMail } from '#platform/server/mail.ts';

/**
 * Starts a session the way the library does, and sets its signed cookie.
 * `newBrowser`: what to do about a browser that this person has not been seen with.
 */
export async function startSession(
	cookies: Pick<Cookies, 'set'>,
	userId: string,
	headers: Headers,
	newBrowser: 'tell' | 'ignore' = 'tell',
): Promise<void> {
	const context = await auth.$context;
	if (newBrowser === 'tell') await tellOfNewBrowser(userId, headers.get('user-agent') ?? '');
	const session = await context.internalAdapter.createSession(userId, false, {
		userAgent: headers.get('user-agent') ?? '',
	});
	const { name, attributes } = context.authCookies.sessionToken;
	const value = `${session.token}.${await makeSignature(session.token, context.secret)}`;
	cookies.set(name, value, {
		httpOnly: true,
		sameSite: 'lax',
		secure: attributes.secure ?? false,
		path: '/',
		maxAge: context.sessionConfig.expiresIn,
	});
}

/** A first sign-in ever is no surprise; a later one by another kind of browser is worth a mail. */
async function tellOfNewBrowser(userId: string, userAgent: string): Promise<void> {
	const known = await database.selectFrom('session').select('userAgent').where('userId', '=', userId).execute();
	if (known.length === 0 || known.some((session) => browserName(session.userAgent ?? '') === browserName(userAgent)))
		return;
	const person = await database
		.selectFrom('user')
		.select(['id', 'name', 'email', 'locale', 'timeZone'])
		.where('id', '=', userId)
		.executeTakeFirstOrThrow();
	await queueMail(database, newSignInMail(person, browserName(userAgent), `${config.publicUrl}/me/sessions`));
}

/** This browser's session and whose it is. */
export async function sessionOf(headers: Headers): Promise<{ sessionId: string; userId: string } | null> {
	const session = await auth.api.getSession({ headers });
	return session && { sessionId: session.session.id, userId: session.user.id };
}

/** The id of this browser's session. */
export const currentSession = async (headers: Headers): Promise<string | null> =>
	(await sessionOf(headers))?.sessionId ?? null;

/** Ends the session of this browser. */
export async function endSession(cookies: Cookies, headers: Headers): Promise<void> {
	const session = await auth.api.getSession({ headers });
	const context = await auth.$context;
	if (session) await context.internalAdapter.deleteSession(session.session.token);
	cookies.delete(context.authCookies.sessionToken.name, { path: '/' });
}
