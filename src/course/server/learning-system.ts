import { sql } from 'kysely';
import * as z from 'zod';
import { config } from '#platform/server/config.ts';
import { verb, type Scene } from '#platform/server/verb.ts';
import { noteAccess } from '#community/server/record-access.ts';
import { cohortHeading, cohortOf, type CohortRow } from '#course/server/cohort-row.ts';
import { unitsOf } from '#course/server/course-package.ts';
import { cohortGround } from '#course/server/grounds.ts';
import { standings } from '#course/server/learner-standing.ts';
import { scheduleOf } from '#course/server/unit-schedule.ts';

/**
 * What a learning system needs that leads to the course from outside: an address for each unit that stays as it is, and
 * how far everybody is. An address asks for signing in and leads on to the unit; nothing is embedded.
 */
export const learningSystem = verb({
	name: 'learningSystem',
	method: 'get',
	path: '/cohorts/{cohortId}/learning-system',
	summary: 'Lasting addresses of a cohort’s units, and which units each learner has completed; looking is noted',
	scope: 'course:read',
	who: ['organiser'],
	at: cohortGround,
	input: z.object({ cohortId: z.uuid() }),
	async run(scene, { cohortId }) {
		const { trx, now, locale } = scene;
		const cohort = await cohortOf(trx, cohortId);
		const units = await unitsOf(trx, cohort);
		const at = `${config.publicUrl}/c/${cohort.communityId}`;
		return {
			cohort: cohortHeading(cohort),
			week: `${at}/week`,
			units: units.map(({ unit: { number, title } }) => ({
				number,
				title: title[locale],
				url: `${at}/units/${number}`,
			})),
			examDate: cohort.examDate,
			learners: await completion(scene, cohort, now),
		};
	},
});

/** Units completed, with the instant of the first hand-in, and whether somebody is admitted to the exam as things stand. */
async function completion(scene: Scene, cohort: CohortRow, at: Date) {
	const { trx } = scene;
	const schedule = await scheduleOf(trx, cohort.communityId);
	const standing = await standings(trx, { cohort, schedule, at });
	const { rows } = await sql<{ userId: string; name: string; email: string; done: { unit: number; at: string }[] }>`
		select u.id as "userId", u.name, u.email, coalesce((select json_agg(json_build_object('unit', r.unit_number, 'at', r.at)
				order by r.unit_number) from (select s.unit_number, min(m.credited_at) as at
				from submission_member m join submission s on s.id = m.submission_id
				where m.user_id = u.id and s.cohort_id = ${cohort.id} and s.kind = ${schedule.ownPace ? 'person' : 'group'}
				group by s.unit_number) r), '[]') as done
		from enrolment e join "user" u on u.id = e.user_id
		where e.cohort_id = ${cohort.id} and e.ended_at is null order by u.name`.execute(trx);
	await noteAccess(
		scene,
		rows.map(({ userId }) => userId),
		'requirements',
		cohort.timeZone,
	);
	return rows.map(({ done, ...person }) => ({
		...person,
		completed: done.map((each) => ({ unit: each.unit, at: new Date(each.at) })),
		eligible: standing.get(person.userId)?.eligible ?? false,
	}));
}
