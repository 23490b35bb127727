import { sql } from 'kysely';
import * as z from 'zod';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { notFound } from '#platform/refusal.ts';
import { minutesPresent } from '#events/attendance.ts';
import { cohortHere, pictureOf } from '#course/server/cohort-here.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { unitsOf } from '#course/server/course-package.ts';
import { countingEnds } from '#course/rules/requirements.ts';
import { ownStandOf } from '#course/server/results.ts';
import { requirementRulesOf } from '#course/server/course-records.ts';
import { examHasOpened } from '#course/server/exceptions.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import { standings } from '#course/server/learner-standing.ts';
import { timeBalanceOf, timeSums } from '#course/server/learning-time.ts';
import { noteAccess } from '#community/server/record-access.ts';
import { closesAt, scheduleOf } from '#course/server/unit-schedule.ts';
import { worksCouncilMode } from '#community/server/works-council.ts';

/** Keeps a list of nobody well-formed. */
const noPerson = '00000000-0000-0000-0000-000000000000';

export const learnerRecords = verb({
	name: 'learnerRecords',
	method: 'get',
	path: '/communities/{communityId}/records',
	summary: 'Where each learner of a cohort stands with the requirements; looking is noted',
	scope: 'course:read',
	who: ['companion', 'organiser'],
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid() }),
	async run(scene) {
		const { trx, now, roles } = scene;
		const cohort = await cohortHere(scene);
		const standing = await standings(trx, { cohort, at: now });
		const people = await trx
			.selectFrom('user')
			.select(['id as userId', 'name', 'pictureFileId'])
			.where('id', 'in', [...standing.keys(), noPerson])
			.orderBy('name')
			.execute();
		const councilMode = await worksCouncilMode(trx, cohort.organisationId);
		const hours = councilMode ? new Map<string, number>() : await timeSums(trx, cohort.id);
		await noteAccess(scene, [...standing.keys()], 'requirements', cohort.timeZone);
		const requests = await requestsIn(scene, cohort);
		return {
			now,
			cohort: { id: cohort.id, name: cohort.name },
			frozenAt: cohort.frozenAt,
			recordsGone: cohort.recordsGoneAt !== null,
			worksCouncilMode: councilMode,
			mayDecide: roles.has('organiser') && !(await examHasOpened(trx, cohort.id, now)),
			learners: people.map(({ pictureFileId, ...person }) => {
				const own = standing.get(person.userId);
				return {
					...person,
					picture: pictureOf(pictureFileId),
					status: own?.status ?? [],
					eligible: own?.eligible ?? false,
					unmet: own?.unmet ?? [],
					excepted: own?.excepted ?? [],
					bookedMinutes: councilMode ? null : (hours.get(person.userId) ?? 0),
				};
			}),
			requests,
		};
	},
});

/** Exceptions asked for and not decided yet, the oldest first. */
async function requestsIn({ trx, roles }: Scene, cohort: CohortRow) {
	if (!roles.has('organiser')) return [];
	return trx
		.selectFrom('requirementException as x')
		.innerJoin('user as u', 'u.id', 'x.userId')
		.select(['x.id', 'x.userId', 'u.name', 'x.requirement', 'x.words', 'x.requestedAt'])
		.where('x.cohortId', '=', cohort.id)
		.where('x.decidedAt', 'is', null)
		.orderBy('x.requestedAt')
		.execute();
}

export const learnerRecord = verb({
	name: 'learnerRecord',
	method: 'get',
	path: '/communities/{communityId}/records/{userId}',
	summary: 'The course record of one learner; looking is noted and visible to the learner',
	scope: 'course:read',
	who: ['companion', 'organiser'],
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid(), userId: z.uuid() }),
	async run(scene, { userId }) {
		const cohort = await cohortHere(scene);
		const record = await recordOf(scene, cohort, userId);
		await noteAccess(scene, [userId], 'course_record', cohort.timeZone);
		const councilMode = await worksCouncilMode(scene.trx, cohort.organisationId);
		const organiser = scene.roles.has('organiser');
		return {
			...record,
			// Reasons may speak of illness or family: they are for whoever decides.
			exceptions: organiser
				? record.exceptions
				: record.exceptions.map((each) => ({ ...each, words: '', reason: null })),
			seesReasons: organiser,
			hours: councilMode ? null : await timeBalanceOf(scene.trx, cohort, userId),
			mayDecide: organiser && record.beforeExam && userId !== signedIn(scene).userId,
		};
	},
});

export const ownRecords = verb({
	name: 'ownRecords',
	method: 'get',
	path: '/communities/{communityId}/own-records',
	summary: 'One’s own course record, and who has looked at it',
	scope: 'course:read',
	who: ['learner'],
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid() }),
	async run(scene) {
		const { userId } = signedIn(scene);
		const cohort = await cohortHere(scene);
		const record = await recordOf(scene, cohort, userId);
		const accesses = await scene.trx
			.selectFrom('recordAccess as r')
			.innerJoin('user as u', 'u.id', 'r.viewerId')
			.select(['u.name', 'r.purpose', 'r.day'])
			.where('r.userId', '=', userId)
			.where('r.cohortId', '=', cohort.id)
			.orderBy('r.day', 'desc')
			.orderBy('u.name')
			.limit(100)
			.execute();
		return {
			...record,
			hours: await timeBalanceOf(scene.trx, cohort, userId),
			accesses,
			mayAsk: record.beforeExam && !cohort.cancelledAt,
			leaves: cohort.closedAt || cohort.cancelledAt ? null : { cohortId: cohort.id },
		};
	},
});

type ResultRow = {
	unitNumber: number;
	groupName: string | null;
	submissionId: string | null;
	handedInAt: Date | null;
	late: boolean;
	credited: boolean;
};

/** A row for each group that one was in. */
async function groupResultRows(trx: Scene['trx'], cohortId: string, userId: string): Promise<ResultRow[]> {
	const { rows } = await sql<ResultRow>`
		select g.unit_number as "unitNumber", g.name as "groupName", s.id as "submissionId", s.handed_in_at as "handedInAt",
			coalesce(s.late, false) as late, exists(select from submission_member c where c.submission_id = s.id
				and c.user_id = ${userId}) as credited
		from learning_group g left join submission s on s.learning_group_id = g.id
		where g.cohort_id = ${cohortId} and (exists(select from learning_group_member m where m.learning_group_id = g.id
				and m.user_id = ${userId} and m.left_at is null and g.merged_into is null)
			or exists(select from submission_member c where c.submission_id = s.id and c.user_id = ${userId}))
		order by g.unit_number`.execute(trx);
	return rows;
}

/** At one's own pace, a row for each unit. */
async function ownResultRows(trx: Scene['trx'], cohortId: string, userId: string, units: number): Promise<ResultRow[]> {
	const own = await ownStandOf(trx, cohortId, userId);
	return Array.from({ length: units }, (_, index): ResultRow => {
		const unitNumber = index + 1;
		const stand = own.find((row) => row.unitNumber === unitNumber);
		return {
			unitNumber,
			groupName: null,
			submissionId: stand?.submissionId ?? null,
			handedInAt: stand?.handedInAt ?? null,
			late: stand?.late ?? false,
			credited: (stand?.version ?? 0) > 0,
		};
	});
}

/** What is kept about one learner in a cohort. */
async function recordOf({ trx, now, locale }: Scene, cohort: CohortRow, userId: string) {
	const schedule = await scheduleOf(trx, cohort.communityId);
	const standing = (await standings(trx, { cohort, schedule, at: now, userId })).get(userId);
	const person = await trx
		.selectFrom('user')
		.select(['id as userId', 'name', 'pictureFileId'])
		.where('id', '=', userId)
		.executeTakeFirst();
	if (!standing || !person) throw notFound();
	const units = await unitsOf(trx, cohort);
	const results = schedule.ownPace
		? await ownResultRows(trx, cohort.id, userId, units.length)
		: await groupResultRows(trx, cohort.id, userId);
	const presences = await trx
		.selectFrom('attendance as a')
		.select(['a.meetingId', 'a.checkedInAt', 'a.checkedOutAt', 'a.correctedMinutes', 'a.correctedReason'])
		.where('a.userId', '=', userId)
		.where(
			'a.meetingId',
			'in',
			schedule.meetings.map(({ id }) => id),
		)
		.execute();
	const shifts = await trx
		.selectFrom('shift')
		.select(['id', 'unitNumber', 'startsAt', 'endsAt', 'handoverAt'])
		.where('communityId', '=', cohort.communityId)
		.where('userId', '=', userId)
		.where('removedAt', 'is', null)
		.orderBy('startsAt')
		.execute();
	const rules = await requirementRulesOf(trx, cohort);
	const end = schedule.ends;
	const exceptions = await trx
		.selectFrom('requirementException')
		.select(['id', 'requirement', 'words', 'requestedAt', 'decidedAt', 'granted', 'reason'])
		.where('cohortId', '=', cohort.id)
		.where('userId', '=', userId)
		.orderBy('requestedAt')
		.execute();
	return {
		now,
		/** No groups, shifts and meetings, but results of one's own. */
		ownPace: schedule.ownPace,
		person: { userId: person.userId, name: person.name, picture: pictureOf(person.pictureFileId) },
		standing,
		rules,
		frozenAt: cohort.frozenAt,
		/** Deleted, their time being over. */
		presenceGone: cohort.presenceGoneAt !== null,
		recordsGone: cohort.recordsGoneAt !== null,
		countingEnds: end && countingEnds(end, rules),
		beforeExam: !(await examHasOpened(trx, cohort.id, now)),
		shifts,
		results: results
			.filter(({ unitNumber }) => unitNumber <= units.length)
			.map((row) => ({
				...row,
				title: units[row.unitNumber - 1]?.unit.title[locale] ?? '',
				closesAt: closesAt(schedule, row.unitNumber),
			})),
		meetings: schedule.meetings
			.filter(({ startsAt }) => startsAt <= now)
			.map((meeting) => {
				const presence = presences.find(({ meetingId }) => meetingId === meeting.id);
				return {
					id: meeting.id,
					number: meeting.number,
					startsAt: meeting.startsAt,
					endsAt: meeting.endsAt,
					minutes: presence ? minutesPresent(presence, meeting, now) : 0,
					correctedReason: presence?.correctedReason ?? null,
				};
			}),
		exceptions,
	};
}
