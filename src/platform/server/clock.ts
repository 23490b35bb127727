import { config } from '#platform/server/config.ts';
import { database } from '#platform/server/database.ts';
import { refuse } from '#platform/refusal.ts';

/**
 * Domain time: real time plus the instance's offset, which only a demo instance has and which only grows.
 * Sessions, tokens, rate limits and the audit log use real time instead.
 */
export async function domainNow(): Promise<Date> {
	if (!config.demo) return new Date();
	const instance = await database.selectFrom('instance').select('clockOffsetMs').executeTakeFirst();
	return new Date(Date.now() + Number(instance?.clockOffsetMs ?? 0));
}

/**
 * Moves the clock of a demo instance forward to `to`, then has `sweep` carry out what has fallen due by then.
 * @throws {Refusal} `clock_fixed` outside a demo instance, `clock_backward` for an instant that is past already
 */
export async function moveClock(to: Date, sweep: (now: Date) => Promise<void>): Promise<Date> {
	const offset = to.getTime() - Date.now();
	const moved = await database
		.updateTable('instance')
		.set({ clockOffsetMs: offset })
		.where('kind', '=', 'demo')
		.where('clockOffsetMs', '<=', offset)
		.executeTakeFirst();
	if (moved.numUpdatedRows === 0n) {
		const { kind } = await database.selectFrom('instance').select('kind').executeTakeFirstOrThrow();
		refuse(kind === 'demo' ? 'clock_backward' : 'clock_fixed', { field: 'to' });
	}
	const now = await domainNow();
	await sweep(now);
	return now;
}
