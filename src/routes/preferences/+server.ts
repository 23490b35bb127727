import { redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { cookieName, locales } from '#messages/runtime.js';
import { themeCookie, themeCookieSeconds, themes } from '#ui/preferences/theme.ts';
import type { RequestHandler } from './$types';

const choice = z.object({ theme: z.enum(themes).optional(), locale: z.enum(locales).optional() });

/** Appearance and language of this browser, for everybody, signed in or not; then back to where the form stood. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
	const chosen = choice.safeParse(Object.fromEntries(await request.formData()));
	const cookie = { path: '/', maxAge: themeCookieSeconds, sameSite: 'lax', httpOnly: false } as const;
	if (chosen.data?.theme) cookies.set(themeCookie, chosen.data.theme, cookie);
	if (chosen.data?.locale) cookies.set(cookieName, chosen.data.locale, cookie);
	redirect(303, placeBefore(request.headers.get('referer'), url));
};

/** Only ever a path of this address: a foreign referrer leads home. */
function placeBefore(referrer: string | null, here: URL): string {
	const before = referrer ? URL.parse(referrer) : null;
	return before?.origin === here.origin ? before.pathname + before.search : '/';
}
