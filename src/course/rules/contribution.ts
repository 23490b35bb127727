/** What a learner wrote for others: a post, or feedback to a peer in words. */
export interface Written {
	kind: 'post' | 'peer_feedback';
	author: string;
	at: Date;
	/** The author's own words, as `countWords` counts them. */
	words: number;
	hidden: boolean;
	deleted: boolean;
	/** Whose post is answered, or whose work the feedback is about; empty for a post that answers nobody. */
	to: readonly string[];
}

/**
 * Whether something counts as a contribution (house rule): an own post of at least so many words that is neither hidden
 * nor deleted, or feedback to a peer in words, however short. Feedback on one's own work is none.
 */
export function isContribution({ kind, author, words, hidden, deleted, to }: Written, minimumWords: number): boolean {
	if (hidden || deleted) return false;
	return kind === 'post' ? words >= minimumWords : words > 0 && !to.includes(author);
}

/** Whether it counts as a reply too: a contribution to someone else (house rule). */
export function isReply(written: Written, minimumWords: number): boolean {
	const toSomeoneElse = written.to.length > 0 && !written.to.includes(written.author);
	return toSomeoneElse && isContribution(written, minimumWords);
}
