import type { Transaction } from 'kysely';
import { verifyPassword } from 'better-auth/crypto';
import { refuse } from '#platform/refusal.ts';
import { limit } from '#platform/server/rate-limit.ts';
import type { DB } from '#platform/server/schema.ts';
import type { Viewer } from '#platform/viewer.ts';

/** Whether somebody signs in by a password here, and so confirms by it; all others confirm by typing their address. */
export async function hasPassword(trx: Transaction<DB>, userId: string): Promise<boolean> {
	return (await passwordOf(trx, userId)) !== null;
}

/** That it is really the person, before what cannot be undone. @throws Refusal `password_wrong`, `address_differs` */
export async function confirmOneself(
	trx: Transaction<DB>,
	viewer: Viewer,
	given: { password: string; email: string },
): Promise<void> {
	await limit(`confirm:${viewer.userId}`, 10, 900);
	const hash = await passwordOf(trx, viewer.userId);
	if (hash === null) {
		if (given.email.trim().toLowerCase() !== viewer.email) refuse('address_differs', { status: 422, field: 'email' });
	} else if (given.password === '' || !(await verifyPassword({ hash, password: given.password })))
		refuse('password_wrong', { status: 422, field: 'password' });
}

async function passwordOf(trx: Transaction<DB>, userId: string): Promise<string | null> {
	const account = await trx
		.selectFrom('account')
		.select('password')
		.where('userId', '=', userId)
		.where('providerId', '=', 'credential')
		.executeTakeFirst();
	return account?.password ?? null;
}
