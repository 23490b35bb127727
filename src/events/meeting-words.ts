import { m } from '#messages/messages.js';
import { formatDuration, type Reader } from '#ui/format.ts';

type Named = { kind: string; number: number | null; title: string };

/** Kick-off, Treffen 5, or the title of any other event. */
export function meetingName({ kind, number, title }: Named): string {
	if (kind === 'kick_off') return m.meet_kick_off();
	return kind === 'weekly' ? m.meet_weekly({ number: number ?? 0 }) : title;
}

/** As the subject of a sentence: „Der Kick-off ist am …“, „Treffen 5 ist am …“. */
export const meetingInSentence = (meeting: Named): string =>
	meeting.kind === 'kick_off' ? m.meet_the_kick_off() : meetingName(meeting);

export function partName(part: string): string {
	if (part === 'work') return m.meet_part_work();
	return part === 'review' ? m.meet_part_review() : m.meet_part_outlook();
}

/** Whole days are easier to read in hours. */
export const lengthOf = (minutes: number, { locale }: Reader): string =>
	minutes < 120 ? m.ui_minutes({ count: minutes }) : formatDuration(minutes, locale);

/** Where a meeting stands; the door opens a quarter of an hour before it begins. */
export type MeetingState = 'cancelled' | 'coming' | 'door' | 'running' | 'over';

export function meetingState(
	meeting: { startsAt: Date; endsAt: Date; cancelledAt: Date | null },
	now: Date,
): MeetingState {
	if (meeting.cancelledAt) return 'cancelled';
	if (now >= meeting.endsAt) return 'over';
	if (now >= meeting.startsAt) return 'running';
	return now.getTime() >= meeting.startsAt.getTime() - 15 * 60_000 ? 'door' : 'coming';
}
