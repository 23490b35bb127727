import { liveNumber } from '#platform/server/live.ts';
import { call } from '#platform/server/verb.ts';
import { config } from '#platform/server/config.ts';
import { rooms } from '#community/server/rooms.ts';
import { themeCookie, toTheme } from '#ui/preferences/theme.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, cookies, depends }) => {
	const { viewer, now, locale, memory } = locals;
	if (viewer) depends('live:counters', `live:user:${viewer.userId}`);
	return {
		liveNumber: liveNumber(),
		viewer: viewer && { userId: viewer.userId, name: viewer.name },
		rooms: viewer ? await call(rooms, { viewer, now, locale, memory }, {}) : null,
		reader: { locale, timeZone: viewer?.timeZone ?? 'Europe/Berlin' },
		now,
		theme: toTheme(cookies.get(themeCookie)),
		demo: config.demo,
	};
};
