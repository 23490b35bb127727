import { randomBytes } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { certificateNumber } from '#credentials/number.ts';
import { hoursOf } from '#course/server/learning-time.ts';
import { courseWords } from '#credentials/server/course-words.ts';
import { attemptsOf, noAttempts } from '#exam/server/attempts.ts';
import { frozenAt } from '#exam/server/eligible.ts';
import { record } from '#platform/server/activity.ts';
import type { DB } from '#platform/server/schema.ts';
import { dateIn } from '#platform/time.ts';

export type CertificateKind = 'certificate' | 'participation';
type Issue = { cohortId: string; by: string | null; at: Date };

/**
 * Issues what is missing in a cohort: a certificate for everybody who passed, a confirmation of participation for
 * everybody who took part to the end and has not passed once nothing more is pending. What was ever revoked is not
 * issued anew by itself.
 */
export async function issueMissing(trx: Transaction<DB>, issue: Issue): Promise<number> {
	if (!(await frozenAt(trx, issue.cohortId))) return 0;
	const attempts = await attemptsOf(trx, issue.cohortId);
	const learners = await trx
		.selectFrom('enrolment as n')
		.innerJoin('user as u', 'u.id', 'n.userId')
		.select(['n.userId', 'u.name'])
		.where('n.cohortId', '=', issue.cohortId)
		.where('n.endedAt', 'is', null)
		.orderBy('u.name')
		.execute();
	const before = await trx
		.selectFrom('certificate')
		.select(['userId', 'kind'])
		.where('cohortId', '=', issue.cohortId)
		.execute();
	const has = (userId: string, kind: CertificateKind) =>
		before.some((each) => each.userId === userId && each.kind === kind);
	let issued = 0;
	for (const learner of learners) {
		const kind = earned(attempts.get(learner.userId) ?? noAttempts);
		if (!kind || has(learner.userId, kind) || (kind === 'participation' && has(learner.userId, 'certificate')))
			continue;
		await issueOne(trx, issue, learner, kind);
		issued++;
	}
	return issued;
}

/** What somebody's attempts earn; null while one is pending. */
export function earned({
	attempts,
	pending,
}: {
	attempts: readonly string[];
	pending: boolean;
}): CertificateKind | null {
	if (attempts.includes('passed')) return 'certificate';
	return pending ? null : 'participation';
}

export async function issueOne(
	trx: Transaction<DB>,
	{ cohortId, by, at }: Issue,
	holder: { userId: string; name: string },
	kind: CertificateKind,
): Promise<string> {
	const cohort = await trx
		.selectFrom('cohort as k')
		.innerJoin('organisation as o', 'o.id', 'k.organisationId')
		.select([
			'k.communityId',
			'k.courseVersionId',
			'k.deliveryFormat',
			'k.startDate',
			'k.endsAt',
			'k.timeZone',
			'o.name as provider',
		])
		.where('k.id', '=', cohortId)
		.executeTakeFirstOrThrow();
	const course = await courseWords(trx, cohort.courseVersionId);
	const result = kind === 'certificate' ? await passedResult(trx, cohortId, holder.userId) : null;
	const until = result?.endsAt ?? cohort.endsAt ?? (await lastMeetingEnd(trx, cohort.communityId)) ?? at;
	const { id } = await trx
		.insertInto('certificate')
		.values({
			kind,
			number: certificateNumber(randomBytes(16)),
			userId: holder.userId,
			cohortId,
			examResultId: result?.id ?? null,
			holderName: holder.name,
			courseTitle: JSON.stringify(course.title),
			providerName: cohort.provider,
			periodFrom: cohort.startDate,
			periodTo: dateIn(cohort.timeZone, until),
			hours: Math.round((await hoursOf(trx, cohort)).total),
			competences: JSON.stringify(kind === 'certificate' ? course.competences : []),
			contents: JSON.stringify(course.contents),
			signatures: JSON.stringify(await signatures(trx, { cohortId, kind, by, at })),
			issuedAt: at,
			issuedBy: by,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await record(trx, {
		kind: 'certificate_issued',
		actorId: by,
		cohortId,
		subjectId: id,
		data: { userId: holder.userId, kind },
		at,
	});
	return id;
}

async function passedResult(db: Kysely<DB>, cohortId: string, userId: string) {
	return db
		.selectFrom('examResult as r')
		.innerJoin('exam as e', 'e.id', 'r.examId')
		.innerJoin('examCandidate as c', (join) =>
			join.onRef('c.examId', '=', 'r.examId').onRef('c.userId', '=', 'r.userId'),
		)
		.select(['r.id', 'e.endsAt'])
		.where('c.cohortId', '=', cohortId)
		.where('r.userId', '=', userId)
		.where('r.passed', '=', true)
		.where('r.supersededBy', 'is', null)
		.executeTakeFirst();
}

async function lastMeetingEnd(db: Kysely<DB>, communityId: string): Promise<Date | null> {
	const { at } = await db
		.selectFrom('meeting')
		.select((e) => e.fn.max('endsAt').as('at'))
		.where('communityId', '=', communityId)
		.where('kind', '=', 'weekly')
		.where('cancelledAt', 'is', null)
		.executeTakeFirstOrThrow();
	return at;
}

type Signature = { name: string; role: 'organiser' | 'examiner' | 'companion' };

/** The organiser, and beside an exam the examiner who marked most of it, beside a participation a companion. */
async function signatures(
	db: Kysely<DB>,
	{ cohortId, kind, by, at }: { cohortId: string; kind: CertificateKind; by: string | null; at: Date },
): Promise<Signature[]> {
	const staff = await db
		.selectFrom('staffAssignment as s')
		.innerJoin('user as u', 'u.id', 's.userId')
		.select((e) => [
			'u.id',
			'u.name',
			's.role',
			e
				.selectFrom('marking as g')
				.innerJoin('paper as p', 'p.id', 'g.paperId')
				.innerJoin('examCandidate as c', 'c.examId', 'p.examId')
				.select((c) => c.fn.countAll<number>().as('n'))
				.whereRef('g.examinerId', '=', 'u.id')
				.where('c.cohortId', '=', cohortId)
				.as('marked'),
		])
		.where('s.cohortId', '=', cohortId)
		.where('s.startedAt', '<=', at)
		.where((e) => e.or([e('s.endedAt', 'is', null), e('s.endedAt', '>', at)]))
		.orderBy('u.name')
		.execute();
	const organisers = staff.filter(({ role }) => role === 'organiser');
	const organiser = organisers.find(({ id }) => id === by) ?? organisers[0];
	const role = kind === 'certificate' ? 'examiner' : 'companion';
	const [beside] = staff
		.filter((person) => person.role === role)
		.toSorted((a, b) => Number(b.marked ?? 0) - Number(a.marked ?? 0));
	return [
		...(organiser ? [{ name: organiser.name, role: 'organiser' } as const] : []),
		...(beside ? [{ name: beside.name, role } as const] : []),
	];
}
