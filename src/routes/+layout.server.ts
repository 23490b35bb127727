import { call } from '#platform/server/verb.ts';
import { config } from '#platform/server/config.ts';
import { rooms } from '#community/server/rooms.ts';
import { themeCookie, toTheme } from '#ui/preferences/theme.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, cookies }) => {
	const { viewer, now, locale } = locals;
	return {
		viewer: viewer && { userId: viewer.userId, name: viewer.name },
		rooms: viewer ? await call(rooms, { viewer, now, locale }, {}) : null,
		reader: { locale, timeZone: viewer?.timeZone ?? 'Europe/Berlin' },
		now,
		theme: toTheme(cookies.get(themeCookie)),
		demo: config.demo,
	};
};
