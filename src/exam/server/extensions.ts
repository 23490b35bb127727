import type { Transaction } from 'kysely';
import * as z from 'zod';
import { calendarOf } from '#course/server/timetable-plan.ts';
import { extendedEnd, type MoreTime } from '#exam/rules/deadline.ts';
import { cohortOfExam, lockExam, type ExamRow } from '#exam/server/exam-row.ts';
import { examGround } from '#exam/server/grounds.ts';
import { papersOf, reopenPapers, type PaperRow } from '#exam/server/paper-rows.ts';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';

/** More time for one person's individual papers or one group's paper, with a reason (house rule). */
export const grantExtension = verb({
	name: 'grantExtension',
	method: 'post',
	path: '/exams/{examId}/extensions',
	summary: 'Grant a person or a group more time, with a reason',
	scope: 'exam:write',
	who: ['organiser'],
	at: examGround,
	status: 201,
	input: z.object({
		examId: z.uuid(),
		/** `person:<id>` or `group:<id>`. */
		whom: z.string().regex(/^(person|group):[0-9a-f-]{36}$/),
		workingDays: z.union([z.literal(''), z.coerce.number().int().min(1).max(20)]).default(''),
		hours: z.union([z.literal(''), z.coerce.number().min(0.25).max(200)]).default(''),
		reason: z.string().trim().min(10).max(2000),
	}),
	output: z.object({ endsAt: z.date() }),
	async run(scene, { examId, whom, workingDays, hours, reason }) {
		const { trx, now } = scene;
		const { userId: grantedBy } = signedIn(scene);
		const exam = await lockExam(trx, examId);
		if (exam.cancelledAt) refuse('exam_cancelled_already');
		const owner = ownerOf(whom);
		const before = await endSoFar(trx, exam, owner);
		const cohort = await cohortOfExam(trx, exam);
		const more: MoreTime | null = workingDays !== '' ? { workingDays } : hours !== '' ? { hours } : null;
		if (!more) return refuse('extension_how_long', { field: 'workingDays', status: 422 });
		const calendar = await calendarOf(trx, cohort);
		const end = extendedEnd({ endsAt: before, zone: cohort.timeZone, calendar, more, reason });
		if (!end.ok) return refuse('extension_not_later', { field: 'workingDays' });
		if (end.value <= now) refuse('extension_not_later', { field: 'workingDays' });
		await reopen(trx, exam, owner);
		const { id } = await trx
			.insertInto('examExtension')
			.values({ examId, ...owner, endsAt: end.value, reason, grantedBy, grantedAt: now })
			.returning('id')
			.executeTakeFirstOrThrow();
		await audit(trx, {
			action: 'extension_granted',
			actorId: grantedBy,
			subjectId: id,
			cohortId: cohort.id,
			detail: { reason, ...owner },
		});
		await record(trx, {
			kind: 'extension_granted',
			actorId: grantedBy,
			communityId: cohort.communityId,
			cohortId: cohort.id,
			subjectId: examId,
			data: { ...owner, endsAt: end.value },
			at: now,
		});
		return { endsAt: end.value };
	},
});

type Owner = { userId: string | null; learningGroupId: string | null };

function ownerOf(whom: string): Owner {
	const [kind, id = ''] = whom.split(':');
	return kind === 'group' ? { userId: null, learningGroupId: id } : { userId: id, learningGroupId: null };
}

const ownedBy = (papers: readonly PaperRow[], owner: Owner) =>
	papers.filter(
		(paper) =>
			(owner.userId !== null && paper.userId === owner.userId) ||
			(owner.learningGroupId !== null && paper.learningGroupId === owner.learningGroupId),
	);

/** The end that holds for this person or group; before the opening there are no papers yet to ask. */
async function endSoFar(trx: Transaction<DB>, exam: ExamRow, owner: Owner): Promise<Date> {
	const candidate = await trx
		.selectFrom('examCandidate')
		.select('userId')
		.where('examId', '=', exam.id)
		.$if(owner.userId !== null, (q) => q.where('userId', '=', owner.userId ?? ''))
		.$if(owner.learningGroupId !== null, (q) => q.where('learningGroupId', '=', owner.learningGroupId))
		.executeTakeFirst();
	if (!candidate) throw notFound();
	const { endsAt } = await trx
		.selectFrom('examExtension')
		.select((e) => e.fn.max('endsAt').as('endsAt'))
		.where('examId', '=', exam.id)
		.where((e) => e.or([e('userId', '=', owner.userId), e('learningGroupId', '=', owner.learningGroupId)]))
		.executeTakeFirstOrThrow();
	return endsAt && endsAt > exam.endsAt ? endsAt : exam.endsAt;
}

/** Time may also be given after the deadline, as long as nobody has begun to mark. */
async function reopen(trx: Transaction<DB>, exam: ExamRow, owner: Owner): Promise<void> {
	const papers = ownedBy(await papersOf(trx, exam), owner);
	const closed = papers.filter(({ closedAt }) => closedAt !== null).map(({ id }) => id);
	if (closed.length > 0) {
		const marking = await trx
			.selectFrom('marking')
			.select('id')
			.where('paperId', 'in', closed)
			.where('endedAt', 'is', null)
			.executeTakeFirst();
		if (marking) refuse('extension_marking_begun');
	}
	await reopenPapers(trx, exam, closed);
}
