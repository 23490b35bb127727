import * as z from 'zod';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { addCalendarDays, dateIn, startOfDay } from '#platform/time.ts';
import { notFound } from '#platform/refusal.ts';
import { countingEnds } from '#course/rules/requirements.ts';
import { timeBalance } from '#course/rules/learning-time.ts';
import { plannedMinutes } from '#course/rules/planned-time.ts';
import type { WeekState } from '#course/rules/week-state.ts';
import { cohortHere } from '#course/server/cohort-here.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { requirementRulesOf } from '#course/server/course-records.ts';
import { packageOf, unitsOf, type CohortUnit } from '#course/server/course-package.ts';
import { openSheets } from '#course/server/evaluation-sheets.ts';
import { weekGround } from '#course/server/learning-grounds.ts';
import { standings } from '#course/server/learner-standing.ts';
import { hoursOf, timeEntriesOf } from '#course/server/learning-time.ts';
import { recommendationsFor, recommendedAddress } from '#course/server/recommendations.ts';
import { closesAt, opensAt, scheduleOf, unitAt, type UnitSchedule } from '#course/server/unit-schedule.ts';
import { ownResults, weekStateOf } from '#course/server/week-facts.ts';
import { houseRulesToAccept, latestFeedback, leadership, meetingAhead } from '#course/server/week-news.ts';
import { workOfWeek } from '#course/server/week-work.ts';

export const weekPage = verb({
	name: 'weekPage',
	method: 'get',
	path: '/communities/{communityId}/week',
	summary: 'One’s own week: where one stands with the course, what is due, what is missing',
	scope: 'course:read',
	who: ['learner', 'owner'],
	at: weekGround,
	input: z.object({ communityId: z.uuid() }),
	async run(scene, { communityId }) {
		const { trx, now } = scene;
		const viewer = signedIn(scene);
		const [cohort, schedule] = await Promise.all([cohortHere(scene), scheduleOf(trx, communityId)]);
		const state = await weekStateOf(trx, { cohort, schedule, userId: viewer.userId, now });
		if (!state) throw notFound();
		const inside = scene.roles.has('learner') && state.kind !== 'cancelled';
		const [meeting, course] = await Promise.all([
			meetingAhead(scene, { cohort, schedule, userId: inside ? viewer.userId : null }),
			inside ? courseOf(scene, cohort, schedule, viewer.userId, state) : null,
		]);
		return {
			now,
			name: viewer.name,
			state,
			cohort: {
				id: cohort.id,
				communityId,
				name: cohort.name,
				slug: cohort.slug,
				startDate: cohort.startDate,
				/** Where everybody goes at their own pace: when the units close, and the day of the exam. */
				endsAt: cohort.endsAt,
				examDate: cohort.examDate,
				timeZone: cohort.timeZone,
				cancelMessage: cohort.cancelMessage,
			},
			meeting,
			course,
		};
	},
});

/** All that an enrolled learner's page shows besides the state. */
async function courseOf(scene: Scene, cohort: CohortRow, schedule: UnitSchedule, userId: string, state: WeekState) {
	const { trx, now, locale, memory } = scene;
	const [units, course] = await Promise.all([unitsOf(trx, cohort, memory), packageOf(trx, cohort.courseVersionId)]);
	const number = state.kind === 'unit' || state.kind === 'pause' ? state.unit : null;
	const levels = course.rubricLevels.map((level) => level[locale]);
	const [leads, standing, done, work, feedback, hours, ends, recommended, sheets, houseRules, certificate] =
		await Promise.all([
			leadership(scene, cohort.communityId, userId),
			standings(trx, { cohort, schedule, at: now, userId }),
			schedule.ownPace ? ownResults(trx, cohort.id, userId) : [],
			number ? workOfWeek(scene, { cohort, schedule, units, number, userId }) : null,
			latestFeedback(scene, { cohort, units, levels, userId }),
			hoursView(scene, cohort, schedule, userId),
			countingEndOf(scene, cohort, schedule),
			recommendationsFor(trx, cohort.id, userId),
			openSheets(trx, cohort, schedule, userId, now),
			scene.roles.has('member') ? houseRulesToAccept(scene, cohort.communityId, userId) : null,
			certificateOf(scene, cohort.id, userId),
		]);
	return {
		path: pathOf(units, schedule, now, {
			current: number,
			ownUnits: leads.ownUnits,
			done,
			locale,
		}),
		work,
		feedback,
		leads,
		hours,
		standing: standing.get(userId) ?? null,
		countingEnds: ends,
		recommendations: recommended.map((each) => ({
			...each,
			href: recommendedAddress(each, cohort.communityId, units),
		})),
		sheets: sheets.toReversed(),
		houseRules,
		certificate,
	};
}

function pathOf(
	units: readonly CohortUnit[],
	schedule: UnitSchedule,
	now: Date,
	own: { current: number | null; ownUnits: readonly number[]; done: readonly number[]; locale: 'de' | 'en' },
) {
	const { current, ownUnits, done, locale } = own;
	const end = schedule.ends;
	return units.map(({ unit }) => {
		const over = schedule.ownPace
			? done.includes(unit.number)
			: (end !== null && end <= now) || (current !== null && unit.number < current);
		return {
			number: unit.number,
			title: unit.title[locale],
			state: over ? ('done' as const) : unit.number === current ? ('current' as const) : ('coming' as const),
			closesAt: schedule.ownPace ? null : closesAt(schedule, unit.number),
			ownShift: ownUnits.includes(unit.number),
		};
	});
}

async function hoursView({ trx, now, memory }: Scene, cohort: CohortRow, schedule: UnitSchedule, userId: string) {
	const unit = unitAt(schedule, now);
	const opened = unit === null ? null : opensAt(schedule, unit);
	const since = opened ?? startOfDay(addCalendarDays(dateIn(cohort.timeZone, now), -6), cohort.timeZone);
	const firstDay = dateIn(cohort.timeZone, since);
	const [entries, hours] = await Promise.all([timeEntriesOf(trx, cohort.id, userId, memory), hoursOf(trx, cohort)]);
	return {
		...timeBalance(entries, hours),
		plannedSoFar: plannedMinutes(hours, schedule, now),
		thisWeek: entries.reduce((sum, { day, minutes }) => (day >= firstDay ? sum + minutes : sum), 0),
	};
}

async function countingEndOf({ trx }: Scene, cohort: CohortRow, schedule: UnitSchedule): Promise<Date | null> {
	const end = schedule.ends;
	return end && countingEnds(end, await requirementRulesOf(trx, cohort));
}

/** What is valid comes first; a revoked one is only told of where there is no other. */
async function certificateOf({ trx }: Scene, cohortId: string, userId: string) {
	const certificate = await trx
		.selectFrom('certificate')
		.select(['number', 'kind', 'revokedAt'])
		.where('cohortId', '=', cohortId)
		.where('userId', '=', userId)
		.orderBy('revokedAt', (order) => order.desc().nullsFirst())
		.orderBy('kind')
		.executeTakeFirst();
	return certificate ?? null;
}
