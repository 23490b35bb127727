import { isEnding } from '#platform/server/endings.ts';
import { pool } from '#platform/server/database.ts';
import { pendingMigrations } from '#platform/server/migrate.ts';

/** Whether requests can be answered now: for load balancers. `/healthz` says only that the process lives. */
export async function GET(): Promise<Response> {
	const reason = await notReady();
	return Response.json(reason ? { ready: false, reason } : { ready: true }, {
		status: reason ? 503 : 200,
		headers: { 'cache-control': 'no-store' },
	});
}

async function notReady(): Promise<string | null> {
	if (isEnding()) return 'stopping';
	try {
		const pending = await pendingMigrations(pool);
		return pending.length > 0 ? 'migrations are missing' : null;
	} catch {
		return 'the database does not answer';
	}
}
