import { resolve } from 'node:path';
import { CannotStart, sayAndEnd } from '#platform/server/cannot-start.ts';
import { endAll } from '#platform/server/endings.ts';
import type { Report } from '#platform/server/report.ts';

/**
 * Runs a command on the embedded database and the files of the data folder. Its one argument is a path as seen from
 * where npm was called.
 */
export async function onDataFolder(
	usage: string,
	load: () => Promise<(place: string, report: Report) => Promise<void>>,
): Promise<never> {
	// what was broken off has not been done, and says so by its exit code
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'])
		process.on(signal, () => void endAll().then(() => process.exit(130)));
	try {
		const [place, ...more] = process.argv.slice(2);
		if (!place || more.length > 0) throw new CannotStart(`Say where: ${usage}`);
		const { config } = await import('#platform/server/config.ts');
		if (config.externalDatabase)
			throw new CannotStart(
				'The database of DATABASE_URL is backed up and restored by its own means; docs/guides/operations.md says how.',
			);
		const command = await load();
		await command(resolve(process.env['INIT_CWD'] ?? '.', place), console.log);
		await endAll();
		process.exit(0);
	} catch (cause) {
		await endAll();
		sayAndEnd(cause);
	}
}
