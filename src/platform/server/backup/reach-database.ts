import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { CannotStart, codeOf } from '#platform/server/cannot-start.ts';
import { lockDataFolder } from '#platform/server/data-lock.ts';
import { embeddedPlace, socketUrl } from '#platform/server/embedded-place.ts';
import { startEmbedded } from '#platform/server/embedded.ts';
import { atEnd } from '#platform/server/endings.ts';

/**
 * Connection strings for the embedded database of a data folder: that of a server which runs on it, or else one that is
 * started for as long as this process lives. @throws {CannotStart}
 */
export async function reachDatabase(dataDir: string): Promise<(database: string) => string> {
	const { cluster, socketFolder } = embeddedPlace(dataDir);
	if (!existsSync(join(cluster, 'PG_VERSION')))
		throw new CannotStart(`There is no database in ${cluster}; set DATA_DIR to the data folder of an instance.`);
	const lock = await lockDataFolder(dataDir, 0).catch(() => null);
	if (!lock) return (database) => socketUrl(socketFolder, database);
	atEnd(lock.release);
	const server = await startEmbedded(cluster);
	atEnd(server.stop);
	return server.url;
}

/** A connection of one's own; a server that is just starting is waited for. @throws {CannotStart} */
export async function connect(connectionString: string): Promise<pg.Client> {
	for (const until = Date.now() + 30_000; ; await wait(200)) {
		const client = new pg.Client({ connectionString });
		// whoever waits for an answer hears of it, too
		client.on('error', () => {});
		try {
			await client.connect();
			return client;
		} catch (cause) {
			const code = codeOf(cause) ?? 'no answer';
			const starting = ['ENOENT', 'ECONNREFUSED', '57P03'].includes(code);
			if (!starting || Date.now() > until)
				throw new CannotStart(`The database that runs on this data folder cannot be reached (${code}).`, { cause });
		}
	}
}
