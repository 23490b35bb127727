import { sealPolls } from '#conversation/server/polls.ts';
import { settleCohorts } from '#course/server/settle.ts';
import { eraseDue } from '#privacy/server/erase.ts';
import { endExports } from '#privacy/server/own-data.ts';
import { settleDueExams } from '#exam/server/settle.ts';
import { database } from '#platform/server/database.ts';

/** Everything that has fallen due anywhere up to `now`: for the job of each minute, and after a clock was moved. */
export async function settleAll(now: Date): Promise<void> {
	await settleCohorts(now);
	await settleDueExams(now);
	await sealPolls(database, now);
	await eraseDue(now);
	await endExports(now);
}
