import * as z from 'zod';
import { m } from '#messages/messages.js';
import { markdownToHtml } from '#platform/markdown.ts';
import { refuse } from '#platform/refusal.ts';
import { announce } from '#platform/server/live.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { communityGround } from '#community/server/standing.ts';
import { uncalled } from '#conversation/quote.ts';
import { unnamedGround } from '#conversation/server/grounds.ts';
import { beginThread, body } from '#conversation/server/threads.ts';

const latest = 40;

/** What was asked without a name: the words, and nothing that leads to whoever asked. */
export const unnamedDesk = verb({
	name: 'unnamedDesk',
	method: 'get',
	path: '/communities/{communityId}/unnamed-questions',
	summary: 'Questions without a name: those that wait, and the latest others',
	scope: 'community:read',
	who: ['companion'],
	at: communityGround,
	input: z.object({ communityId: z.uuid() }),
	async run({ trx, roles }, { communityId }) {
		const rows = await trx
			.selectFrom('unnamedQuestion as q')
			.leftJoin('user as a', 'a.id', 'q.answeredBy')
			.select([
				'q.id',
				'q.body',
				'q.mayPublish',
				'q.askedAt',
				'q.answer',
				'a.name as answeredByName',
				'q.answeredAt',
				'q.closedAt',
				'q.closeReason',
				'q.threadId',
			])
			.where('q.communityId', '=', communityId)
			.where('q.withdrawnAt', 'is', null)
			.orderBy(
				(e) => e.fn.coalesce('q.answeredAt', 'q.closedAt'),
				(o) => o.desc().nullsFirst(),
			)
			.orderBy('q.askedAt')
			.orderBy('q.id')
			.limit(2 * latest)
			.execute();
		const questions = rows.map(({ body, answer, ...row }) => ({
			...row,
			html: markdownToHtml(body),
			answer: answer === null ? null : markdownToHtml(answer),
		}));
		const waits = (question: { answeredAt: Date | null; closedAt: Date | null }) =>
			!question.answeredAt && !question.closedAt;
		return {
			waiting: questions.filter(waits),
			done: questions.filter((question) => !waits(question)).slice(0, latest),
			spaces: await trx
				.selectFrom('space')
				.select(['id', 'name'])
				.where('communityId', '=', communityId)
				.where('archivedAt', 'is', null)
				.where('learningGroupId', 'is', null)
				.orderBy('position')
				.execute(),
			mayWrite: roles.has('member'),
		};
	},
});

export const answerUnnamed = verb({
	name: 'answerUnnamed',
	method: 'post',
	path: '/unnamed-questions/{questionId}/answer',
	summary: 'Answer a question without a name; whoever asked finds it on the own page',
	scope: 'community:write',
	who: ['companion'],
	at: unnamedGround,
	input: z.object({ questionId: z.uuid(), answer: body }),
	output: z.object({ answered: z.boolean() }),
	async run(scene, { questionId, answer }) {
		const { communityId } = await waitingQuestion(scene, questionId);
		await scene.trx
			.updateTable('unnamedQuestion')
			.set({ answer, answeredBy: signedIn(scene).userId, answeredAt: scene.now, seen: false })
			.where('id', '=', questionId)
			.execute();
		await announce(scene.trx, `community:${communityId}`);
		return { answered: true };
	},
});

/** For what is no question, or breaks the house rules; whoever asked reads why. */
export const closeUnnamed = verb({
	name: 'closeUnnamed',
	method: 'post',
	path: '/unnamed-questions/{questionId}/closing',
	summary: 'Close a question without a name unanswered, with a reason for whoever asked',
	scope: 'community:write',
	who: ['companion'],
	at: unnamedGround,
	input: z.object({ questionId: z.uuid(), reason: z.string().trim().min(10).max(2000) }),
	output: z.object({ closed: z.boolean() }),
	async run(scene, { questionId, reason }) {
		const { communityId } = await waitingQuestion(scene, questionId);
		await scene.trx
			.updateTable('unnamedQuestion')
			.set({ closeReason: reason, closedBy: signedIn(scene).userId, closedAt: scene.now, seen: false })
			.where('id', '=', questionId)
			.execute();
		await announce(scene.trx, `community:${communityId}`);
		return { closed: true };
	},
});

/** Question and answer for everyone, written by the companion, where whoever asked has allowed it. */
export const publishUnnamed = verb({
	name: 'publishUnnamed',
	method: 'post',
	path: '/unnamed-questions/{questionId}/thread',
	summary: 'Publish a question without a name and its answer as a thread',
	scope: 'community:write',
	who: ['companion'],
	at: unnamedGround,
	status: 201,
	input: z.object({ questionId: z.uuid(), spaceId: z.uuid(), title: z.string().trim().min(3).max(200) }),
	output: z.object({ threadId: z.uuid() }),
	async run(scene, { questionId, spaceId, title }) {
		if (!scene.roles.has('member')) refuse('forbidden', { status: 403 });
		const question = await lockedQuestion(scene, questionId);
		if (question.answer === null) refuse('unnamed_unanswered');
		if (!question.mayPublish) refuse('unnamed_not_for_all', { status: 403 });
		if (question.threadId) refuse('unnamed_published');
		const space = await scene.trx
			.selectFrom('space')
			.select('id')
			.where('id', '=', spaceId)
			.where('communityId', '=', question.communityId)
			.executeTakeFirst();
		if (!space) refuse('not_found', { status: 422, field: 'spaceId' });
		const asked = uncalled(question.body).replaceAll(/^/gm, '> ');
		const intro = m.unnamed_published_intro({}, { locale: scene.locale });
		const { threadId } = await beginThread(
			scene,
			{ spaceId, title, kind: 'article', body: `${intro}\n\n${asked}\n\n${question.answer}` },
			`unnamed:${questionId}`,
		);
		await scene.trx.updateTable('unnamedQuestion').set({ threadId }).where('id', '=', questionId).execute();
		return { threadId };
	},
});

async function lockedQuestion({ trx }: Scene, questionId: string) {
	const question = await trx
		.selectFrom('unnamedQuestion')
		.select(['communityId', 'body', 'mayPublish', 'answer', 'closedAt', 'withdrawnAt', 'threadId'])
		.where('id', '=', questionId)
		.forUpdate()
		.executeTakeFirstOrThrow();
	if (question.withdrawnAt) refuse('unnamed_withdrawn');
	return question;
}

async function waitingQuestion(scene: Scene, questionId: string) {
	const question = await lockedQuestion(scene, questionId);
	if (question.answer !== null || question.closedAt) refuse('unnamed_settled');
	return question;
}
