import { config } from '#platform/server/config.ts';
import { log } from '#platform/server/log.ts';

/** Tells whoever waits what is going on, in plain words. */
export type Report = (line: string) => void;

const secondsSinceStart = (): string => Math.floor(performance.now() / 1000).toString();

/** Plain lines with the seconds since the start in a demo, the log in production. */
export const tell: Report = (line) => {
	if (config.demo) console.log(`${secondsSinceStart().padStart(4)} s  ${line}`);
	else log.info(line);
};

export function sayReady(): void {
	if (config.demo) console.log(`\nAllmende is ready: ${config.publicUrl}\nStop it with Ctrl-C.\n`);
	else log.info({ address: config.publicUrl, ms: Math.round(performance.now()) }, 'ready');
}
