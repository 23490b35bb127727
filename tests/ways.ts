import type pg from 'pg';
import { pool } from '#platform/server/database.ts';

/** How often something is sent to the database while `act` is under way; what goes in one write counts once. */
export async function ways(act: () => Promise<unknown>): Promise<number> {
	let sent = 0;
	const restore: (() => void)[] = [];
	const watched = new Set<unknown>();
	const watch = ({ connection: { stream } }: pg.PoolClient): void => {
		if (watched.has(stream)) return;
		watched.add(stream);
		for (const name of ['_write', '_writev'] as const) {
			const write: unknown = Reflect.get(stream, name);
			if (typeof write !== 'function') continue;
			Reflect.set(stream, name, (...given: unknown[]) => {
				sent += 1;
				Reflect.apply(write, stream, given);
			});
			restore.push(() => Reflect.deleteProperty(stream, name));
		}
	};
	pool.on('acquire', watch);
	try {
		await act();
	} finally {
		pool.off('acquire', watch);
		for (const undo of restore) undo();
	}
	return sent;
}
