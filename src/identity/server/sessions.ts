import type { Cookies } from '@sveltejs/kit';
import { makeSignature } from 'better-auth/crypto';
import { auth } from '#identity/server/auth.ts';

/** Starts a session the way the library does, and sets its signed cookie. */
export async function startSession(cookies: Cookies, userId: string, headers: Headers): Promise<void> {
	const context = await auth.$context;
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

/** Ends the session of this browser. */
export async function endSession(cookies: Cookies, headers: Headers): Promise<void> {
	const session = await auth.api.getSession({ headers });
	const context = await auth.$context;
	if (session) await context.internalAdapter.deleteSession(session.session.token);
	cookies.delete(context.authCookies.sessionToken.name, { path: '/' });
}
