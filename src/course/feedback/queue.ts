/** A result that waits for a companion's feedback. */
export interface WaitingResult {
	submissionId: string;
	title: string;
	groupName: string | null;
	members: readonly { name: string }[];
	since: Date;
}

/**
 * What comes before and after a result in the queue, and its place from 1. Seen from a result that waits no longer, the
 * one that waits longest is next.
 */
export function neighbours<Result extends { submissionId: string }>(waiting: readonly Result[], submissionId: string) {
	const index = waiting.findIndex((result) => result.submissionId === submissionId);
	if (index === -1) return { place: null, previous: null, next: waiting[0] ?? null };
	return { place: index + 1, previous: waiting[index - 1] ?? null, next: waiting[index + 1] ?? null };
}
