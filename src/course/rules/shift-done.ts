import { type Interval, minutesBetween, minutesCovered } from '#platform/time.ts';

export interface HeldShift {
	/** The unit's whole window; a shift is measured against it, whoever held how much. */
	window: Interval;
	/** When the person held the shift, handed on or taken over in between. */
	held: readonly Interval[];
	/** Whether the person wrote a handover note. */
	handoverNote: boolean;
}

/** Whether a shift counts as done: held at least `share` of it (house rule: half) and wrote the handover note. */
export function shiftDone({ window, held, handoverNote }: HeldShift, share = 0.5): boolean {
	return handoverNote && minutesCovered(held, window) >= share * minutesBetween(window.from, window.until);
}
