import { config } from '#platform/server/config.ts';
import { here } from '#platform/server/here.ts';
import { instanceKind } from '#platform/server/instance.ts';
import type { Ground } from '#platform/server/verb.ts';

/** The instance, if it is a demo; what acts here does not exist anywhere else. */
export const demoHere: Ground = {
	...here,
	find: async (db, id) => (config.demo && (await instanceKind(db)) === 'demo' ? here.find(db, id) : null),
};
