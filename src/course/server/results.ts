import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import type { Scene } from '#platform/server/verb.ts';
import type { Unit } from '#course/package/model.ts';
import { isStaff, pictureOf } from '#course/server/cohort-here.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { isOpen, type UnitSchedule } from '#course/server/unit-schedule.ts';

type Stand = {
	unitNumber: number;
	groupName: string;
	submissionId: string | null;
	version: number;
	handedInAt: Date | null;
	late: boolean;
};

/** Where a person's groups stand with the result of each unit. */
export async function standOf(db: Kysely<DB>, cohortId: string, userId: string | undefined): Promise<Stand[]> {
	if (!userId) return [];
	const { rows } = await sql<Stand>`
		select g.unit_number as "unitNumber", g.name as "groupName", s.id as "submissionId",
			coalesce(s.version, 0) as version, s.handed_in_at as "handedInAt", coalesce(s.late, false) as late
		from learning_group_member m join learning_group g on g.id = m.learning_group_id
		left join submission s on s.learning_group_id = g.id
		where g.cohort_id = ${cohortId} and m.user_id = ${userId} and m.left_at is null and g.merged_into is null
		order by g.unit_number`.execute(db);
	return rows;
}

/** Where a person stands with the results of their own. */
export async function ownStandOf(db: Kysely<DB>, cohortId: string, userId: string | undefined): Promise<Stand[]> {
	if (!userId) return [];
	const rows = await db
		.selectFrom('submission')
		.select(['unitNumber', 'id as submissionId', 'version', 'handedInAt', 'late'])
		.where('cohortId', '=', cohortId)
		.where('kind', '=', 'person')
		.where('userId', '=', userId)
		.orderBy('unitNumber')
		.execute();
	return rows.map((row) => ({ ...row, groupName: '' }));
}

type Member = { userId: string; name: string; pictureFileId: string | null };
type GroupRow = {
	learningGroupId: string;
	name: string;
	position: number;
	members: Member[];
	submissionId: string | null;
	version: number;
	handedInAt: Date | null;
	late: boolean;
	threadId: string | null;
	/** Sections in which something stands. */
	filled: number;
	savedAt: Date | null;
	savedBy: string | null;
	savedById: string | null;
	sectionId: string | null;
	feedback: { name: string; at: string; kind: string }[];
};

/** The groups of a unit, their members, and how far each result is. */
export const groupResults = async (db: Kysely<DB>, cohortId: string, unitNumber: number) =>
	(await groupResultsOf(db, cohortId, [unitNumber])).get(unitNumber) ?? [];

/** The same of several units, by their numbers; one query whatever the size of the cohort. */
export async function groupResultsOf(db: Kysely<DB>, cohortId: string, unitNumbers: readonly number[]) {
	const { rows } = await sql<GroupRow & { unitNumber: number }>`
		select g.unit_number as "unitNumber", g.id as "learningGroupId", g.name, g.position,
			s.id as "submissionId", coalesce(s.version, 0) as version, s.handed_in_at as "handedInAt", coalesce(s.late, false) as late, s.thread_id as "threadId",
			coalesce((select json_agg(json_build_object('userId', u.id, 'name', u.name, 'pictureFileId', u.picture_file_id) order by u.name)
				from learning_group_member m join "user" u on u.id = m.user_id
				where m.learning_group_id = g.id and m.left_at is null), '[]') as members,
			(select count(*)::int from submission_section c where c.submission_id = s.id and btrim(c.body) <> '') as filled,
			last.saved_at as "savedAt", last.name as "savedBy", last.saved_by as "savedById", last.section_id as "sectionId",
			coalesce((select json_agg(json_build_object('name', u.name, 'at', f.given_at, 'kind', f.kind) order by f.given_at)
				from feedback f join "user" u on u.id = f.author_id
				where f.submission_id = s.id and f.submission_version = s.version), '[]') as feedback
		from learning_group g left join submission s on s.learning_group_id = g.id
		left join lateral (select c.saved_at, c.saved_by, c.section_id, u.name from submission_section c left join "user" u on u.id = c.saved_by
			where c.submission_id = s.id order by c.saved_at desc limit 1) last on true
		where g.cohort_id = ${cohortId} and g.unit_number = any(${[...unitNumbers]}::int[]) and g.merged_into is null
		order by g.position`.execute(db);
	const byUnit = Map.groupBy(rows, ({ unitNumber }) => unitNumber);
	return new Map([...byUnit].map(([unitNumber, groups]) => [unitNumber, groups.map(groupResult)]));
}

const groupResult = ({ members, feedback, unitNumber: _, ...row }: GroupRow & { unitNumber: number }) => ({
	...row,
	members: members.map(({ userId, name, pictureFileId }) => ({ userId, name, picture: pictureOf(pictureFileId) })),
	feedback: feedback.map(({ at, ...each }) => ({ ...each, at: new Date(at) })),
});
export type GroupResult = ReturnType<typeof groupResult>;

/** The results of a unit as its page shows them: one's own group's and one's own, and what others have handed in. */
export async function resultsOfUnit(
	scene: Scene,
	{ cohort, unit, schedule }: { cohort: CohortRow; unit: Unit; schedule: UnitSchedule },
) {
	const { trx, now, viewer, roles } = scene;
	const groups = await groupResults(trx, cohort.id, unit.number);
	const mine = groups.find(({ members }) => members.some(({ userId }) => userId === viewer?.userId));
	const own = await trx
		.selectFrom('submission')
		.select(['id as submissionId', 'version', 'handedInAt', 'late'])
		.where('cohortId', '=', cohort.id)
		.where('unitNumber', '=', unit.number)
		.where('kind', '=', 'person')
		.where('userId', '=', viewer?.userId ?? null)
		.executeTakeFirst();
	const end = schedule.ends;
	return {
		group: mine ?? null,
		individual: own ?? null,
		mayWrite: roles.has('learner') && roles.has('member') && isOpen(schedule, unit.number, now) && !!end && now <= end,
		results: groups
			.filter(({ version }) => version > 0 || isStaff(roles))
			.map(({ savedBy: _by, savedById: _byId, sectionId: _section, feedback, ...group }) => ({
				...group,
				companionFeedback: feedback.some(({ kind }) => kind === 'companion'),
			})),
	};
}
