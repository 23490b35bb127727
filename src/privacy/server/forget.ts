import { database } from '#platform/server/database.ts';
import { forgetCourseRecords, forgetDeclined, forgetPresence } from '#privacy/server/forget-course.ts';
import { forgetCertificates, forgetEvidence, forgetExams } from '#privacy/server/forget-exams.ts';
import { forgetFiles } from '#privacy/server/forget-files.ts';
import { forgetDeletedPosts, forgetLooks, forgetTraces } from '#privacy/server/forget-traces.ts';
import { forgetErased } from '#privacy/server/forget-erased.ts';
import { retentionHere } from '#privacy/server/retention.ts';

/**
 * Job: deletes what has been kept for as long as the page "Was erfasst wird" says. May run at any time, and again: each
 * step is a transaction of its own, and looks at what is there.
 */
export async function forgetExpired(now: Date): Promise<void> {
	const months = await retentionHere(database);
	for (const step of [
		forgetDeclined,
		forgetEvidence,
		forgetCourseRecords,
		forgetPresence,
		forgetExams,
		forgetCertificates,
		forgetLooks,
		forgetDeletedPosts,
		forgetTraces,
		forgetErased,
	])
		await database.transaction().execute((trx) => step(trx, now, months));
	await forgetFiles();
}
