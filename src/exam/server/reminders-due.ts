import type { Transaction } from 'kysely';
import { reminders } from '#exam/rules/deadline.ts';
import { cohortOfExam, type ExamRow } from '#exam/server/exam-row.ts';
import { papersOf } from '#exam/server/paper-rows.ts';
import type { ExamDueStep } from '#exam/server/settle.ts';
import { record } from '#platform/server/activity.ts';
import type { DB } from '#platform/server/schema.ts';
import { earliest } from '#platform/time.ts';

/** 24 and 3 hours before each paper's own deadline those are reminded who have not handed it in. */
export const remindOfDeadlines: ExamDueStep = {
	name: 'remind of deadlines',
	dueAt: async (trx, exam) => earliest((await openReminders(trx, exam)).map(({ at }) => at)),
	async run(trx, exam, at) {
		const cohort = await cohortOfExam(trx, exam);
		for (const reminder of await openReminders(trx, exam)) {
			if (reminder.at > at) continue;
			const { paperId, hours, endsAt, handedIn } = reminder;
			await trx.insertInto('paperReminder').values({ paperId, hours, endsAt }).execute();
			if (handedIn) continue;
			await record(trx, {
				kind: 'deadline_near',
				communityId: cohort.communityId,
				cohortId: cohort.id,
				subjectId: paperId,
				data: { hours, endsAt },
				at: reminder.at,
			});
		}
	},
};

async function openReminders(trx: Transaction<DB>, exam: ExamRow) {
	if (!exam.openedAt || exam.closedAt) return [];
	const papers = (await papersOf(trx, exam)).filter((paper) => paper.closedAt === null);
	if (papers.length === 0) return [];
	const sent = await trx
		.selectFrom('paperReminder')
		.selectAll()
		.where(
			'paperId',
			'in',
			papers.map(({ id }) => id),
		)
		.execute();
	return papers.flatMap(({ id, endsAt, handedInAt }) =>
		reminders(exam.opensAt, endsAt)
			.filter(
				({ hours }) =>
					!sent.some((one) => one.paperId === id && one.hours === hours && one.endsAt.getTime() === endsAt.getTime()),
			)
			.map(({ hours, at }) => ({ paperId: id, hours, at, endsAt, handedIn: handedInAt !== null })),
	);
}
