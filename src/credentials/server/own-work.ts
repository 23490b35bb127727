import type { Kysely } from 'kysely';
import * as z from 'zod';
import { taskOf } from '#course/server/submission-row.ts';
import { caseOf, sectionsOf } from '#exam/server/case-rows.ts';
import { sectionTexts } from '#exam/server/paper-draft.ts';
import { kindOf } from '#exam/server/paper-rows.ts';
import type { DB } from '#platform/server/schema.ts';
import type { Scene } from '#platform/server/verb.ts';

export type Post = { threadTitle: string; opening: boolean; body: string; createdAt: Date };
export type Work = {
	title: string;
	context: string | null;
	authors: string[];
	at: Date;
	sections: { title: string; body: string }[];
};

/** All posts of a person in a community, the oldest first; deleted ones stay away. */
export async function ownPosts(db: Kysely<DB>, communityId: string, userId: string): Promise<Post[]> {
	return db
		.selectFrom('post as p')
		.innerJoin('thread as t', 't.id', 'p.threadId')
		.select(['t.title as threadTitle', 'p.opening', 'p.body', 'p.createdAt'])
		.where('p.communityId', '=', communityId)
		.where('p.authorId', '=', userId)
		.where('p.deletedAt', 'is', null)
		.orderBy('p.createdAt')
		.execute();
}

const submittedSections = z.array(z.object({ id: z.string(), body: z.string() }));

/** The results a person is credited with, group results included, each in its last handed-in version. */
export async function ownResults({ trx, locale }: Scene, communityId: string, userId: string): Promise<Work[]> {
	const rows = await trx
		.selectFrom('submission as s')
		.innerJoin('submissionMember as m', 'm.submissionId', 's.id')
		.innerJoin('submissionVersion as v', (join) =>
			join.onRef('v.submissionId', '=', 's.id').onRef('v.version', '=', 's.version'),
		)
		.select(['s.id', 's.unitNumber', 's.kind', 's.courseVersionId', 'v.sections', 'v.handedInAt'])
		.where('s.communityId', '=', communityId)
		.where('m.userId', '=', userId)
		.orderBy('s.unitNumber')
		.orderBy('s.kind')
		.execute();
	const works: Work[] = [];
	for (const row of rows) {
		const { unit, assignment } = await taskOf(trx, row);
		const texts = submittedSections.safeParse(row.sections).data ?? [];
		works.push({
			title: assignment.title[locale],
			context: `${unit.number} ${unit.title[locale]}`,
			authors: await membersOf(trx, row.id),
			at: row.handedInAt,
			sections: assignment.sections.map(({ id, title }) => ({
				title: title[locale],
				body: texts.find((section) => section.id === id)?.body ?? '',
			})),
		});
	}
	return works;
}

async function membersOf(db: Kysely<DB>, submissionId: string): Promise<string[]> {
	const rows = await db
		.selectFrom('submissionMember as m')
		.innerJoin('user as u', 'u.id', 'm.userId')
		.select('u.name')
		.where('m.submissionId', '=', submissionId)
		.orderBy('u.name')
		.execute();
	return rows.map(({ name }) => name);
}

/** A person's exam papers, the group's included, as they were handed in. */
export async function ownPapers({ trx }: Scene, cohortId: string, userId: string): Promise<Work[]> {
	const rows = await trx
		.selectFrom('paper as p')
		.innerJoin('exam as e', 'e.id', 'p.examId')
		.innerJoin('examCandidate as c', 'c.examId', 'e.id')
		.innerJoin('paperHandIn as h', (join) => join.onRef('h.paperId', '=', 'p.id').on('h.withdrawnAt', 'is', null))
		.select(['p.id', 'p.kind', 'p.learningGroupId', 'e.id as examId', 'e.caseId', 'h.sections', 'h.arrivedAt'])
		.where('c.userId', '=', userId)
		.where('c.cohortId', '=', cohortId)
		.where((e) => e.or([e('p.userId', '=', userId), e('p.learningGroupId', '=', e.ref('c.learningGroupId'))]))
		.orderBy('h.arrivedAt')
		.execute();
	const works: Work[] = [];
	for (const row of rows) {
		const examCase = await caseOf(trx, row.caseId);
		const texts = sectionTexts.parse(row.sections);
		works.push({
			title: examCase.title,
			context: kindOf(row.kind),
			authors: await authorsOf(trx, row, userId),
			at: row.arrivedAt,
			sections: sectionsOf(examCase, row.kind).map(({ id, text }) => ({
				title: text,
				body: texts.find((section) => section.id === id)?.body ?? '',
			})),
		});
	}
	return works;
}

async function authorsOf(
	db: Kysely<DB>,
	{ examId, learningGroupId }: { examId: string; learningGroupId: string | null },
	userId: string,
): Promise<string[]> {
	const rows = await db
		.selectFrom('examCandidate as c')
		.innerJoin('user as u', 'u.id', 'c.userId')
		.select('u.name')
		.where('c.examId', '=', examId)
		.where((e) =>
			learningGroupId === null ? e('c.userId', '=', userId) : e('c.learningGroupId', '=', learningGroupId),
		)
		.orderBy('u.name')
		.execute();
	return rows.map(({ name }) => name);
}

/** Feedback that a person wrote for others, in words. */
export async function ownFeedback(
	db: Kysely<DB>,
	cohortId: string,
	userId: string,
): Promise<{ words: string; givenAt: Date }[]> {
	return db
		.selectFrom('feedback')
		.select(['words', 'givenAt'])
		.where('cohortId', '=', cohortId)
		.where('authorId', '=', userId)
		.orderBy('givenAt')
		.execute();
}
