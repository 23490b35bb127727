import { domainNow } from '#platform/server/clock.ts';
import type { Report } from '#platform/server/report.ts';
import { addDays } from '#platform/time.ts';
import { newsReadBy, type NewsRead } from '#demo/acts/news.ts';
import { foundProvider } from '#demo/acts/provider.ts';
import { lastVisit } from '#demo/acts/reading.ts';
import { examDaysBy, firstCohort } from '#demo/cohorts/one.ts';
import { fourthCohort } from '#demo/cohorts/four.ts';
import { thirdCohort } from '#demo/cohorts/three.ts';
import { secondCohort } from '#demo/cohorts/two.ts';
import { companyStories } from '#demo/company/company.ts';
import { readCommonCorpus } from '#demo/corpus/corpus.ts';
import type { Cast } from '#demo/story/cast.ts';
import { zone } from '#demo/story/stage.ts';
import { newTurns } from '#demo/story/turns.ts';

/** Days before now. */
const founded = 260;

/**
 * Fills an empty demo instance with the demo organisation, by doing what its people would have done: everything goes
 * through the product's own verbs, with domain time handed in. There are five stories, of three cohorts and of a company's
 * two communities; each is told in the order of time, and they wait for each other where they meet. `report` gets a line in
 * plain words for each step.
 * @returns when people went through their news last
 */
export async function fillDemo(report: Report, now?: Date): Promise<NewsRead> {
	const today = now ?? (await domainNow());
	const corpus = readCommonCorpus();
	const cast: Cast = new Map();
	const provider = await foundProvider(cast, { ...corpus, at: addDays(today, -founded, zone) });
	report(`${corpus.provider.name} with its staff and the course`);
	const turns = newTurns();
	const { main, revokedAt } = examDaysBy(today);
	const year = { today, certified: main.releasedAt, revoked: revokedAt };
	const companies = await companyStories(cast, corpus.people, year, turns);
	report('A company with its two communities');
	const stories = [
		await firstCohort(cast, corpus, provider, today, turns),
		await secondCohort(cast, corpus, provider, today),
		await thirdCohort(cast, corpus, provider, today),
		...companies,
	];
	await fourthCohort(cast, corpus, provider, today);
	const told = await Promise.all(stories.map((story) => story(report)));
	const visits = new Map(told.flatMap((each) => [...each]));
	return new Map([...cast].map(([key, viewer]) => [viewer, newsReadBy(key, visits.get(key) ?? lastVisit(key, today))]));
}
