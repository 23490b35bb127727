import type { Transaction } from 'kysely';
import { countWords } from '#platform/markdown.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, type Scene } from '#platform/server/verb.ts';
import type { Locale } from '#platform/viewer.ts';
import { writePost } from '#conversation/server/writing.ts';
import type { HandedInSections } from '#course/server/hand-in.ts';
import type { SubmissionRow, Writing } from '#course/server/submission-row.ts';
import { m } from '#messages/messages.js';

/** The place for results that every cohort begins with. */
const resultsSpace = 'ergebnisse';
/** What a post can hold, with room for the last line. */
const longest = 39_000;

export async function groupNameOf(trx: Transaction<DB>, submission: SubmissionRow): Promise<string> {
	const group = await trx
		.selectFrom('learningGroup')
		.select('name')
		.where('id', '=', submission.learningGroupId)
		.executeTakeFirst();
	return group?.name ?? '';
}

/** "Beziehungsanalyse mit Maßnahmen, Gruppe Linde", in the language of the cohort. */
export async function resultTitle(
	trx: Transaction<DB>,
	{ submission, unit }: Pick<Writing, 'submission' | 'unit'>,
	group: string,
): Promise<string> {
	const language = await languageOf(trx, submission.cohortId);
	return m.learning_result_title({ title: unit.template.title[language], group }, { locale: language });
}

async function languageOf(trx: Transaction<DB>, cohortId: string): Promise<Locale> {
	const cohort = await trx.selectFrom('cohort').select('language').where('id', '=', cohortId).executeTakeFirst();
	return cohort?.language === 'en' ? 'en' : 'de';
}

/** Makes the result a thread to talk about, or puts the new version into the one that is there. */
export async function publishResult(
	scene: Scene,
	writing: Writing,
	sections: HandedInSections,
): Promise<string | null> {
	const { trx } = scene;
	const { submission, assignment } = writing;
	const language = await languageOf(trx, submission.cohortId);
	const body = bodyOf(assignment.sections, sections, language);
	if (submission.threadId) {
		await renew(scene, submission.threadId, body);
		return submission.threadId;
	}
	return start(scene, writing, body);
}

function bodyOf(titles: Writing['assignment']['sections'], sections: HandedInSections, language: Locale): string {
	const text = sections
		.filter(({ body }) => body.trim() !== '')
		.map(({ id, body }) => `## ${titles.find((title) => title.id === id)?.title[language] ?? id}\n\n${body.trim()}`)
		.join('\n\n');
	return text.length <= longest
		? text
		: `${text.slice(0, longest)} …\n\n*${m.learning_result_cut({}, { locale: language })}*`;
}

async function start(scene: Scene, writing: Writing, body: string): Promise<string | null> {
	const { trx, now } = scene;
	const { submission } = writing;
	const space = await trx
		.selectFrom('space')
		.select('id')
		.where('communityId', '=', submission.communityId)
		.where('slug', '=', resultsSpace)
		.executeTakeFirst();
	if (!space) return null;
	const { id } = await trx
		.insertInto('thread')
		.values({
			communityId: submission.communityId,
			spaceId: space.id,
			kind: 'result',
			title: await resultTitle(trx, writing, await groupNameOf(trx, submission)),
			authorId: signedIn(scene).userId,
			unitNumber: submission.unitNumber,
			submissionId: submission.id,
			createdAt: now,
			lastPostAt: now,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await writePost(scene, { threadId: id, opening: true, body });
	return id;
}

/** The earlier text stays readable as a revision, as with every post that is edited. */
async function renew({ trx, now }: Scene, threadId: string, body: string): Promise<void> {
	const post = await trx
		.selectFrom('post')
		.selectAll()
		.where('threadId', '=', threadId)
		.where('opening', '=', true)
		.forUpdate()
		.executeTakeFirst();
	if (!post || post.body === body) return;
	await trx
		.insertInto('postRevision')
		.values({
			postId: post.id,
			revision: post.revision,
			body: post.body,
			authorId: post.authorId,
			writtenAt: post.editedAt ?? post.createdAt,
		})
		.execute();
	await trx
		.updateTable('post')
		.set({ body, words: countWords(body), revision: post.revision + 1, editedAt: now })
		.where('id', '=', post.id)
		.execute();
}
