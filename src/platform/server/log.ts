import pino from 'pino';

/** Structured lines without personal data: ids and codes only, never names, addresses or texts. */
export const log = pino({ level: process.env['LOG_LEVEL'] ?? 'info', base: null });
