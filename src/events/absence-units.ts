type Meeting = { kind: string; number: number | null; endsAt: Date; cancelledAt: Date | null };

/** `from` and `to` are days `YYYY-MM-DD`. */
export type ComingUnit = { number: number; opensAt: Date; closesAt: Date; from: string; to: string };

/** The day an instant falls on in `zone`, `YYYY-MM-DD`; Swedish dates are written that way. */
export const dayIn = (zone: string, at: Date): string =>
	new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at);

/** The units that have not begun, each from the end of the meeting before to that of its own. */
export function comingUnits(meetings: readonly Meeting[], now: Date, zone: string): ComingUnit[] {
	const order = meetings.filter(({ kind, cancelledAt }) => !cancelledAt && (kind === 'kick_off' || kind === 'weekly'));
	return order.flatMap((meeting, index) => {
		const before = order[index - 1];
		if (!before || !meeting.number || before.endsAt <= now) return [];
		return {
			number: meeting.number,
			opensAt: before.endsAt,
			closesAt: meeting.endsAt,
			from: dayIn(zone, before.endsAt),
			to: dayIn(zone, meeting.endsAt),
		};
	});
}
