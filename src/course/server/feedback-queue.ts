import { sql } from 'kysely';
import * as z from 'zod';
import { verb, type Scene } from '#platform/server/verb.ts';
import { cohortHere, pictureOf } from '#course/server/cohort-here.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { unitsOf } from '#course/server/course-package.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';

/** Hours within which companions promise an answer or feedback: two days. */
export const promiseHours = 48;

type Face = { userId: string; name: string; pictureFileId: string | null };
type Row = {
	submissionId: string;
	unitNumber: number;
	kind: 'group' | 'person';
	version: number;
	late: boolean;
	since: Date;
	groupName: string | null;
	members: Face[];
	by: Face;
};

/** Results whose latest version has no companion's feedback yet, the longest wait first. */
export async function waitingResults({ trx, locale, memory }: Scene, cohort: CohortRow) {
	const { rows } = await sql<Row>`
		select s.id as "submissionId", s.unit_number as "unitNumber", s.kind, v.version, v.late, v.handed_in_at as since,
			g.name as "groupName",
			json_build_object('userId', h.id, 'name', h.name, 'pictureFileId', h.picture_file_id) as by,
			(select json_agg(json_build_object('userId', u.id, 'name', u.name, 'pictureFileId', u.picture_file_id) order by u.name)
				from submission_member m join "user" u on u.id = m.user_id where m.submission_id = s.id) as members
		from submission s join submission_version v on v.submission_id = s.id and v.version = s.version
		join "user" h on h.id = v.handed_in_by left join learning_group g on g.id = s.learning_group_id
		where s.cohort_id = ${cohort.id} and not exists (select from feedback f
			where f.submission_id = s.id and f.submission_version = s.version and f.kind = 'companion')
		order by v.handed_in_at, s.id`.execute(trx);
	if (rows.length === 0) return [];
	const units = await unitsOf(trx, cohort, memory);
	return rows.map(({ members, by, ...row }) => {
		const unit = units[row.unitNumber - 1]?.unit;
		return {
			...row,
			title: (row.kind === 'group' ? unit?.template.title : unit?.individual.title)?.[locale] ?? '',
			members: members.map(faceOf),
			handedInBy: faceOf(by),
		};
	});
}

const faceOf = ({ pictureFileId, ...person }: Face) => ({ ...person, picture: pictureOf(pictureFileId) });

export const feedbackQueue = verb({
	name: 'feedbackQueue',
	method: 'get',
	path: '/communities/{communityId}/feedback-queue',
	summary: 'Results that wait for a companion’s feedback, the longest wait first',
	scope: 'course:read',
	who: ['companion'],
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid() }),
	async run(scene) {
		const cohort = await cohortHere(scene);
		const waiting = await waitingResults(scene, cohort);
		return {
			promiseHours,
			waiting: waiting.map((result) => ({ ...result, hours: hoursSince(result.since, scene.now) })),
		};
	},
});

export const hoursSince = (since: Date, now: Date): number =>
	Math.max(0, (now.getTime() - since.getTime()) / 3_600_000);
