import { addDays } from '#platform/time.ts';
import { openAndPublish } from '#demo/acts/opening.ts';
import type { Provider } from '#demo/acts/provider.ts';
import type { Corpus } from '#demo/corpus/corpus.ts';
import type { Cast } from '#demo/story/cast.ts';
import { startAround } from '#demo/story/dates.ts';
import { zone } from '#demo/story/stage.ts';

const seed = 47;
/** Days before today, and for the start days ahead. */
const opened = 3;
const ahead = 63;

/** The fourth cohort has just been announced, with two seminar days; nobody has applied yet. */
export async function fourthCohort(cast: Cast, corpus: Corpus, provider: Provider, now: Date): Promise<void> {
	const entry = corpus.cohort('cohort-4');
	const startDate = startAround(now, -ahead);
	await openAndPublish(cast, provider, {
		entry,
		provider: corpus.provider,
		startDate,
		seed,
		at: addDays(now, -opened, zone),
	});
}
