/** When the counts of an open poll are shown: to everyone at once, to whoever has voted, or to all when it is over. */
export const pollShown = ['always', 'voted', 'closed'] as const;
export type PollShown = (typeof pollShown)[number];

/** A secret poll with fewer ballots is not counted: what few chose would be known of each of them (rules.md, Privacy). */
export const fewestSecretBallots = 5;

export type PollTerms = { secret: boolean; shown: PollShown; closesAt: Date | null; closedAt: Date | null };

/** The instant at which nobody can vote any more: the set one, or the earlier one at which somebody closed it. */
export const pollEnd = ({ closesAt, closedAt }: Pick<PollTerms, 'closesAt' | 'closedAt'>): Date | null =>
	closedAt && closesAt ? (closedAt < closesAt ? closedAt : closesAt) : (closedAt ?? closesAt);

export function pollIsClosed(terms: Pick<PollTerms, 'closesAt' | 'closedAt'>, now: Date): boolean {
	const end = pollEnd(terms);
	return end !== null && end <= now;
}

/** What the reader is shown of the counts: all, not yet, or never, since too few voted in secret. */
export function pollCounts(
	terms: PollTerms,
	at: { now: Date; voted: boolean; ballots: number },
): 'shown' | 'later' | 'too_few' {
	const closed = pollIsClosed(terms, at.now);
	if (!closed && terms.shown === 'closed') return 'later';
	if (!closed && terms.shown === 'voted' && !at.voted) return 'later';
	return terms.secret && at.ballots < fewestSecretBallots ? 'too_few' : 'shown';
}

export type PollOption = {
	id: string;
	label: string;
	/** How many chose it; nothing while that is not shown. */
	count: number | null;
	/** Who chose it, the first twenty by name; nobody in a secret poll. */
	voters: readonly string[];
};
export type PollData = PollTerms & {
	multiple: boolean;
	/** Nobody votes any more. */
	closed: boolean;
	endsAt: Date | null;
	timeZone: string | null;
	ballots: number;
	counts: ReturnType<typeof pollCounts>;
	options: readonly PollOption[];
	/** What the reader has chosen; of a secret poll that is over nobody knows any more. */
	own: readonly string[];
	mayVote: boolean;
	mayClose: boolean;
};
