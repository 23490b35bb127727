import { config } from '#platform/server/config.ts';
import { log } from '#platform/server/log.ts';

/** Tells whoever waits what is going on: plain lines with the seconds since the start in a demo, the log in production. */
export function tell(line: string): void {
	if (config.demo)
		console.log(
			`${Math.floor(performance.now() / 1000)
				.toString()
				.padStart(4)} s  ${line}`,
		);
	else log.info(line);
}
