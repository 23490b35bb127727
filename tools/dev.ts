/** `npm run dev`: the demo instance under `data/`, served by Vite, which shows every change of the sources at once. */
import { createServer, isRunnableDevEnvironment } from 'vite';
import { sayAndEnd } from '#platform/server/cannot-start.ts';

try {
	const { config } = await import('#platform/server/config.ts');
	const { atEnd, endAll, endOnSignals, isEnding } = await import('#platform/server/endings.ts');
	const { prepareFiles } = await import('#platform/server/files-ready.ts');
	const { refuseTakenPort } = await import('#platform/server/listen.ts');
	const { holdDataFolder, prepareDatabase } = await import('#platform/server/prepare.ts');
	const { sayReady, tell } = await import('#platform/server/report.ts');
	endOnSignals(tell);
	try {
		await holdDataFolder();
		await refuseTakenPort(config);
		await prepareDatabase(tell);
		await prepareFiles();
		const vite = await createServer({ server: { host: config.host, port: config.port, strictPort: true } });
		// the application's modules live in Vite; what works in the background must be the same ones
		const { ssr } = vite.environments;
		if (!ssr || !isRunnableDevEnvironment(ssr)) throw new Error('Vite runs no modules of the server.');
		const { startBackground } = await ssr.runner.import('/src/background.ts');
		await startBackground(tell, atEnd);
		await vite.listen();
		atEnd(() => vite.close());
		sayReady();
	} catch (cause) {
		if (isEnding()) await new Promise(() => {});
		await endAll();
		throw cause;
	}
} catch (cause) {
	sayAndEnd(cause);
}
