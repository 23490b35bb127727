import { expect, test } from 'vitest';
import { domainNow, moveClock } from '#platform/server/clock.ts';
import { database } from '#platform/server/database.ts';

const days = (count: number): Date => new Date(Date.now() + count * 86_400_000);
const noSweep = async (): Promise<void> => {};
const near = (a: Date, b: Date): boolean => Math.abs(a.getTime() - b.getTime()) < 5000;

test('a moved clock goes on from where it was put, and what fell due is swept at that moment', async () => {
	const sweptAt: Date[] = [];
	await moveClock(days(3), async (now) => void sweptAt.push(now));
	expect(near(await domainNow(), days(3))).toBe(true);
	expect(sweptAt).toHaveLength(1);
	expect(near(sweptAt[0] ?? new Date(0), days(3))).toBe(true);
});

test('the clock never goes back', async () => {
	await moveClock(days(10), noSweep);
	await expect(moveClock(days(9), noSweep)).rejects.toMatchObject({ code: 'clock_backward' });
	expect(near(await domainNow(), days(10))).toBe(true);
});

test('outside a demo the clock stands fixed, in the database as well', async () => {
	await database.updateTable('instance').set({ kind: 'production', clockOffsetMs: 0 }).execute();
	await expect(moveClock(days(1), noSweep)).rejects.toMatchObject({ code: 'clock_fixed' });
	await expect(database.updateTable('instance').set({ clockOffsetMs: 1000 }).execute()).rejects.toThrow(/check/);
	expect(near(await domainNow(), new Date())).toBe(true);
});
