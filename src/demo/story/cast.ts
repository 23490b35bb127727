import { createPerson } from '#identity/server/people.ts';
import { viewerOfPerson } from '#identity/server/viewers.ts';
import { database } from '#platform/server/database.ts';
import type { Locale, Viewer } from '#platform/viewer.ts';

/** The people of the demo by their keys in the corpus. */
export type Cast = Map<string, Viewer>;

export type CastEntry = { key: string; name: string; email?: string | undefined; language: Locale };

export const addressOf = ({ key, email }: Pick<CastEntry, 'key' | 'email'>): string =>
	email ?? `${key}@allmende.example`;

/** Gives somebody an account without a password: in a demo a click signs in. */
export async function appear(cast: Cast, entry: CastEntry): Promise<Viewer> {
	const userId = await createPerson(database, {
		name: entry.name,
		email: addressOf(entry),
		locale: entry.language,
		password: null,
	});
	const viewer = await viewerOfPerson(userId);
	if (!viewer) throw new Error(`${entry.key} has no account`);
	cast.set(entry.key, viewer);
	return viewer;
}

/** @throws Error when the corpus names somebody whom it does not describe */
export function personIn(cast: Cast, key: string): Viewer {
	const viewer = cast.get(key);
	if (!viewer) throw new Error(`nobody in the demo is called ${key}`);
	return viewer;
}
