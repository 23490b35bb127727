import * as z from 'zod';
import { markdownToHtml } from '#platform/markdown.ts';
import { nameKey } from '#platform/server/list-pages.ts';
import { verb, type Scene } from '#platform/server/verb.ts';
import { wallClock } from '#platform/time.ts';
import { agendaOf } from '#events/server/agenda.ts';
import { attendanceOf } from '#events/server/attendance.ts';
import { leaders, meetingGround, readers, sheetReaders } from '#events/server/grounds.ts';
import { checkInFrom, zoneOf, type MeetingRow } from '#events/server/meeting-row.ts';
import { queueOf } from '#events/server/presentations.ts';
import { timerAt } from '#events/timer.ts';

export const meetingPage = verb({
	name: 'meetingPage',
	method: 'get',
	path: '/meetings/{meetingId}',
	summary: 'A meeting with its agenda, timer, queue of results, attendance and minutes',
	scope: 'events:read',
	who: readers,
	at: meetingGround,
	input: z.object({
		meetingId: z.uuid(),
		after: nameKey.optional().describe('Key of the last person of the page before'),
	}),
	paged: 'after',
	async run(scene, { meetingId, after }) {
		const { trx, now, roles } = scene;
		const meeting = await trx.selectFrom('meeting').selectAll().where('id', '=', meetingId).executeTakeFirstOrThrow();
		const agenda = await agendaOf(scene, meeting.id);
		const queue = await queueOf(scene, meeting.id);
		const { corrects, ...attendance } = await attendanceOf(scene, meeting, after);
		return {
			meeting: { ...meeting, minutesHtml: meeting.minutes ? markdownToHtml(meeting.minutes) : null },
			agenda,
			timer: timerAt(agenda, now),
			queue,
			...attendance,
			may: {
				lead: leaders.some((role) => roles.has(role)),
				correct: corrects,
				sheet: scene.place.cohortId !== null && sheetReaders.some((role) => roles.has(role)),
				checkIn:
					roles.has('member') && !meeting.cancelledAt && now >= checkInFrom(meeting.startsAt) && now < meeting.endsAt,
			},
			/** When it begins and ends by the community’s clock, for those who record who was there. */
			clock: corrects ? await clockOf(scene, meeting) : null,
			now,
		};
	},
});

async function clockOf({ trx }: Scene, { communityId, startsAt, endsAt }: MeetingRow) {
	const zone = await zoneOf(trx, communityId);
	return { from: wallClock(startsAt, zone).time, until: wallClock(endsAt, zone).time };
}
