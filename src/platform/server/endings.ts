import { log } from '#platform/server/log.ts';

/** How something that was started ends. */
export type Ending = () => Promise<void> | void;

const endings: Ending[] = [];
let ending: Promise<void> | null = null;

/** Has `end` done when the process stops; what was added last ends first. */
export function atEnd(end: Ending): void {
	endings.push(end);
}

export const isEnding = (): boolean => ending !== null;

/** Ends everything once, however often it is asked. What cannot be ended does not keep the rest from it. */
export function endAll(): Promise<void> {
	return (ending ??= inReverse());
}

async function inReverse(): Promise<void> {
	for (let end = endings.pop(); end; end = endings.pop()) {
		try {
			await end();
		} catch (cause) {
			log.error({ err: cause }, 'could not be ended');
		}
	}
}

/**
 * Ends everything and then the process: at Ctrl-C, when told to by the system, when the terminal closes,
 * and when the process that started this one was killed. A fault nobody caught ends it too, with exit code 1.
 */
export function endOnSignals(say: (line: string) => void): void {
	const end = (code: number) => {
		if (isEnding()) return;
		if (code === 0) say('Stopping');
		void endAll().then(() => process.exit(code));
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0));
	process.on('disconnect', () => end(0));
	for (const fault of ['uncaughtException', 'unhandledRejection'])
		process.on(fault, (cause) => {
			if (!isEnding()) log.fatal({ err: cause }, 'fault');
			end(1);
		});
}
