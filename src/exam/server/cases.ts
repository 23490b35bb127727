import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import * as z from 'zod';
import { organisationGround } from '#community/server/standing.ts';
import { caseOf, markingSchemeOf, type GuidingQuestion } from '#exam/server/case-rows.ts';
import { caseGround } from '#exam/server/grounds.ts';
import { samplesOf } from '#exam/server/practice-cases.ts';
import { audit } from '#platform/server/audit.ts';
import { here } from '#platform/server/here.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';

const markdown = (least: number) => z.string().trim().min(least).max(40_000);
const caseFields = {
	title: z.string().trim().min(3).max(200),
	language: z.enum(['de', 'en']),
	body: markdown(200).describe('Markdown'),
	questions: z
		.array(z.string().trim().min(10).max(1000))
		.min(1)
		.max(8)
		.describe('Guiding questions, one section of the group paper each'),
	individualTask: markdown(40),
	reflectionTask: markdown(40),
	markingScheme: markdown(40).describe('Markdown; reaches examiners only'),
};
type CaseFields = z.output<z.ZodObject<typeof caseFields>>;

/** A question that was there before in the same words keeps its hint. */
const columnsOf = ({ questions, ...rest }: CaseFields, before: readonly GuidingQuestion[] = []) => ({
	...rest,
	questions: JSON.stringify(
		questions.map((text, n) => ({
			id: `q${n + 1}`,
			text,
			hint: before.find((question) => question.text === text)?.hint ?? '',
		})),
	),
});

/** Real cases live in the database only; nothing of them is in what learners can reach before an exam opens. */
export const enterCase = verb({
	name: 'enterCase',
	method: 'post',
	path: '/organisations/{organisationId}/cases',
	summary: 'Enter a real case for exams',
	scope: 'exam:write',
	who: ['organiser', 'administrator'],
	at: organisationGround,
	status: 201,
	input: z.object({ organisationId: z.uuid(), ...caseFields, language: caseFields.language.default('de') }),
	output: z.object({ caseId: z.uuid() }),
	async run(scene, { organisationId, ...fields }) {
		const { userId } = signedIn(scene);
		const { id } = await scene.trx
			.insertInto('examCase')
			.values({ organisationId, kind: 'real', ...columnsOf(fields), createdAt: scene.now, createdBy: userId })
			.returning('id')
			.executeTakeFirstOrThrow();
		await audit(scene.trx, { action: 'exam_case_entered', actorId: userId, subjectId: id });
		return { caseId: id };
	},
});

export const reviseCase = verb({
	name: 'reviseCase',
	method: 'put',
	path: '/cases/{caseId}',
	summary: 'Revise a case that no exam has opened with',
	scope: 'exam:write',
	who: ['organiser', 'administrator'],
	at: caseGround,
	input: z.object({ caseId: z.uuid(), ...caseFields }),
	async run(scene, { caseId, ...fields }) {
		const { userId } = signedIn(scene);
		await scene.trx.selectFrom('examCase').select('id').where('id', '=', caseId).forUpdate().execute();
		if (await openedWith(scene.trx, caseId, scene.now)) refuse('case_used');
		const { questions: before } = await caseOf(scene.trx, caseId);
		await scene.trx
			.updateTable('examCase')
			.set({ ...columnsOf(fields, before), revisedAt: scene.now, revisedBy: userId })
			.where('id', '=', caseId)
			.execute();
		await audit(scene.trx, { action: 'exam_case_revised', actorId: userId, subjectId: caseId });
		return { caseId };
	},
});

export const retireCase = verb({
	name: 'retireCase',
	method: 'post',
	path: '/cases/{caseId}/retirement',
	summary: 'Take a case out of the choice for exams, or put it back',
	scope: 'exam:write',
	who: ['organiser', 'administrator'],
	at: caseGround,
	input: z.object({ caseId: z.uuid(), retired: z.union([z.boolean(), z.stringbool()]).default(true) }),
	async run(scene, { caseId, retired }) {
		await scene.trx
			.updateTable('examCase')
			.set({ retiredAt: retired ? scene.now : null })
			.where('id', '=', caseId)
			.execute();
		await audit(scene.trx, {
			action: retired ? 'exam_case_retired' : 'exam_case_restored',
			actorId: signedIn(scene).userId,
			subjectId: caseId,
		});
		return { retired };
	},
});

/** Cases of the providers that one runs courses for; administrators see those of all. Without their texts. */
export const examCases = verb({
	name: 'examCases',
	method: 'get',
	path: '/cases',
	summary: 'The cases of one’s own providers, and where they were used',
	scope: 'exam:read',
	who: ['person'],
	at: here,
	input: z.object({}),
	async run(scene) {
		const { userId, administrator } = signedIn(scene);
		const organisations = await scene.trx
			.selectFrom('organisation as o')
			.select(['o.id', 'o.name'])
			.where('o.kind', '=', 'provider')
			.$if(!administrator, (q) =>
				q.where((e) =>
					e.exists(
						e
							.selectFrom('organisationRole as r')
							.select('r.id')
							.whereRef('r.organisationId', '=', 'o.id')
							.where('r.userId', '=', userId)
							.where('r.role', '=', 'organiser')
							.where('r.endedAt', 'is', null),
					),
				),
			)
			.orderBy('o.name')
			.execute();
		const ids = organisations.map(({ id }) => id);
		return { organisations, cases: ids.length === 0 ? [] : await casesOf(scene.trx, ids) };
	},
});

const casesOf = (db: Kysely<DB>, organisationIds: readonly string[]) =>
	db
		.selectFrom('examCase as c')
		.select([
			'c.id',
			'c.organisationId',
			'c.kind',
			'c.language',
			'c.title',
			'c.createdAt',
			'c.retiredAt',
			sql<string[]>`array(select k.name from exam e join cohort k on k.id = e.cohort_id
				where e.case_id = c.id and e.cancelled_at is null order by e.opens_at)`.as('usedBy'),
		])
		.where('c.organisationId', 'in', organisationIds)
		.orderBy('c.retiredAt', (order) => order.asc().nullsFirst())
		.orderBy('c.kind', 'desc')
		.orderBy('c.title')
		.execute();

export const examCase = verb({
	name: 'examCase',
	method: 'get',
	path: '/cases/{caseId}',
	summary: 'A case with its marking scheme and, where it came with the course, its sample papers',
	scope: 'exam:read',
	who: ['organiser', 'administrator'],
	at: caseGround,
	input: z.object({ caseId: z.uuid() }),
	async run({ trx, now }, { caseId }) {
		return {
			...(await caseOf(trx, caseId)),
			markingScheme: await markingSchemeOf(trx, caseId),
			samples: await samplesOf(trx, caseId),
			mayRevise: !(await openedWith(trx, caseId, now)),
			...(await trx
				.selectFrom('examCase')
				.select(['organisationId', 'retiredAt'])
				.where('id', '=', caseId)
				.executeTakeFirstOrThrow()),
		};
	},
});

async function openedWith(db: Kysely<DB>, caseId: string, now: Date): Promise<boolean> {
	const exam = await db
		.selectFrom('exam')
		.select('id')
		.where('caseId', '=', caseId)
		.where('cancelledAt', 'is', null)
		.where('opensAt', '<=', now)
		.executeTakeFirst();
	return exam !== undefined;
}
