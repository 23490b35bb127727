import { look } from '#platform/server/form.ts';
import { meetingList, meetingPage } from '#events/server/meetings.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends(`live:community:${event.params.communityId}`);
	const { meetings, now } = await look(event, meetingList);
	const next = meetings.find((meeting) => !meeting.cancelledAt && meeting.endsAt > now);
	const agenda = next ? (await look(event, meetingPage, { meetingId: next.id })).agenda : [];
	return { meetings, nextId: next?.id ?? null, agenda };
};
