import pino from 'pino';
import { config } from '#platform/server/config.ts';

/** Structured lines without personal data: ids and codes only, never names, addresses or texts. */
export const log = pino({ level: config.logLevel, base: null, serializers: { err: withoutValues } });

/** What the database adds to an error (`detail`, `where`) quotes rows, and so people. */
function withoutValues(cause: unknown): Record<string, unknown> {
	if (!(cause instanceof Error)) return { type: typeof cause };
	const { name, message, stack } = cause;
	const more = 'code' in cause ? { code: cause.code } : {};
	return { type: name, message, stack, ...more, ...(cause.cause ? { cause: withoutValues(cause.cause) } : {}) };
}
