type Item = { id: string; minutes: number; startedAt: Date | null; endedAt: Date | null };

export type AgendaTime = { id: string; startsAt: Date; endsAt: Date };

/**
 * When each item of an agenda begins and ends: as it was for what has been, and for what comes one after the other from
 * there, at its planned length.
 */
export function agendaTimes(items: readonly Item[], startsAt: Date): AgendaTime[] {
	let reached = startsAt;
	return items.map(({ id, minutes, startedAt, endedAt }) => {
		const from = startedAt ?? reached;
		const until = endedAt ?? new Date(from.getTime() + minutes * 60_000);
		reached = until;
		return { id, startsAt: from, endsAt: until };
	});
}

/** Time left as on a kitchen timer, `23:04`, in whole seconds that pass when the clock's do; after the end `1:05` over. */
export function countdown(endsAt: Date, now: Date): string {
	const seconds = Math.abs(Math.ceil((endsAt.getTime() - now.getTime()) / 1000));
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
