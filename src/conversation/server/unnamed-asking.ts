import { sql } from 'kysely';
import * as z from 'zod';
import { notFound, refuse } from '#platform/refusal.ts';
import { record } from '#platform/server/activity.ts';
import { announce } from '#platform/server/live.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { communityGround } from '#community/server/standing.ts';
import { unnamedGround } from '#conversation/server/grounds.ts';
import { questionMarks } from '#conversation/server/marks.ts';
import { companionsOf } from '#conversation/server/unnamed-page.ts';
import { assertHouseRulesAccepted } from '#conversation/server/writing.ts';

const hour = 3_600_000;
export const mostQuestionsADay = 3;

/** To the hour, so that the time fits nobody’s visit. */
const roughly = (at: Date): Date => new Date(Math.floor(at.getTime() / hour) * hour);

/**
 * Asks the companions without one's name. The id comes along, so that sending twice asks once without a key being kept
 * beside the person.
 */
export const askUnnamed = verb({
	name: 'askUnnamed',
	method: 'post',
	path: '/communities/{communityId}/unnamed-questions',
	summary: 'Ask the companions something without one’s name',
	scope: 'community:write',
	who: ['member'],
	at: communityGround,
	traceless: true,
	status: 201,
	input: z.object({
		communityId: z.uuid(),
		questionId: z.uuidv4().describe('Random, chosen by whoever asks; sending it again asks nothing new'),
		body: z.string().trim().min(10).max(4000).describe('Markdown'),
		mayPublish: z.union([z.boolean(), z.stringbool()]).default(false).describe('Whether companions may publish it'),
	}),
	output: z.object({ questionId: z.uuid() }),
	async run(scene, { communityId, questionId, body, mayPublish }) {
		const { trx, now, place, roles } = scene;
		const { userId } = signedIn(scene);
		if (roles.has('companion')) refuse('unnamed_by_companion', { status: 403 });
		await assertHouseRulesAccepted(scene);
		if ((await companionsOf(trx, communityId)).length === 0) refuse('unnamed_nobody_there');
		const marks = questionMarks(communityId, userId);
		const own = await ownQuestions(scene, marks);
		if (own.some(({ id }) => id === questionId)) return { questionId };
		const lately = own.filter(({ askedAt }) => now.getTime() - askedAt.getTime() < 24 * hour);
		if (lately.length >= mostQuestionsADay)
			refuse('unnamed_too_many', { status: 429, values: { most: mostQuestionsADay } });
		const stale = own.filter((question) => question.withdrawnAt && !lately.includes(question));
		if (stale.length > 0)
			await trx
				.deleteFrom('unnamedQuestion')
				.where(
					'id',
					'in',
					stale.map(({ id }) => id),
				)
				.execute();
		const taken = own.filter((question) => !stale.includes(question));
		const mark = marks.find((one) => !taken.some((question) => question.mark.equals(one)));
		if (!mark) refuse('unnamed_too_many', { status: 429, values: { most: mostQuestionsADay } });
		const asked = await trx
			.insertInto('unnamedQuestion')
			.values({ id: questionId, communityId, mark, body, mayPublish, askedAt: roughly(now) })
			.onConflict((c) => c.column('id').doNothing())
			.executeTakeFirst();
		if (!asked.numInsertedOrUpdatedRows) throw notFound();
		await record(trx, {
			kind: 'unnamed_question_asked',
			communityId,
			cohortId: place.cohortId,
			subjectId: questionId,
			at: roughly(now),
		});
		return { questionId };
	},
});

/** One's own, held, so that two windows do not take the same place. */
async function ownQuestions({ trx }: Scene, marks: readonly Buffer[]) {
	const [first] = marks;
	await sql`select pg_advisory_xact_lock(${first?.readInt32BE(0)}, ${first?.readInt32BE(4)})`.execute(trx);
	return trx
		.selectFrom('unnamedQuestion')
		.select(['id', 'mark', 'askedAt', 'withdrawnAt'])
		.where('mark', 'in', [...marks])
		.execute();
}

/** The words go at once, and the answer with them; what was published without a name stays. */
export const withdrawUnnamed = verb({
	name: 'withdrawUnnamed',
	method: 'delete',
	path: '/unnamed-questions/{questionId}',
	summary: 'Take back one’s own question, with the answer',
	scope: 'community:write',
	who: ['member', 'former'],
	at: unnamedGround,
	traceless: true,
	input: z.object({ questionId: z.uuid() }),
	output: z.object({ withdrawn: z.boolean() }),
	async run(scene, { questionId }) {
		const { trx, now, place } = scene;
		const marks = questionMarks(place.communityId ?? '', signedIn(scene).userId);
		const own = await trx
			.updateTable('unnamedQuestion')
			.set({
				body: '',
				withdrawnAt: roughly(now),
				answer: null,
				answeredBy: null,
				answeredAt: null,
				closedBy: null,
				closedAt: null,
				closeReason: null,
				threadId: null,
			})
			.where('id', '=', questionId)
			.where('mark', 'in', marks)
			.where('withdrawnAt', 'is', null)
			.returning('communityId')
			.executeTakeFirst();
		if (!own) throw notFound();
		await announce(trx, `community:${own.communityId}`);
		return { withdrawn: true };
	},
});

export const markUnnamedSeen = verb({
	name: 'markUnnamedSeen',
	method: 'put',
	path: '/communities/{communityId}/unnamed-questions/mine/seen',
	summary: 'Remember that one has seen what became of one’s own questions',
	scope: 'community:write',
	who: ['member', 'former'],
	at: communityGround,
	traceless: true,
	input: z.object({ communityId: z.uuid() }),
	output: z.object({ seen: z.boolean() }),
	async run(scene, { communityId }) {
		await scene.trx
			.updateTable('unnamedQuestion')
			.set({ seen: true })
			.where('mark', 'in', questionMarks(communityId, signedIn(scene).userId))
			.where('seen', '=', false)
			.where((e) => e.or([e('answeredAt', 'is not', null), e('closedAt', 'is not', null)]))
			.execute();
		return { seen: true };
	},
});
