import { sql } from 'kysely';
import * as z from 'zod';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { absence, isSilent, quietDays, silentAfterDays } from '#course/rules/silence.ts';
import { cohortHere, pictureOf } from '#course/server/cohort-here.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import { noteAccess } from '#community/server/record-access.ts';
import { pausesOf } from '#course/server/week-facts.ts';
import { type UnitSchedule } from '#course/server/unit-schedule.ts';
import { worksCouncilMode } from '#community/server/works-council.ts';

type Row = {
	userId: string;
	name: string;
	email: string;
	pictureFileId: string | null;
	startedAt: Date;
	/** Milliseconds, as JSON, which is read ten times as fast as a list of instants. */
	acts: number[];
	absences: { from: string; to: string }[];
	threadId: string | null;
	threadTitle: string | null;
	missedLast: boolean;
};

const shownWeeks = 5;

/**
 * Learners of whom nothing was seen for a week although they had announced no absence, the longest silent first. What
 * counts are own posts, work on results, feedback, bookings and check-ins; whether somebody reads is not asked. Nobody
 * is listed in works-council mode, or outside of the course's time.
 */
export async function silentLearners(scene: Scene, cohort: CohortRow, schedule: UnitSchedule) {
	const { trx, now, memory } = scene;
	const [kickOff] = schedule.meetings;
	const end = schedule.ends;
	if (!kickOff || !end || now < kickOff.endsAt || now > end) return [];
	if (await worksCouncilMode(trx, cohort.organisationId, memory)) return [];
	const [pauses, rows] = await Promise.all([pausesOf(trx, cohort), signsOf(scene, cohort, schedule)]);
	const silent = rows.flatMap(({ pictureFileId, startedAt, acts, absences, ...person }) => {
		const signs = {
			since: startedAt > kickOff.endsAt ? startedAt : kickOff.endsAt,
			acts: acts.map((act) => new Date(act)),
			away: [...pauses, ...absences.map(({ from, to }) => absence(from, to, cohort.timeZone))],
		};
		if (!isSilent(signs, now)) return [];
		return {
			...person,
			picture: pictureOf(pictureFileId),
			days: Math.floor(quietDays(signs, now)),
			lastAt: signs.acts.filter((act) => act <= now).toSorted((a, b) => b.getTime() - a.getTime())[0] ?? null,
			pattern: perDay(signs.acts, now),
		};
	});
	await noteAccess(
		scene,
		silent.map(({ userId }) => userId),
		'silence',
		cohort.timeZone,
	);
	return silent.toSorted((a, b) => b.days - a.days);
}

/** Own acts on each of the last days, the oldest first. */
function perDay(acts: readonly Date[], now: Date): number[] {
	const day = 86_400_000;
	return Array.from({ length: shownWeeks * 7 }, (_, index) => {
		const until = now.getTime() - (shownWeeks * 7 - 1 - index) * day;
		return acts.filter((act) => act.getTime() <= until && act.getTime() > until - day).length;
	});
}

async function signsOf({ trx, now }: Scene, cohort: CohortRow, schedule: UnitSchedule): Promise<Row[]> {
	const last = schedule.meetings.findLast(({ number, endsAt }) => number > 0 && endsAt <= now);
	const { rows } = await sql<Row>`
		select u.id as "userId", u.name, u.email, u.picture_file_id as "pictureFileId", e.started_at as "startedAt",
			coalesce((select json_agg(floor(extract(epoch from at) * 1000) order by at) from (
				select created_at as at from post where author_id = u.id and community_id = ${cohort.communityId}
				union all select given_at from feedback where author_id = u.id and cohort_id = ${cohort.id}
				union all select v.handed_in_at from submission_version v join submission s on s.id = v.submission_id
					where v.handed_in_by = u.id and s.cohort_id = ${cohort.id}
				union all select c.saved_at from submission_section c join submission s on s.id = c.submission_id
					where c.saved_by = u.id and s.cohort_id = ${cohort.id}
				union all select booked_at from time_entry where user_id = u.id and cohort_id = ${cohort.id}
				union all select a.checked_in_at from attendance a join meeting m on m.id = a.meeting_id
					where a.user_id = u.id and m.community_id = ${cohort.communityId} and a.checked_in_at is not null
			) as acts where at > ${now}::timestamptz - interval '60 days'), '[]') as acts,
			coalesce((select json_agg(json_build_object('from', a.from_date, 'to', a.to_date)) from absence a
				where a.user_id = u.id and a.community_id = ${cohort.communityId} and a.withdrawn_at is null), '[]') as absences,
			t.id as "threadId", t.title as "threadTitle",
			${last?.id ?? null}::uuid is not null and not exists (select from attendance a where a.meeting_id = ${last?.id ?? null}::uuid
				and a.user_id = u.id and (a.checked_in_at is not null or a.corrected_minutes > 0)) as "missedLast"
		from enrolment e join "user" u on u.id = e.user_id
		left join lateral (select t.id, t.title from post p join thread t on t.id = p.thread_id
			where p.author_id = u.id and p.community_id = ${cohort.communityId} and p.deleted_at is null and t.deleted_at is null
				and t.submission_id is null
			order by p.created_at desc limit 1) t on true
		where e.cohort_id = ${cohort.id} and e.ended_at is null and not exists (select from silence_noted n
			where n.cohort_id = e.cohort_id and n.user_id = u.id
				and n.noted_at > ${now}::timestamptz - make_interval(days => ${silentAfterDays}))
		order by u.name`.execute(trx);
	return rows;
}

export const noteSilence = verb({
	name: 'noteSilence',
	method: 'post',
	path: '/communities/{communityId}/learners/{userId}/silence',
	summary: 'Note that one knows why a learner is silent; for a week the person is not listed',
	scope: 'course:write',
	who: ['companion'],
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid(), userId: z.uuid() }),
	async run(scene, { userId }) {
		const { trx, now } = scene;
		const viewer = signedIn(scene);
		const cohort = await cohortHere(scene);
		if (await worksCouncilMode(trx, cohort.organisationId)) refuse('works_council_on');
		const learner = await trx
			.selectFrom('enrolment')
			.select('id')
			.where('cohortId', '=', cohort.id)
			.where('userId', '=', userId)
			.where('endedAt', 'is', null)
			.executeTakeFirst();
		if (!learner) throw notFound();
		await trx
			.insertInto('silenceNoted')
			.values({ cohortId: cohort.id, userId, notedBy: viewer.userId, notedAt: now })
			.onConflict((c) => c.doNothing())
			.execute();
		return { noted: true };
	},
});
