/** What about an instance asks for an administrator. */
export type Need = 'dead_jobs' | 'unsent_mails' | 'queue_slow' | 'disk_low' | 'one_administrator';

type Facts = {
	kind: 'demo' | 'production';
	queue: { waiting: number; since: Date | null; dead: number };
	unsentMails: number;
	/** Bytes. */
	diskFree: number | null;
	administrators: number;
};

/** A queue whose oldest job waits longer than this is not being worked on. */
const slowAfter = 5 * 60_000;
/** Bytes; a database that cannot write any more stops. */
const diskNeeded = 2_000_000_000;

/** What needs somebody, the most pressing first; `now` is real time. A demo gets by with one administrator. */
export function attentionOf(facts: Facts, now: Date): Need[] {
	const { queue } = facts;
	const needs: [Need, boolean][] = [
		['disk_low', facts.diskFree !== null && facts.diskFree < diskNeeded],
		['queue_slow', queue.since !== null && now.getTime() - queue.since.getTime() > slowAfter],
		['dead_jobs', queue.dead > 0],
		['unsent_mails', facts.unsentMails > 0],
		['one_administrator', facts.kind === 'production' && facts.administrators === 1],
	];
	return needs.filter(([, holds]) => holds).map(([need]) => need);
}
