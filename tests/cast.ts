import { createPerson } from '#identity/server/people.ts';
import { viewerOfPerson } from '#identity/server/viewers.ts';
import { database } from '#platform/server/database.ts';
import type { AnyVerb, Caller, Verb } from '#platform/server/verb.ts';
import { call } from '#platform/server/verb.ts';
import type { Viewer } from '#platform/viewer.ts';
import type * as z from 'zod';

/** One person of the shared cast; `anna`, `ben` … sign in as `<key>@example.org`. */
export async function person(key: string, options: { administrator?: boolean } = {}): Promise<Viewer> {
	const userId = await createPerson(database, {
		name: key.charAt(0).toUpperCase() + key.slice(1),
		email: `${key}@example.org`,
		locale: 'de',
		password: null,
	});
	if (options.administrator)
		await database.updateTable('user').set({ administrator: true }).where('id', '=', userId).execute();
	const viewer = await viewerOfPerson(userId);
	if (!viewer) throw new Error(`no viewer for ${key}`);
	return viewer;
}

export const as = (viewer: Viewer | null, now: Date, key?: string): Caller => ({ viewer, now, locale: 'de', key });

/** Calls a verb as `viewer` at `now`. */
export function does<S extends z.ZodRawShape, A>(
	viewer: Viewer | null,
	now: Date,
	verb: Verb<S, A>,
	input: object,
): Promise<A> {
	return call(verb, as(viewer, now), input);
}
export type { AnyVerb };
