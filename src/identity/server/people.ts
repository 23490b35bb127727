import type { Kysely } from 'kysely';
import { hashPassword } from 'better-auth/crypto';
import type { DB } from '#platform/server/schema.ts';
import type { Locale } from '#platform/viewer.ts';

export type NewPerson = {
	name: string;
	email: string;
	locale: Locale;
	/** `null`: no password; signs in by another way only. */
	password: string | null;
};

/** Creates a person whose address is proved (by an invitation's or set-up's link), in the shape the sign-in library expects. */
export async function createPerson(trx: Kysely<DB>, person: NewPerson): Promise<string> {
	const now = new Date();
	const { id } = await trx
		.insertInto('user')
		.values({
			name: person.name,
			email: person.email.toLowerCase(),
			emailVerified: true,
			locale: person.locale,
			updatedAt: now,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	if (person.password !== null) {
		await trx
			.insertInto('account')
			.values({
				accountId: id,
				providerId: 'credential',
				userId: id,
				password: await hashPassword(person.password),
				updatedAt: now,
			})
			.execute();
	}
	return id;
}
