import type { Kysely } from 'kysely';
import { mentionedPeople } from '#platform/markdown.ts';
import type { DB } from '#platform/server/schema.ts';

type Person = { id: string; name: string };

/**
 * Turns a typed `@Vorname Nachname` of a member into a mention; longer names first, so that "Anna Maria" is not taken for
 * "Anna".
 */
export async function resolveMentions(db: Kysely<DB>, communityId: string, body: string): Promise<string> {
	if (!body.includes('@')) return body;
	const people = await mentionable(db, communityId);
	const byLength = [...people].sort((a, b) => b.name.length - a.name.length);
	return byLength.reduce((text, person) => {
		const typed = new RegExp(`(^|[\\s(„"])@${escaped(person.name)}(?![\\p{L}\\p{N}-])`, 'gu');
		return text.replace(typed, (_, before: string) => `${before}@[${person.name}](user:${person.id})`);
	}, body);
}
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Members of the community whom a text may mention. */
function mentionable(db: Kysely<DB>, communityId: string): Promise<Person[]> {
	return db
		.selectFrom('membership as m')
		.innerJoin('user as u', 'u.id', 'm.userId')
		.select(['u.id', 'u.name'])
		.distinct()
		.where('m.communityId', '=', communityId)
		.where('m.endedAt', 'is', null)
		.execute();
}

/** Keeps the mentions of a post in step with its text; returns who is mentioned now and was not before. */
export async function keepMentions(
	trx: Kysely<DB>,
	communityId: string,
	postId: string,
	body: string,
): Promise<string[]> {
	const named = mentionedPeople(body);
	const people = named.length > 0 ? await mentionable(trx, communityId) : [];
	const wanted = named.filter((id) => people.some((person) => person.id === id));
	const removed = trx.deleteFrom('mention').where('postId', '=', postId);
	await (wanted.length > 0 ? removed.where('userId', 'not in', wanted) : removed).execute();
	if (wanted.length === 0) return [];
	const added = await trx
		.insertInto('mention')
		.values(wanted.map((userId) => ({ postId, userId })))
		.onConflict((c) => c.doNothing())
		.returning('userId')
		.execute();
	return added.map((row) => row.userId);
}
