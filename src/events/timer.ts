export type TimedItem = { id: string; minutes: number; startedAt: Date | null; endedAt: Date | null };

export type Timer =
	{ state: 'waiting' } | { state: 'running'; itemId: string; endsAt: Date; over: boolean } | { state: 'done' };

/** Where the agenda stands at `now`: derived from when its items were started, so that every browser sees the same. */
export function timerAt(items: readonly TimedItem[], now: Date): Timer {
	const running = items.find((item) => item.startedAt && !item.endedAt);
	if (running?.startedAt) {
		const endsAt = new Date(running.startedAt.getTime() + running.minutes * 60_000);
		return { state: 'running', itemId: running.id, endsAt, over: now >= endsAt };
	}
	return items.length > 0 && items.every((item) => item.endedAt) ? { state: 'done' } : { state: 'waiting' };
}
