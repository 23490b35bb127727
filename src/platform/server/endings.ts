import { log } from '#platform/server/log.ts';

/** How something that was started ends. */
export type Ending = () => Promise<void> | void;

const endings: Ending[] = [];
let ending: Promise<void> | null = null;

/** Milliseconds within which several signals are one: Ctrl-C comes from the terminal, from npm and from `run.mjs`. */
const oneTelling = 1000;

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
 * and when the process that started this one was killed. A second signal ends the process at once, with exit code 1.
 * A fault nobody caught ends it too, with exit code 1.
 */
export function endOnSignals(say: (line: string) => void): void {
	let since = 0;
	const end = (code: number) => {
		if (isEnding()) return;
		since = Date.now();
		if (code === 0) say('Stopping');
		void endAll().then(() => process.exit(code));
	};
	const force = () => {
		say('Stopping at once');
		process.exit(1);
	};
	const told = () => (isEnding() && Date.now() - since > oneTelling ? force() : end(0));
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, told);
	process.on('disconnect', () => end(0));
	for (const fault of ['uncaughtException', 'unhandledRejection'])
		process.on(fault, (cause) => {
			if (!isEnding()) log.fatal({ err: cause }, 'fault');
			end(1);
		});
}
