import { createHmac } from 'node:crypto';
import { config } from '#platform/server/config.ts';

/**
 * What stands in a row instead of its person, where nobody is to be named: a digest keyed with the secret of the
 * instance, which the database does not hold. Whoever is signed in is led to the own rows by it; from the row nobody
 * leads back, and marks of different things cannot be put together.
 */
export const markOf = (userId: string, ...thing: readonly (string | number)[]): Buffer =>
	createHmac('sha256', config.secret)
		.update(['conversation', ...thing, userId].join(' '))
		.digest();

export const ballotMark = (threadId: string, userId: string): Buffer => markOf(userId, 'ballot', threadId);

/** How many questions one person can have standing in one community without a name. */
const questionSlots = 60;

/** All marks that one’s own questions in a community can bear; nobody else can tell that they belong together. */
export const questionMarks = (communityId: string, userId: string): Buffer[] =>
	Array.from({ length: questionSlots }, (_, slot) => markOf(userId, 'question', communityId, slot));
