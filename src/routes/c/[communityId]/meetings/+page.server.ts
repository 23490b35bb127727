import { look } from '#platform/server/form.ts';
import { meetingList } from '#events/server/meeting-list.ts';
import { meetingPage } from '#events/server/meeting-page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends(`live:community:${event.params.communityId}`);
	const from = (name: string) => event.url.searchParams.get(name) ?? undefined;
	const first = await look(event, meetingList, { which: 'coming' });
	const coming = from('coming') ? await look(event, meetingList, { which: 'coming', after: from('coming') }) : first;
	const past = await look(event, meetingList, { which: 'past', after: from('past') });
	const next = first.meetings.find((meeting) => !meeting.cancelledAt) ?? null;
	const agenda = next ? (await look(event, meetingPage, { meetingId: next.id })).agenda : [];
	return { coming, past, next, agenda };
};
