import { createHash } from 'node:crypto';
import { auth } from '#identity/server/auth.ts';
import { viewerByCookie } from '#identity/server/viewer-memory.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';

const columns = ['u.id', 'u.name', 'u.email', 'u.administrator', 'u.locale', 'u.timeZone'] as const;

type Row = { id: string; name: string; email: string; administrator: boolean; locale: string; timeZone: string };
const toViewer = (row: Row, scopes: readonly string[] | null): Viewer => ({
	userId: row.id,
	name: row.name,
	email: row.email,
	administrator: row.administrator,
	locale: row.locale === 'en' ? 'en' : 'de',
	timeZone: row.timeZone,
	scopes,
});

export const tokenDigest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The name is the library's; with https it begins with `__Secure-`. */
const sessionCookie = /(?:^|;\s*)(?:__Secure-)?allmende\.session_token=([^;]+)/;

/** The person of a session cookie, or null. */
export async function viewerOfSession(headers: Headers): Promise<Viewer | null> {
	const [, cookie] = sessionCookie.exec(headers.get('cookie') ?? '') ?? [];
	if (!cookie) return null;
	return viewerByCookie(cookie, async () => {
		const session = await auth.api.getSession({ headers });
		const viewer = session && (await viewerOfPerson(session.user.id));
		return viewer && { viewer, sessionId: session.session.id };
	});
}

export async function viewerOfPerson(userId: string): Promise<Viewer | null> {
	const row = await database
		.selectFrom('user as u')
		.select(columns)
		.where('u.id', '=', userId)
		.where('u.erasedAt', 'is', null)
		.executeTakeFirst();
	return row ? toViewer(row, null) : null;
}

/** The person of a personal access token; `realNow` is real time, as for all tokens. */
export async function viewerOfToken(token: string, realNow: Date): Promise<Viewer | null> {
	const row = await database
		.updateTable('accessToken as t')
		.from('user as u')
		.set({ lastUsedAt: realNow })
		.whereRef('u.id', '=', 't.userId')
		.where('u.erasedAt', 'is', null)
		.where('t.digest', '=', tokenDigest(token))
		.where((e) => e.or([e('t.expiresAt', 'is', null), e('t.expiresAt', '>', realNow)]))
		.returning([...columns, 't.scopes'])
		.executeTakeFirst();
	return row ? toViewer(row, row.scopes) : null;
}
