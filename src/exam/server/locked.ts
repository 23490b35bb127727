import { sql, type RawBuilder } from 'kysely';

/** The evidence of an erased person is locked: neither on a desk nor in a list until its period ends. */
export const notLocked = (userId: RawBuilder<unknown>) =>
	sql<boolean>`not exists(select from "user" l where l.id = ${userId} and l.erased_at is not null)`;
