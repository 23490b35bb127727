import { database } from '#platform/server/database.ts';

/**
 * Domain time: real time plus the instance's offset, which only a demo instance has and which only grows.
 * Sessions, tokens, rate limits and the audit log use real time instead.
 */
export async function domainNow(): Promise<Date> {
	const instance = await database.selectFrom('instance').select('clockOffsetMs').executeTakeFirst();
	return new Date(Date.now() + Number(instance?.clockOffsetMs ?? 0));
}
