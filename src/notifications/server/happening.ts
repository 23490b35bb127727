import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform/server/schema.ts';

/** What a sentence may need besides names that depend on the reader's language. Instants are ISO texts. */
export type Values = Record<string, string | number | boolean>;

/** A recorded activity with the names that messages about it need. */
export type Happening = {
	activityId: string;
	kind: string;
	actorId: string | null;
	communityId: string | null;
	cohortId: string | null;
	subjectId: string | null;
	data: Record<string, unknown>;
	at: Date;
	values: Values;
};

type Row = Omit<Happening, 'values'> & { actor: string | null; community: string | null; cohort: string | null };

/** Reads an activity; `null` when there is none (any more). */
export async function happeningOf(db: Kysely<DB>, activityId: string): Promise<Happening | null> {
	const { rows } = await sql<Row>`
		select a.id as "activityId", a.kind, a.actor_id as "actorId", coalesce(a.community_id, k.community_id) as "communityId",
			coalesce(a.cohort_id, k.id) as "cohortId", a.subject_id as "subjectId", a.data, a.at,
			u.name as actor, c.name as community, k.name as cohort
		from activity a
		left join cohort k on k.id = a.cohort_id or (a.cohort_id is null and k.community_id = a.community_id)
		left join community c on c.id = coalesce(a.community_id, k.community_id)
		left join "user" u on u.id = a.actor_id
		where a.id = ${activityId}`.execute(db);
	const [row] = rows;
	if (!row) return null;
	const { actor, community, cohort, ...found } = row;
	const happening = { ...found, data: { ...(await examOf(db, found)), ...found.data } };
	const names = { actor: actor ?? '', community: community ?? cohort ?? '', cohort: cohort ?? community ?? '' };
	return { ...happening, values: { ...simple(happening.data), ...(await aboutSubject(db, happening)), ...names } };
}

/** Papers are found below their exam; an activity about a paper need not tell its id, one about a hearing not the paper's. */
async function examOf(db: Kysely<DB>, { kind, subjectId }: Omit<Happening, 'values'>) {
	if (!/^(paper|hearing)_|^(deadline_near|third_examiner_needed|marks_differ)$/.test(kind)) return {};
	const hearing =
		kind.startsWith('hearing_') && subjectId
			? await db.selectFrom('hearing').select('paperId').where('id', '=', subjectId).executeTakeFirst()
			: undefined;
	const paperId = hearing?.paperId ?? subjectId;
	const paper = paperId
		? await db.selectFrom('paper').select('examId').where('id', '=', paperId).executeTakeFirst()
		: undefined;
	return paper && paperId ? { examId: paper.examId, paperId } : {};
}

function simple(data: Record<string, unknown>): Values {
	const plain: Values = {};
	for (const [name, value] of Object.entries(data))
		if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') plain[name] = value;
	return plain;
}

/** Title or time of what the activity is about, for the kinds of things that have one. */
async function aboutSubject(
	db: Kysely<DB>,
	{ kind, subjectId, communityId, data }: Omit<Happening, 'values'>,
): Promise<Values> {
	const threadId = data['threadId'];
	if (typeof threadId === 'string') {
		const thread = await db.selectFrom('thread').select('title').where('id', '=', threadId).executeTakeFirst();
		return thread ? { thread: thread.title } : {};
	}
	if (kind.startsWith('works_council_')) {
		const organisation = await db
			.selectFrom('organisation')
			.select('name')
			.where('id', '=', String(data['organisationId']))
			.executeTakeFirst();
		return { organisation: organisation?.name ?? '' };
	}
	if (!subjectId) return {};
	if (/^(meeting|minutes)_/.test(kind)) {
		const meeting = await db.selectFrom('meeting').selectAll().where('id', '=', subjectId).executeTakeFirst();
		return meeting
			? {
					meetingKind: meeting.kind,
					number: meeting.number,
					meetingTitle: meeting.title,
					from: (meeting.movedFrom ?? meeting.startsAt).toISOString(),
					startsAt: meeting.startsAt.toISOString(),
				}
			: {};
	}
	if (/^application_|^seat_offered$/.test(kind)) {
		const application = await db
			.selectFrom('application')
			.select('name')
			.where('id', '=', subjectId)
			.executeTakeFirst();
		return application ? { person: application.name } : {};
	}
	if (['enrolled', 'learner_left', 'requirement_at_risk', 'manager_suspended'].includes(kind)) {
		const person = await db.selectFrom('user').select('name').where('id', '=', subjectId).executeTakeFirst();
		return person ? { person: person.name } : {};
	}
	if (kind === 'member_removed' || kind === 'joining_decided')
		return { reason: await reasonGiven(db, { kind, subjectId, communityId }) };
	if (/^exam_|^retake_scheduled$/.test(kind)) {
		const exam = await db
			.selectFrom('exam')
			.select(['opensAt', 'endsAt'])
			.where('id', '=', subjectId)
			.executeTakeFirst();
		return exam ? { opensAt: exam.opensAt.toISOString(), endsAt: exam.endsAt.toISOString() } : {};
	}
	if (kind.startsWith('shift_')) {
		const shift = await db
			.selectFrom('shift')
			.select(['unitNumber', 'endsAt'])
			.where('id', '=', subjectId)
			.executeTakeFirst();
		return shift ? { unitNumber: shift.unitNumber ?? 0, endsAt: shift.endsAt.toISOString() } : {};
	}
	return {};
}

/** Why somebody was removed, or not taken in. Reasons stay with the row that they belong to. */
async function reasonGiven(
	db: Kysely<DB>,
	{ kind, subjectId, communityId }: Pick<Happening, 'kind' | 'subjectId' | 'communityId'>,
): Promise<string> {
	if (kind === 'joining_decided') {
		const request = await db.selectFrom('joinRequest').select('reason').where('id', '=', subjectId).executeTakeFirst();
		return request?.reason ?? '';
	}
	const membership = await db
		.selectFrom('membership')
		.select('endReason')
		.where('communityId', '=', communityId)
		.where('userId', '=', subjectId)
		.where('endReason', 'is not', null)
		.orderBy('endedAt', 'desc')
		.limit(1)
		.executeTakeFirst();
	return membership?.endReason ?? '';
}
