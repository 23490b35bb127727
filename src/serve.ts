import { setTimeout as wait } from 'node:timers/promises';
import { config } from '#platform/server/config.ts';
import { atEnd, endAll, endOnSignals, isEnding } from '#platform/server/endings.ts';
import { prepareFiles } from '#platform/server/files-ready.ts';
import { gracefulServer, listen, refuseTakenPort } from '#platform/server/listen.ts';
import { endStreams } from '#platform/server/live.ts';
import { holdDataFolder, prepareDatabase } from '#platform/server/prepare.ts';
import { acceptPrograms } from '#platform/server/programs.ts';
import { addressHeaders, fixAddress } from '#platform/server/public-address.ts';
import { sayReady, tell } from '#platform/server/report.ts';
import { longestRequest } from '#platform/server/rule.ts';

/** The built application; reads its settings from the environment while it loads. */
type Application = typeof import('adapter:handler');

/** Prepares, starts what works in the background, and listens; from then on a signal ends it. */
export async function serve(application: () => Promise<Application>): Promise<void> {
	endOnSignals(tell);
	try {
		await holdDataFolder();
		await refuseTakenPort(config);
		await prepareDatabase(tell);
		await prepareFiles();
		const { startBackground } = await import('#background.ts');
		await startBackground(tell, atEnd);
		const setUp = await setUpAddress();
		// from here on nothing needs the database any more, which may go away and come back
		await answer(application);
		sayReady();
		if (setUp) tell(`There is no administrator yet. Open this address once: ${setUp}`);
	} catch (cause) {
		// whatever fails because everything is being ended is no fault
		if (isEnding()) return;
		await endAll();
		throw cause;
	}
}

async function answer(application: () => Promise<Application>): Promise<void> {
	Object.assign(process.env, addressHeaders, { BODY_SIZE_LIMIT: String(longestRequest * 1_000_000) });
	const { handler } = await application();
	const { answerLive } = await import('#live-answer.ts');
	const { answerApi } = await import('#api-answer.ts');
	const { server, stop } = gracefulServer((req, res) => {
		fixAddress(req, config);
		acceptPrograms(req);
		if (req.url?.startsWith('/api/v1/')) return void answerApi(req, res);
		const byFramework = () => handler(req, res, () => res.writeHead(404).end());
		if (!req.url?.startsWith('/live')) return byFramework();
		void answerLive(req, res).then((done) => done || byFramework(), byFramework);
	});
	await listen(server, config);
	atEnd(() => stop(config.stopGrace));
	atEnd(endStreams);
	atEnd(() => wait(config.stopDelay * 1000));
}

/** Where the first administrator is made, as long as there is none. */
async function setUpAddress(): Promise<string | null> {
	const { setUpToken } = await import('#platform/server/instance.ts');
	const token = await setUpToken();
	return token && `${config.publicUrl}/setup?token=${token}`;
}
