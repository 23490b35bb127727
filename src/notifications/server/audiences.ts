import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import type { Happening, Values } from '#notifications/server/happening.ts';

/** Somebody who hears of it, with what the sentence says to this person only. */
export type Hearer = { userId: string; values?: Values };
/** Who hears of it: asked when it is delivered, so that only those are told who may know by then. */
export type Audience = (db: Kysely<DB>, happening: Happening, now: Date) => Promise<Hearer[]>;

const asked = async (db: Kysely<DB>, query: RawBuilder<Hearer>): Promise<Hearer[]> => (await query.execute(db)).rows;

const dataIds = (happening: Happening, name: string): string[] => {
	const value = happening.data[name];
	return (Array.isArray(value) ? value : [value]).filter((id) => typeof id === 'string');
};

/** Whoever came later hears nothing of what was before; `user` is where the query has the person's id. */
const wasThere = ({ communityId, at }: Happening, user: string) =>
	sql`exists(select from membership w where w.community_id = ${communityId} and w.user_id = ${sql.ref(user)}
		and w.started_at <= ${at})`;

/** Everybody in the community, read-only members too. */
export const members: Audience = (db, happening) =>
	asked(
		db,
		sql`select distinct m.user_id as "userId" from membership m where m.community_id = ${happening.communityId}
			and m.ended_at is null and ${wasThere(happening, 'm.user_id')}`,
	);

export const learners: Audience = (db, { cohortId }) =>
	asked(db, sql`select user_id as "userId" from enrolment where cohort_id = ${cohortId} and ended_at is null`);

const staff =
	(role: 'organiser' | 'companion'): Audience =>
	(db, { cohortId }, now) =>
		asked(
			db,
			sql`select distinct user_id as "userId" from staff_assignment where cohort_id = ${cohortId} and role = ${role}
				and started_at <= ${now} and (ended_at is null or ended_at > ${now})`,
		);
export const companions = staff('companion');

/** The cohort's own; where it has none, those of the organisation. */
export const organisers: Audience = async (db, happening, now) => {
	const own = await staff('organiser')(db, happening, now);
	if (own.length > 0) return own;
	return asked(
		db,
		sql`select r.user_id as "userId" from organisation_role r join cohort k on k.organisation_id = r.organisation_id
			where k.id = ${happening.cohortId} and r.role = 'organiser' and r.ended_at is null`,
	);
};

/** Those who hold the manager’s rights at this moment. */
export const managers: Audience = (db, happening, now) =>
	asked(
		db,
		sql`select m.user_id as "userId" from managers_at(${happening.communityId}::uuid, ${now}) m
			where ${wasThere(happening, 'm.user_id')}`,
	);

/** Those who answer for the community: the organisation’s executives; where it has none, its organisers. */
export const executives: Audience = (db, { communityId }) =>
	asked(
		db,
		sql`with held as (select r.user_id, r.role from organisation_role r join community c on c.organisation_id = r.organisation_id
				where c.id = ${communityId} and r.ended_at is null)
			select user_id as "userId" from held where role = 'executive'
				or not exists(select from held where role = 'executive')`,
	);

/** Everybody whom an agreement of an organisation concerns: who is in its communities and courses, or holds an office. */
export const organisationPeople: Audience = (db, happening) => {
	const organisationId = dataIds(happening, 'organisationId')[0] ?? null;
	return asked(
		db,
		sql`select m.user_id as "userId" from membership m join community c on c.id = m.community_id
				where c.organisation_id = ${organisationId}::uuid and m.ended_at is null
			union select e.user_id from enrolment e join cohort k on k.id = e.cohort_id
				where k.organisation_id = ${organisationId}::uuid and e.ended_at is null
			union select s.user_id from staff_assignment s join cohort k on k.id = s.cohort_id
				where k.organisation_id = ${organisationId}::uuid and s.ended_at is null
			union select user_id from organisation_role where organisation_id = ${organisationId}::uuid and ended_at is null`,
	);
};

/** Who can be the second person: administrators, and organisers of the organisation. */
export const secondPeople: Audience = (db, happening) =>
	asked(
		db,
		sql`select id as "userId" from "user" where administrator and erased_at is null
			union select user_id from organisation_role where role = 'organiser' and ended_at is null
				and organisation_id = ${dataIds(happening, 'organisationId')[0] ?? null}::uuid`,
	);

/** Those who may decide reports at this moment: acting managers, managers, companions. */
export const moderators: Audience = (db, happening, now) =>
	asked(
		db,
		sql`with moderating as (
				select user_id from membership where community_id = ${happening.communityId} and ended_at is null
					and role = 'companion'
				union select user_id from managers_at(${happening.communityId}::uuid, ${now})
				union select s.user_id from shift s where s.community_id = ${happening.communityId} and s.removed_at is null
					and s.starts_at <= ${now} and ${now} < s.ends_at and exists(select from membership m
						where m.community_id = s.community_id and m.user_id = s.user_id and m.ended_at is null)
			) select d.user_id as "userId" from moderating d where ${wasThere(happening, 'd.user_id')}`,
	);

/** The activity's subject is the person. */
export const subject: Audience = async (_db, { subjectId }) => (subjectId ? [{ userId: subjectId }] : []);

/** Whoever did it. */
export const actor: Audience = async (_db, { actorId }) => (actorId ? [{ userId: actorId }] : []);

/** A person named by the activity whose own thing it is: a mark, a certificate, an answer to a request. */
export const named =
	(name: string): Audience =>
	async (_db, happening) =>
		dataIds(happening, name).map((userId) => ({ userId }));

/** People named by the activity, as far as they still belong to the community or the cohort. */
export const belonging =
	(name: string): Audience =>
	(db, happening) => {
		const ids = dataIds(happening, name);
		return asked(
			db,
			sql`select u.id as "userId" from "user" u where u.id = any(${ids}::uuid[]) and (
				exists(select from membership m where m.community_id = ${happening.communityId} and m.user_id = u.id and m.ended_at is null)
				or exists(select from enrolment e where e.cohort_id = ${happening.cohortId} and e.user_id = u.id and e.ended_at is null))`,
		);
	};

const readable = sql`p.hidden_at is null and p.deleted_at is null and t.deleted_at is null and exists(select from membership m
	where m.community_id = p.community_id and m.user_id = x.user_id and m.ended_at is null)`;

/** Whom a post mentions, if they may still read it. */
export const mentionedPeople: Audience = (db, happening) =>
	asked(
		db,
		sql`select x.user_id as "userId" from mention x join post p on p.id = x.post_id join thread t on t.id = p.thread_id
			where p.id = ${happening.subjectId} and x.user_id = any(${dataIds(happening, 'mentioned')}::uuid[]) and ${readable}`,
	);

/** Whoever started the thread, and whoever wrote the post that is answered. */
export const answered: Audience = (db, { subjectId }) =>
	asked(
		db,
		sql`select distinct x.user_id as "userId" from post p join thread t on t.id = p.thread_id
			cross join lateral (select t.author_id as user_id union
				select q.author_id from post q where q.id = coalesce(p.answers_id, p.parent_id)) x
			where p.id = ${subjectId} and not p.opening and ${readable}`,
	);

/** Who may read what is written in a community: its members, and the organisers of a cohort's organisation. */
const mayRead = sql`(exists(select from membership m where m.community_id = p.community_id and m.user_id = x.user_id and m.ended_at is null)
	or exists(select from cohort k join organisation_role o on o.organisation_id = k.organisation_id and o.role = 'organiser' and o.ended_at is null
		where k.community_id = p.community_id and o.user_id = x.user_id))`;

/** Who might want every post of the thread: by a wish of any width, or because they wrote there. `wishes.ts` decides. */
export const threadListeners: Audience = (db, { subjectId }) =>
	asked(
		db,
		sql`select distinct x.user_id as "userId" from post p join thread t on t.id = p.thread_id
			cross join lateral (
				select w.user_id from thread_wish w where w.thread_id = t.id and w.hearing = 'all'
				union select q.author_id from post q where q.thread_id = t.id and q.deleted_at is null
				union select s.user_id from space_wish s where s.space_id = t.space_id and s.hearing = 'all'
				union select c.user_id from community_wish c where c.community_id = t.community_id and c.hearing = 'all'
				union select g.user_id from general_wish g where g.hearing = 'all') x
			where p.id = ${subjectId} and not p.opening and p.hidden_at is null and p.deleted_at is null
				and t.deleted_at is null and ${mayRead}`,
	);

/** Who might want every new thread of the space or the community. */
export const communityListeners: Audience = (db, { subjectId }) =>
	asked(
		db,
		sql`select distinct x.user_id as "userId" from post p join thread t on t.id = p.thread_id
			cross join lateral (
				select s.user_id from space_wish s where s.space_id = t.space_id and s.hearing = 'all'
				union select c.user_id from community_wish c where c.community_id = t.community_id and c.hearing = 'all'
				union select g.user_id from general_wish g where g.hearing = 'all') x
			where p.id = ${subjectId} and p.hidden_at is null and p.deleted_at is null and t.deleted_at is null and ${mayRead}`,
	);

/** Whoever wrote the post; told also when it was hidden. */
export const postAuthor: Audience = (db, { subjectId }) =>
	asked(
		db,
		sql`select p.author_id as "userId" from post p where p.id = ${subjectId} and exists(select from membership m
			where m.community_id = p.community_id and m.user_id = p.author_id and m.ended_at is null)`,
	);

/** Each learner with the name of the own group. */
export const seatedLearners: Audience = (db, { cohortId, data }) =>
	asked(
		db,
		sql`select g.user_id as "userId", jsonb_build_object('group', l.name) as values
			from learning_group l join learning_group_member g on g.learning_group_id = l.id and g.left_at is null
			where l.cohort_id = ${cohortId} and l.unit_number = ${data['unitNumber']} and l.merged_into is null`,
	);

export const groupMembers: Audience = (db, { subjectId }) =>
	asked(
		db,
		sql`select g.user_id as "userId", jsonb_build_object('group', l.name) as values from learning_group l
			join learning_group_member g on g.learning_group_id = l.id and g.left_at is null where l.id = ${subjectId}`,
	);

/** Who is credited with a result. */
export const submissionMembers: Audience = (db, { subjectId }) =>
	asked(db, sql`select user_id as "userId" from submission_member where submission_id = ${subjectId}`);

/** The result's people: those credited; for a result by a person, that one. For feedback, which names its result. */
export const feedbackReceivers: Audience = async (db, happening, now) => {
	const [submissionId] = dataIds(happening, 'submissionId');
	if (!submissionId) return belonging('userIds')(db, happening, now);
	return asked(
		db,
		sql`select user_id as "userId" from submission_member where submission_id = ${submissionId}
			union select user_id from submission where id = ${submissionId} and user_id is not null`,
	);
};

/** Holders of shifts in a unit, while they belong to the community. */
export const shiftHolders: Audience = (db, { communityId, data }) =>
	asked(
		db,
		sql`select distinct s.user_id as "userId" from shift s join membership m on m.community_id = s.community_id
			and m.user_id = s.user_id and m.ended_at is null
			where s.community_id = ${communityId} and s.unit_number = ${data['unitNumber']} and s.removed_at is null`,
	);

/** Who takes over from a shift: the holders of the next unit's. */
export const nextShiftHolders: Audience = (db, { subjectId }) =>
	asked(
		db,
		sql`select n.user_id as "userId" from shift s join shift n on n.community_id = s.community_id
			and n.unit_number = s.unit_number + 1 and n.removed_at is null where s.id = ${subjectId}`,
	);

/** Who got a shift by redistribution, each with the units. */
export const shiftHeirs: Audience = async (_db, { data }) => {
	const heirs: unknown[] = Array.isArray(data['heirs']) ? data['heirs'] : [];
	const units = new Map<string, number[]>();
	for (const heir of heirs) {
		if (typeof heir !== 'object' || heir === null) continue;
		const [userId, unit]: unknown[] = [Reflect.get(heir, 'userId'), Reflect.get(heir, 'unitNumber')];
		if (typeof userId === 'string' && typeof unit === 'number') units.set(userId, [...(units.get(userId) ?? []), unit]);
	}
	return [...units].map(([userId, numbers]) => ({ userId, values: { units: numbers.join(', ') } }));
};

/** Candidates of the exam who have not withdrawn; `examId` in the data, or the subject itself. */
export const candidates: Audience = (db, happening) =>
	asked(
		db,
		sql`select user_id as "userId" from exam_candidate
			where exam_id = ${dataIds(happening, 'examId')[0] ?? happening.subjectId} and withdrawn_at is null`,
	);

/** The paper's people: its author, or the group's candidates. */
export const paperPeople: Audience = (db, happening) =>
	asked(
		db,
		sql`select c.user_id as "userId" from paper p join exam_candidate c on c.exam_id = p.exam_id and c.withdrawn_at is null
				and (c.user_id = p.user_id or c.learning_group_id = p.learning_group_id)
			where p.id = ${dataIds(happening, 'paperId')[0] ?? happening.subjectId}`,
	);

/** Those of them who have not handed in. */
export const paperPeopleStillWriting: Audience = async (db, happening, now) => {
	const open = await db
		.selectFrom('paper')
		.select('id')
		.where('id', '=', happening.subjectId)
		.where('handedInAt', 'is', null)
		.executeTakeFirst();
	return open ? paperPeople(db, happening, now) : [];
};

export const paperExaminers: Audience = (db, { subjectId }) =>
	asked(db, sql`select examiner_id as "userId" from marking where paper_id = ${subjectId} and ended_at is null`);

/** The person or the group that was given more time. */
export const extended: Audience = (db, { subjectId, data }) =>
	asked(
		db,
		sql`select user_id as "userId" from exam_candidate where exam_id = ${subjectId} and withdrawn_at is null
			and (user_id = ${data['userId'] ?? null} or learning_group_id = ${data['learningGroupId'] ?? null})`,
	);

export const certificateHolder: Audience = (db, { subjectId }) =>
	asked(db, sql`select user_id as "userId" from certificate where id = ${subjectId}`);

/** Only when the activity's data say so. */
export const given =
	(name: string, value: string | number | boolean, audience: Audience): Audience =>
	(db, happening, now) =>
		happening.data[name] === value ? audience(db, happening, now) : Promise.resolve([]);

/** The whole of several audiences, each person once. */
export const both =
	(...audiences: Audience[]): Audience =>
	async (db, happening, now) => {
		const heard = new Map<string, Hearer>();
		for (const audience of audiences)
			for (const hearer of await audience(db, happening, now)) heard.set(hearer.userId, hearer);
		return [...heard.values()];
	};
