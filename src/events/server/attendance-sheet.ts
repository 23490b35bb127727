import { sql } from 'kysely';
import * as z from 'zod';
import { pdfResponse } from '#platform/server/pdf-response.ts';
import { verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { dateIn } from '#platform/time.ts';
import { noteAccess } from '#community/server/record-access.ts';
import { attending, attends } from '#events/server/attendance.ts';
import { meetingGround, sheetReaders } from '#events/server/grounds.ts';
import { zoneOf, type MeetingRow } from '#events/server/meeting-row.ts';
import { typesetAttendanceSheet } from '#events/typeset/attendance-sheet.ts';

/** More than a course has seats. */
const mostPeople = 200;

/** To be signed on site: blank before, afterwards with the times that were recorded. */
export const attendanceSheet = verb({
	name: 'attendanceSheet',
	method: 'get',
	path: '/meetings/{meetingId}/attendance-sheet',
	summary:
		'The attendance list of a course’s day as PDF, with all its sessions and room for signatures; looking is noted',
	scope: 'events:read',
	who: sheetReaders,
	at: meetingGround,
	input: z.object({ meetingId: z.uuid() }),
	async run(scene, { meetingId }) {
		const { trx, place, locale } = scene;
		if (!place.cohortId || !place.communityId) refuse('not_found', { status: 404 });
		const zone = await zoneOf(trx, place.communityId);
		const { day, sessions } = await sessionsOfDay(scene, meetingId, zone);
		const [first] = sessions;
		if (!first) refuse('meeting_cancelled');
		const people = await attending(scene, first, { only: attends(place), most: mostPeople });
		const there = await trx
			.selectFrom('attendance')
			.select(['meetingId', 'userId', 'checkedInAt', 'checkedOutAt'])
			.where(
				'meetingId',
				'in',
				sessions.map(({ id }) => id),
			)
			.where('checkedInAt', 'is not', null)
			.execute();
		const shown = people.filter(({ userId }) => there.some((one) => one.userId === userId));
		await noteAccess(
			scene,
			shown.map(({ userId }) => userId),
			'attendance',
			zone,
		);
		const { pdf } = await typesetAttendanceSheet({
			language: locale,
			zone,
			now: scene.now,
			...(await providerOf(scene, place.communityId)),
			sessions,
			people: people.map(({ userId, name }) => ({
				name,
				stays: sessions.map(({ id }) => there.find((one) => one.userId === userId && one.meetingId === id) ?? null),
			})),
		});
		return pdfResponse(pdf, `attendance-${day}`);
	},
});

/** What takes place on the day of a meeting, in its order, and was not called off. */
async function sessionsOfDay({ trx }: Scene, meetingId: string, zone: string) {
	const asked = await trx.selectFrom('meeting').selectAll().where('id', '=', meetingId).executeTakeFirstOrThrow();
	const day = dateIn(zone, asked.startsAt);
	const sessions: MeetingRow[] = await trx
		.selectFrom('meeting')
		.selectAll()
		.where('communityId', '=', asked.communityId)
		.where('cancelledAt', 'is', null)
		.where(sql<boolean>`(starts_at at time zone ${zone})::date = ${day}::date`)
		.where((e) => (asked.kind === 'event' ? e('id', '=', asked.id) : e('kind', '<>', 'event')))
		.orderBy('startsAt')
		.execute();
	return { day, sessions };
}

const providerOf = ({ trx }: Scene, communityId: string) =>
	trx
		.selectFrom('community as c')
		.innerJoin('organisation as o', 'o.id', 'c.organisationId')
		.select(['c.name as course', 'o.name as provider'])
		.where('c.id', '=', communityId)
		.executeTakeFirstOrThrow();
