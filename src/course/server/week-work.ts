import { sql } from 'kysely';
import type { Scene } from '#platform/server/verb.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import type { CohortUnit } from '#course/server/course-package.ts';
import { lessonsReadBy } from '#course/server/lessons.ts';
import { groupResults, standOf } from '#course/server/results.ts';
import { closesAt, type UnitSchedule } from '#course/server/unit-schedule.ts';

export type Week = {
	cohort: CohortRow;
	schedule: UnitSchedule;
	units: readonly CohortUnit[];
	/** The unit that runs. */
	number: number;
	userId: string;
};

/** What the running unit asks of a learner: the group's result, lessons, feedback to others. */
export async function workOfWeek(scene: Scene, week: Week) {
	const { trx, locale, now, memory } = scene;
	const { cohort, schedule, units, number, userId } = week;
	const unit = units[number - 1]?.unit;
	if (!unit) return null;
	if (schedule.ownPace) return workAlone(scene, week, unit);
	const [groups, read, stands, metIn, peers] = await Promise.all([
		groupResults(trx, cohort.id, number),
		lessonsReadBy(trx, cohort.id, userId, memory),
		standOf(trx, cohort.id, userId),
		unitsTogether(scene, week),
		resultsForFeedback(scene, week),
	]);
	const mine = groups.find(({ members }) => members.some((member) => member.userId === userId)) ?? null;
	const meeting = schedule.meetings.find((each) => each.number === number);
	return {
		number,
		title: unit.title[locale],
		closesAt: closesAt(schedule, number),
		/** Whether the task is one's own and not a group's. */
		alone: false,
		assignment: {
			title: unit.assignment.title[locale],
			result: unit.template.title[locale],
			summary: unit.assignment.summary[locale],
			dueAt: meeting?.startsAt ?? null,
			sections: unit.assignment.sections.length,
			submissionId: mine?.submissionId ?? null,
			filled: mine?.filled ?? 0,
			version: mine?.version ?? 0,
			savedAt: mine?.savedAt ?? null,
			writing: mine && writingNow(mine, userId, now, unit.assignment.sections, locale),
		},
		group: mine && {
			name: mine.name,
			position: mine.position,
			members: mine.members.map((member) => ({
				...member,
				me: member.userId === userId,
				metIn: metIn.get(member.userId) ?? [],
			})),
		},
		lessons: unit.topics.map(({ id, title, minutes }) => ({ id, title: title[locale], minutes, read: read.has(id) })),
		late: stands
			.filter(({ unitNumber, version }) => unitNumber < number && version === 0)
			.map(({ unitNumber, submissionId }) => ({
				unitNumber,
				submissionId,
				title: units[unitNumber - 1]?.unit.template.title[locale] ?? '',
			})),
		peers,
	};
}

/** At one's own pace the task is the one for a person, and nobody else has a part in it. */
async function workAlone(
	{ trx, locale, memory }: Scene,
	{ cohort, schedule, number, userId }: Week,
	unit: CohortUnit['unit'],
) {
	const { individual } = unit;
	const own = await trx
		.selectFrom('submission as s')
		.leftJoin('submissionSection as c', 'c.submissionId', 's.id')
		.select(['s.id', 's.version', (e) => e.fn.max('c.savedAt').as('savedAt')])
		.select(sql<number>`count(*) filter (where btrim(c.body) <> '')::int`.as('filled'))
		.where('s.cohortId', '=', cohort.id)
		.where('s.unitNumber', '=', number)
		.where('s.kind', '=', 'person')
		.where('s.userId', '=', userId)
		.groupBy('s.id')
		.executeTakeFirst();
	const read = await lessonsReadBy(trx, cohort.id, userId, memory);
	return {
		number,
		title: unit.title[locale],
		closesAt: schedule.ends,
		alone: true,
		assignment: {
			title: individual.title[locale],
			result: individual.title[locale],
			summary: individual.summary[locale],
			dueAt: schedule.ends,
			sections: individual.sections.length,
			submissionId: own?.id ?? null,
			filled: own?.filled ?? 0,
			version: own?.version ?? 0,
			savedAt: own?.savedAt ?? null,
			writing: null,
		},
		group: null,
		lessons: unit.topics.map(({ id, title, minutes }) => ({ id, title: title[locale], minutes, read: read.has(id) })),
		late: [],
		peers: [],
	};
}

const writingMinutes = 10;

type Sections = readonly { id: string; title: { de: string; en: string } }[];
type Mine = Awaited<ReturnType<typeof groupResults>>[number];

/** Somebody else of the group who has just saved a section. */
function writingNow(
	{ savedAt, savedBy, savedById, sectionId }: Mine,
	userId: string,
	now: Date,
	sections: Sections,
	locale: 'de' | 'en',
): { userId: string; name: string; section: string } | null {
	if (!savedAt || !savedBy || !savedById || savedById === userId) return null;
	if (now.getTime() - savedAt.getTime() > writingMinutes * 60_000) return null;
	const section = sections.find(({ id }) => id === sectionId)?.title[locale] ?? '';
	return { userId: savedById, name: savedBy, section };
}

/** The units in which one was in a group together before, by person. */
async function unitsTogether({ trx }: Scene, { cohort, number, userId }: Week): Promise<Map<string, number[]>> {
	const { rows } = await sql<{ userId: string; units: number[] }>`
		select b.user_id as "userId", array_agg(distinct g.unit_number order by g.unit_number) as units
		from learning_group g
		join learning_group_member a on a.learning_group_id = g.id and a.user_id = ${userId} and a.left_at is null
		join learning_group_member b on b.learning_group_id = g.id and b.user_id <> ${userId} and b.left_at is null
		where g.cohort_id = ${cohort.id} and g.unit_number < ${number} group by b.user_id`.execute(trx);
	return new Map(rows.map((row) => [row.userId, row.units]));
}

type PeerRow = { submissionId: string; unitNumber: number; groupName: string };

/** Results of this unit and the last that wait for one's own voice, those with the fewest voices first. */
async function resultsForFeedback({ trx, locale }: Scene, { cohort, units, number, userId }: Week) {
	const { rows } = await sql<PeerRow>`
		select s.id as "submissionId", s.unit_number as "unitNumber", g.name as "groupName"
		from submission s join learning_group g on g.id = s.learning_group_id
		where s.cohort_id = ${cohort.id} and s.kind = 'group' and s.version > 0 and s.unit_number in (${number - 1}, ${number})
			and not exists (select from submission_member m where m.submission_id = s.id and m.user_id = ${userId})
			and not exists (select from learning_group_member m where m.learning_group_id = g.id and m.user_id = ${userId})
			and not exists (select from feedback f where f.submission_id = s.id and f.author_id = ${userId})
		order by (select count(*) from feedback f where f.submission_id = s.id), s.handed_in_at limit 3`.execute(trx);
	return rows.map((row) => ({ ...row, title: units[row.unitNumber - 1]?.unit.template.title[locale] ?? '' }));
}
