import { performance } from 'node:perf_hooks';
import { config } from '#platform/server/config.ts';
import { atEnd, endAll, endOnSignals } from '#platform/server/endings.ts';
import { gracefulServer, listen, refuseTakenPort } from '#platform/server/listen.ts';
import { log } from '#platform/server/log.ts';
import { holdDataFolder, prepareDatabase } from '#platform/server/prepare.ts';
import { addressHeaders, fixAddress } from '#platform/server/public-address.ts';
import { tell } from '#platform/server/report.ts';

/** Bytes of a request's body; files of up to 10 MB travel in forms. */
const longestBody = '12M';

/** The built application; reads its settings from the environment while it loads. */
type Application = typeof import('adapter:handler');

/** Prepares, starts what works in the background, and listens; from then on a signal ends it. */
export async function serve(application: () => Promise<Application>): Promise<void> {
	endOnSignals(tell);
	try {
		await holdDataFolder();
		await refuseTakenPort(config);
		await prepareDatabase(tell);
		await startBackground();
		if (config.demo) await fill();
		await answer(application);
		await sayReady();
	} catch (cause) {
		await endAll();
		throw cause;
	}
}

// What follows touches the database and is therefore loaded after it has been prepared.

async function startBackground(): Promise<void> {
	const { database } = await import('#platform/server/database.ts');
	const { startLive, stopLive } = await import('#platform/server/live.ts');
	atEnd(() => database.destroy());
	await startLive();
	atEnd(stopLive);
}

async function fill(): Promise<void> {
	const { isFilled, markFilled } = await import('#platform/server/instance.ts');
	if (await isFilled()) return;
	tell('Filling the demo organisation');
	const { fillDemo } = await import('#demo/fill.ts');
	await fillDemo(tell);
	await markFilled();
}

async function answer(application: () => Promise<Application>): Promise<void> {
	const { startJobs } = await import('#platform/server/jobs.ts');
	const { jobTasks } = await import('#job-tasks.ts');
	const jobs = await startJobs(jobTasks);
	atEnd(jobs.stop);
	Object.assign(process.env, addressHeaders, { BODY_SIZE_LIMIT: longestBody });
	const { handler } = await application();
	const { server, stop } = gracefulServer((req, res) => {
		fixAddress(req, config);
		handler(req, res, () => res.writeHead(404).end());
	});
	await listen(server, config);
	atEnd(() => stop(10));
}

async function sayReady(): Promise<void> {
	const ms = Math.round(performance.now());
	if (config.demo) return console.log(`\nAllmende is ready: ${config.publicUrl}\nStop it with Ctrl-C.\n`);
	log.info({ address: config.publicUrl, ms }, 'ready');
	const { setUpToken } = await import('#platform/server/instance.ts');
	const token = await setUpToken();
	if (token)
		log.info({ open: `${config.publicUrl}/setup?token=${token}` }, 'no administrator yet: open this address once');
}
