import { expect, test } from 'vitest';
import { attentionOf } from '#platform/attention.ts';

const now = new Date('2026-10-05T08:00:00Z');
const calm = {
	kind: 'production' as const,
	queue: { waiting: 0, since: null, dead: 0 },
	unsentMails: 0,
	diskFree: 50_000_000_000,
	administrators: 2,
};

test('an instance that runs needs nobody', () => {
	expect(attentionOf(calm, now)).toEqual([]);
	expect(attentionOf({ ...calm, diskFree: null }, now)).toEqual([]);
	const busy = { waiting: 30, since: new Date(now.getTime() - 4 * 60_000), dead: 0 };
	expect(attentionOf({ ...calm, queue: busy }, now)).toEqual([]);
});

test('what is stuck is said, the most pressing first', () => {
	const stuck = { waiting: 1, since: new Date(now.getTime() - 6 * 60_000), dead: 2 };
	expect(
		attentionOf({ ...calm, queue: stuck, unsentMails: 1, diskFree: 1_000_000_000, administrators: 1 }, now),
	).toEqual(['disk_low', 'queue_slow', 'dead_jobs', 'unsent_mails', 'one_administrator']);
});

test('a demo gets by with one administrator', () => {
	expect(attentionOf({ ...calm, kind: 'demo', administrators: 1 }, now)).toEqual([]);
});
