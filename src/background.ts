import { readNews } from '#demo/acts/news.ts';
import { fillDemo } from '#demo/fill.ts';
import { jobTasks } from '#job-tasks.ts';
import { liveAudience } from '#live-audience.ts';
import { config } from '#platform/server/config.ts';
import { deliverPending, deliverWhatIsHeard } from '#notifications/server/deliver-pending.ts';
import { database } from '#platform/server/database.ts';
import type { Ending } from '#platform/server/endings.ts';
import { isFilled, markFilled } from '#platform/server/instance.ts';
import { drainJobs, startJobs } from '#platform/server/jobs.ts';
import { startLive, stopLive } from '#platform/server/live.ts';
import type { Report } from '#platform/server/report.ts';
import { indexSearch, indexSoon, indexWhatIsHeard } from '#search/server/index-entries.ts';

/**
 * Starts what works beside the answering of requests; `atEnd` is told how each of it ends.
 * To be loaded after the database has been prepared, which the modules in here connect to.
 */
export async function startBackground(report: Report, atEnd: (end: Ending) => void): Promise<void> {
	atEnd(() => database.destroy());
	atEnd(indexWhatIsHeard());
	await startLive(liveAudience);
	atEnd(stopLive);
	if (config.demo) await fillOnce(report);
	atEnd(deliverWhatIsHeard());
	const jobs = await startJobs({ ...jobTasks, index_search: indexSoon });
	atEnd(() => jobs.stop(config.stopGrace));
}

async function fillOnce(report: Report): Promise<void> {
	if (await isFilled()) return;
	report('Filling the demo organisation');
	const read = await fillDemo(report);
	await deliverPending();
	await drainJobs(jobTasks);
	await indexSearch();
	await readNews(read);
	report('Everybody has their mail, and has read what they would have');
	await markFilled();
}
