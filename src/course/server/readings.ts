import type { Kysely } from 'kysely';
import { remembering, type Memory } from '#platform/server/memory.ts';
import type { DB } from '#platform/server/schema.ts';

type Reading = { topicId: string; readAt: Date };

/** The lessons that a learner has marked as read, and when. */
export const readingsOf = (db: Kysely<DB>, cohortId: string, userId: string, memory?: Memory): Promise<Reading[]> =>
	rememberReadings(memory, `${cohortId} ${userId}`, () =>
		db
			.selectFrom('lessonRead')
			.select(['topicId', 'readAt'])
			.where('cohortId', '=', cohortId)
			.where('userId', '=', userId)
			.execute(),
	);

const rememberReadings = remembering<Reading[]>();
