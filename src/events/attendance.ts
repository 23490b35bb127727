export type Presence = {
	checkedInAt: Date | null;
	checkedOutAt: Date | null;
	correctedMinutes: number | null;
};
export type Span = { startsAt: Date; endsAt: Date };

/**
 * Minutes a person was there, within the scheduled time of the meeting; whoever did not check out stayed to the end.
 * A companion's correction stands above what was recorded.
 */
export function minutesPresent(presence: Presence, meeting: Span, now: Date): number {
	if (presence.correctedMinutes !== null) return presence.correctedMinutes;
	if (!presence.checkedInAt) return 0;
	const from = Math.max(presence.checkedInAt.getTime(), meeting.startsAt.getTime());
	const until = Math.min((presence.checkedOutAt ?? meeting.endsAt).getTime(), meeting.endsAt.getTime(), now.getTime());
	return Math.max(0, Math.floor((until - from) / 60_000));
}
