import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import * as z from 'zod';
import { organisationGround } from '#community/server/standing.ts';
import { caseOf, markingSchemeOf, type GuidingQuestion } from '#exam/server/case-rows.ts';
import { caseGround } from '#exam/server/grounds.ts';
import { samplesOf } from '#exam/server/practice-cases.ts';
import { audit } from '#platform/server/audit.ts';
import { here } from '#platform/server/here.ts';
import { packed, packedKey, pageOf } from '#platform/server/list-pages.ts';
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

type ListedCase = {
	id: string;
	organisationId: string;
	kind: string;
	language: string;
	title: string;
	createdAt: Date;
	retiredAt: Date | null;
	usedBy: string[];
};

const pageSize = 60;

/**
 * Cases of the providers that one runs courses for; administrators see those of all. Without their texts; those for exams
 * first, and of each kind those taken out of the choice last.
 */
export const examCases = verb({
	name: 'examCases',
	method: 'get',
	path: '/cases',
	summary: 'The cases of one’s own providers, and where they were used',
	scope: 'exam:read',
	who: ['person'],
	at: here,
	input: z.object({
		after: packedKey(z.tuple([z.boolean(), z.boolean(), z.string(), z.uuid()]))
			.optional()
			.describe('Key of the last case of the page before'),
	}),
	paged: 'after',
	async run(scene, { after }) {
		const { userId, administrator } = signedIn(scene);
		const [practice = null, retired = null, title = null, id = null] = after ?? [];
		const own = sql`exists(select from organisation o where o.id = c.organisation_id and o.kind = 'provider'
			and (${administrator} or exists(select from organisation_role r where r.organisation_id = o.id
				and r.user_id = ${userId} and r.role = 'organiser' and r.ended_at is null)))`;
		const german = sql`collate "de-x-icu"`;
		const { rows } = await sql<ListedCase>`
			select c.id, c.organisation_id as "organisationId", c.kind, c.language, c.title, c.created_at as "createdAt",
				c.retired_at as "retiredAt", array(select k.name from exam e join cohort k on k.id = e.cohort_id
					where e.case_id = c.id and e.cancelled_at is null order by e.opens_at) as "usedBy"
			from exam_case c
			where ${own} and (${id}::uuid is null or (c.kind <> 'real', c.retired_at is not null, c.title ${german}, c.id)
				> (${practice}::boolean, ${retired}::boolean, ${title}::text ${german}, ${id}::uuid))
			order by c.kind <> 'real', c.retired_at is not null, c.title ${german}, c.id limit ${pageSize + 1}`.execute(scene.trx);
		const { rows: counted } = await sql<{ exams: number; free: number }>`
			select count(*)::int as exams, count(*) filter (where c.retired_at is null and not exists(
				select from exam e where e.case_id = c.id and e.cancelled_at is null))::int as free
			from exam_case c where ${own} and c.kind = 'real'`.execute(scene.trx);
		const { page: cases, next } = pageOf(rows, pageSize, (last) =>
			packed(last.kind !== 'real', last.retiredAt !== null, last.title, last.id),
		);
		/** How many are meant for exams, and how many of these may still be given. */
		const count = counted[0] ?? { exams: 0, free: 0 };
		return { cases, count, next };
	},
});

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
