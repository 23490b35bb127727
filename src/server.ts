import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import { config } from '#platform/server/config.ts';
import { database } from '#platform/server/database.ts';
import { startJobs } from '#platform/server/jobs.ts';
import { startLive, stopLive } from '#platform/server/live.ts';
import { jobTasks } from '#job-tasks.ts';

/** One address decides origin checks, cookies and links, whatever a proxy or a client writes into its headers. */
const address = new URL(config.publicUrl);
process.env['PROTOCOL_HEADER'] = 'x-allmende-proto';
process.env['HOST_HEADER'] = 'x-allmende-host';
process.env['ADDRESS_HEADER'] = 'x-allmende-client';

function clientAddress(forwarded: string | undefined, peer: string): string {
	if (config.trustedProxies === 0 || !forwarded) return peer;
	return (
		forwarded
			.split(',')
			.map((a) => a.trim())
			.at(-config.trustedProxies) ?? peer
	);
}

const { handler } = await import('adapter:handler');

const server = createServer((req, res) => {
	req.headers['x-allmende-proto'] = address.protocol.slice(0, -1);
	req.headers['x-allmende-host'] = address.host;
	req.headers['x-allmende-client'] = clientAddress(
		req.headers['x-forwarded-for']?.toString(),
		req.socket.remoteAddress ?? '',
	);
	handler(req, res, () => {
		res.statusCode = 404;
		res.end();
	});
});
await startLive();
const jobs = await startJobs(jobTasks);
server.listen(config.port, config.host, () =>
	console.log(`ready on ${config.publicUrl} after ${Math.round(performance.now())} ms`),
);

let stopping = false;
async function stop(): Promise<void> {
	if (stopping) return;
	stopping = true;
	server.close();
	await jobs.stop();
	await stopLive();
	server.closeAllConnections(); // event streams never end by themselves
	await database.destroy();
	process.exit(0);
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
