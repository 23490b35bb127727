import { markNewsRead } from '#notifications/server/news.ts';
import { addMinutes } from '#platform/time.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '#demo/story/does.ts';
import { lot } from '#demo/story/lot.ts';

/** When people of the demo went through their news last. */
export type NewsRead = ReadonlyMap<Viewer, Date>;

/** News is gone through less often than posts are read: some hours to two days before the last visit. */
export const newsReadBy = (key: string, visit: Date): Date =>
	addMinutes(visit, -60 * (6 + Math.round(lot('goes through news', key) * 42)));

/** What had happened by then is no news to people any more; to be done when all news has been told. */
export async function readNews(read: NewsRead): Promise<void> {
	for (const [viewer, at] of read) await does(viewer, at, markNewsRead, { upTo: at });
}
