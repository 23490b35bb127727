import { sql, type RawBuilder } from 'kysely';
import { pageOf } from '#platform/server/list-pages.ts';
import type { Place, Scene } from '#platform/server/verb.ts';
import { noteAccess } from '#community/server/record-access.ts';
import { worksCouncilMode } from '#community/server/works-council.ts';
import { minutesPresent } from '#events/attendance.ts';
import type { MeetingRow } from '#events/server/meeting-row.ts';

const peopleOnPage = 60;
/** Faces of those who are there just now. */
const shownHere = 40;

type Attending = {
	userId: string;
	name: string;
	picture: string | null;
	role: string;
	checkedInAt: Date | null;
	checkedOutAt: Date | null;
	correctedMinutes: number | null;
	correctedReason: string | null;
	recordedBy: string | null;
};

/** Whose attendance counts, page by page and with minutes where the viewer may know them, and who is there just now. */
export async function attendanceOf(scene: Scene, meeting: MeetingRow, after: { name: string; id: string } | undefined) {
	const { now, viewer, roles, place } = scene;
	const found = await attending(scene, meeting, {
		only: sql`${attends(place)} and (${after?.id ?? null}::uuid is null or (u.name collate "de-x-icu", u.id)
			> (${after?.name ?? ''}::text collate "de-x-icu", ${after?.id ?? null}::uuid))`,
		most: peopleOnPage + 1,
	});
	const { page: people, next } = pageOf(found, peopleOnPage, ({ name, userId }) => `${name}_${userId}`);
	const [me] = viewer ? await attending(scene, meeting, { only: sql`u.id = ${viewer.userId}`, most: 1 }) : [];
	const companion = (roles.has('companion') || roles.has('manager')) && !(await withoutAttendance(scene));
	if (companion)
		await noteAccess(
			scene,
			people.filter((row) => row.checkedInAt !== null || row.correctedMinutes !== null).map(({ userId }) => userId),
			'attendance',
		);
	// Attendance belongs to the course records: companions see all of it, everyone else who is there just now and their own.
	const told = (row: Attending) => {
		const { checkedInAt, checkedOutAt, correctedMinutes, correctedReason, recordedBy, ...person } = row;
		const open = companion || row.userId === viewer?.userId;
		return {
			...person,
			here: isHere(row, meeting, now),
			checkedInAt: open ? checkedInAt : null,
			checkedOutAt: open ? checkedOutAt : null,
			/** Whether a companion said so, and not the person. */
			recorded: open ? recordedBy !== null : null,
			minutes: open ? minutesPresent(row, meeting, now) : null,
			corrected: open ? correctedMinutes !== null : null,
			correctedReason: open ? correctedReason : null,
		};
	};
	return {
		people: people.map(told),
		next,
		/** Who is there just now: how many, and the first of them by name. */
		here: await whoIsHere(scene, meeting),
		me: me ? told(me) : null,
		corrects: companion,
	};
}

/** Whose attendance counts: in a course that of those who learn, and of nobody who accompanies them. */
export const attends = ({ cohortId }: Place) => (cohortId ? sql<boolean>`m.role <> 'companion'` : sql<boolean>`true`);

const isHere = (row: Attending, { endsAt }: MeetingRow, now: Date): boolean =>
	row.checkedInAt !== null && row.checkedOutAt === null && now < endsAt;

/** Those expected at a meeting or come to it, by name; guests are not, nor whoever became a member after it. */
export async function attending(
	{ trx }: Scene,
	{ id, communityId, endsAt }: MeetingRow,
	{ only, most }: { only: RawBuilder<unknown>; most: number },
): Promise<Attending[]> {
	const { rows } = await sql<Attending>`
		select u.id as "userId", u.name, '/files/' || u.picture_file_id as picture, m.role,
			a.checked_in_at as "checkedInAt", a.checked_out_at as "checkedOutAt",
			a.corrected_minutes as "correctedMinutes", a.corrected_reason as "correctedReason",
			a.recorded_by as "recordedBy"
		from (select user_id, min(role) as role from membership
				where community_id = ${communityId} and ended_at is null and role <> 'observer' group by user_id) m
			join "user" u on u.id = m.user_id
			left join attendance a on a.user_id = u.id and a.meeting_id = ${id}
		where (a.meeting_id is not null or exists(select from membership w where w.community_id = ${communityId}
				and w.user_id = u.id and w.started_at < ${endsAt})) and (${only})
		order by u.name collate "de-x-icu", u.id limit ${most}`.execute(trx);
	return rows;
}

async function whoIsHere(scene: Scene, meeting: MeetingRow) {
	const there = sql`a.checked_in_at is not null and a.checked_out_at is null`;
	if (scene.now >= meeting.endsAt) return { count: 0, people: [] };
	const { rows } = await sql<{ count: number }>`
		select count(*)::int as count from attendance a where a.meeting_id = ${meeting.id} and ${there}
			and exists(select from membership m where m.community_id = ${meeting.communityId} and m.user_id = a.user_id
				and m.ended_at is null and m.role <> 'observer')`.execute(scene.trx);
	const people = await attending(scene, meeting, { only: there, most: shownHere });
	return {
		count: rows[0]?.count ?? 0,
		people: people.map(({ userId, name, picture, role }) => ({ userId, name, picture, role })),
	};
}

/**
 * Outside of courses nobody's minutes are a course record; in works-council mode they are shown to the person alone.
 */
export async function withoutAttendance({ trx, place }: Scene): Promise<boolean> {
	if (place.cohortId || !place.organisationId) return false;
	return worksCouncilMode(trx, place.organisationId);
}
