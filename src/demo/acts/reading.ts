import { markThreadsRead } from '#conversation/server/read-state.ts';
import { database } from '#platform/server/database.ts';
import { addDays, addMinutes } from '#platform/time.ts';
import { does } from '#demo/story/does.ts';
import { lot } from '#demo/story/lot.ts';
import { zone, type Stage } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

/** Days back from a visit; whatever has rested longer has been read by then. */
const recent = 30;

/**
 * Everybody's last visit: what had been written until then is read, but for a recent thread here and there that
 * somebody skips. So everyone has something new, and not everyone the same.
 */
export function readingActs(
	stage: Pick<Stage, 'name' | 'communityId' | 'person'>,
	visits: ReadonlyMap<string, Date>,
): Act[] {
	const { communityId } = stage;
	return [...visits].map(([key, at]) => ({
		at,
		what: `${stage.name}: ${key} reads`,
		run: async (now) => {
			const threads = await writtenBefore(communityId, now);
			const rested = addDays(now, -recent, zone);
			const read = threads.filter(
				({ at: last }, index) => last < rested || lot('skips', key, index) > 0.12 * lot('hurry', key),
			);
			if (read.length > 0) await does(stage.person(key), now, markThreadsRead, { communityId, threads: read });
		},
	}));
}

function writtenBefore(communityId: string, at: Date) {
	return database
		.selectFrom('post')
		.select((e) => ['threadId', e.fn.max<number>('sequence').as('sequence'), e.fn.max<Date>('createdAt').as('at')])
		.where('communityId', '=', communityId)
		.where('createdAt', '<=', at)
		.groupBy('threadId')
		.orderBy('threadId')
		.execute();
}

/** Somebody's last visit, some minutes to about a day before an instant, another one for everybody. */
export const lastVisit = (key: string, before: Date): Date =>
	addMinutes(before, -2 - Math.round(lot('visits', key) ** 2 * 1700));

/** Everybody's last visit before the end of the story; whoever fell silent has not been there since. */
export const lastVisits = (stage: Stage, people: readonly string[]): Map<string, Date> =>
	new Map(
		people.map((key) => {
			const silent = stage.plan.silent?.person === key ? stage.at(stage.plan.silent.since) : null;
			return [key, silent ?? lastVisit(key, stage.until)];
		}),
	);
