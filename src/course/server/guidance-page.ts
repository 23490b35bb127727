import * as z from 'zod';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { dateIn } from '#platform/time.ts';
import type { Locale } from '#platform/viewer.ts';
import type { Unit } from '#course/package/model.ts';
import { cohortHere } from '#course/server/cohort-here.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { unitsOf, type CohortUnit } from '#course/server/course-package.ts';
import { promiseHours } from '#course/server/feedback-queue.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import { groupResultsOf, type GroupResult } from '#course/server/results.ts';
import { silentLearners } from '#course/server/silence.ts';
import { nextMeeting, scheduleOf, unitAt, type UnitSchedule } from '#course/server/unit-schedule.ts';
import { leadership } from '#course/server/week-news.ts';
import { peopleIn, whoWaits } from '#course/server/who-waits.ts';
import { worksCouncilMode } from '#community/server/works-council.ts';

export const guidancePage = verb({
	name: 'guidancePage',
	method: 'get',
	path: '/communities/{communityId}/guidance',
	summary: 'Who waits for a companion, who has fallen silent, and how the results stand',
	scope: 'course:read',
	who: ['companion'],
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid() }),
	async run(scene, { communityId }) {
		const { trx, now, locale, memory } = scene;
		const viewer = signedIn(scene);
		const cohort = await cohortHere(scene);
		const [schedule, units, waiting, leads, councilMode] = await Promise.all([
			scheduleOf(trx, communityId),
			unitsOf(trx, cohort, memory),
			whoWaits(scene, cohort),
			leadership(scene, communityId, viewer.userId),
			worksCouncilMode(trx, cohort.organisationId, memory),
		]);
		const current = unitAt(schedule, now);
		const last = schedule.meetings.findLast(({ number, endsAt }) => number > 0 && endsAt <= now)?.number ?? null;
		const shifts = leads.now.map(({ shiftId }) => shiftId);
		const [silent, groups, tasks, meeting] = await Promise.all([
			silentLearners(scene, cohort, schedule),
			groupResultsOf(
				trx,
				cohort.id,
				[last, current].filter((unit) => unit !== null),
			),
			current ? tasksOf(scene, units, current, shifts) : [],
			meetingOf(scene, cohort, schedule),
		]);
		return {
			now,
			name: viewer.name,
			promiseHours,
			waiting,
			people: peopleIn(waiting),
			worksCouncilMode: councilMode,
			silent,
			results: resultsOf(units[(last ?? 0) - 1]?.unit, groups, locale),
			progress: current === null ? null : progressOf(units[current - 1]?.unit, groups.get(current) ?? []),
			unitsInAll: units.length,
			/** Whether units are open, be it without one in which the whole cohort is. */
			running: schedule.units.some(({ opens, closes }) => opens <= now && now < closes),
			current: current && { number: current, title: units[current - 1]?.unit.title[locale] ?? '' },
			nextGroups: nextGroupsUnit(schedule, current, units.length, now),
			leads: leads.now,
			tasks,
			meeting,
		};
	},
});

/** The results of the unit that was over last, with the feedback each has got. */
function resultsOf(unit: Unit | undefined, groups: ReadonlyMap<number, GroupResult[]>, locale: Locale) {
	if (!unit) return null;
	return {
		unitNumber: unit.number,
		title: unit.template.title[locale],
		groups: (groups.get(unit.number) ?? []).map(({ feedback, members, ...group }) => ({
			learningGroupId: group.learningGroupId,
			name: group.name,
			position: group.position,
			members,
			submissionId: group.submissionId,
			handedInAt: group.handedInAt,
			late: group.late,
			feedback: feedback.find(({ kind }) => kind === 'companion') ?? null,
		})),
	};
}

/** How far each group is with the result of the unit that runs. */
const progressOf = (unit: Unit | undefined, groups: readonly GroupResult[]) => ({
	sections: unit?.assignment.sections.length ?? 0,
	groups: groups.map(({ name, position, members, filled, version, submissionId }) => ({
		name,
		position,
		members,
		filled,
		version,
		submissionId,
	})),
});

/** The unit whose groups are formed next; the one after the last stands for the exam. */
function nextGroupsUnit(schedule: UnitSchedule, current: number | null, units: number, now: Date): number | null {
	const end = schedule.ends;
	if (schedule.ownPace || !end || end <= now) return null;
	return Math.min((current ?? 0) + 1, units + 1);
}

/** The tasks of the running shift, and which of them are done. */
async function tasksOf(
	{ trx, locale }: Scene,
	units: readonly CohortUnit[],
	number: number,
	shiftIds: readonly string[],
) {
	const tasks = units[number - 1]?.unit.managerGuide.tasks ?? [];
	const done = shiftIds.length
		? await trx
				.selectFrom('shiftTaskDone')
				.select('taskId')
				.where('shiftId', 'in', [...shiftIds])
				.execute()
		: [];
	return tasks.map(({ id, title }) => ({ id, title: title[locale], done: done.some(({ taskId }) => taskId === id) }));
}

/** The next meeting, and who has announced to be away on its day. */
async function meetingOf({ trx, now }: Scene, cohort: CohortRow, schedule: UnitSchedule) {
	const meeting = nextMeeting(schedule, now);
	if (!meeting) return null;
	const day = dateIn(cohort.timeZone, meeting.startsAt);
	const away = await trx
		.selectFrom('absence as a')
		.innerJoin('user as u', 'u.id', 'a.userId')
		.select('u.name')
		.distinct()
		.where('a.communityId', '=', cohort.communityId)
		.where('a.withdrawnAt', 'is', null)
		.where('a.fromDate', '<=', day)
		.where('a.toDate', '>=', day)
		.orderBy('u.name')
		.execute();
	return {
		id: meeting.id,
		number: meeting.number,
		startsAt: meeting.startsAt,
		endsAt: meeting.endsAt,
		away: away.map(({ name }) => name),
	};
}
