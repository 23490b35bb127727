import { fail } from '@sveltejs/kit';
import { cookieName } from '#messages/runtime.js';
import { myProfile, removePicture, setPicture, updateProfile } from '#identity/server/profile.ts';
import { uploadOf } from '#identity/server/uploads.ts';
import { look, submit } from '#platform/server/form.ts';
import { problemOf } from '#platform/server/problem.ts';
import { themeCookie, themeCookieSeconds } from '#ui/preferences/theme.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ profile: await look(event, myProfile) });

export const actions: Actions = {
	profile: async (event) => {
		const result = await submit(event, updateProfile);
		if ('answer' in result) {
			const cookie = { path: '/', maxAge: themeCookieSeconds, sameSite: 'lax', httpOnly: false } as const;
			event.cookies.set(cookieName, result.answer.locale, cookie);
			event.cookies.set(themeCookie, result.answer.theme, cookie);
		}
		return result;
	},
	picture: async (event) => {
		try {
			const { content } = await uploadOf(await event.request.clone().formData(), 'content');
			return await submit(event, setPicture, { fields: { content } });
		} catch (cause) {
			const { status, message, errors } = problemOf(cause, event.locals.locale);
			return fail(status, { form: setPicture.name, message, errors, typed: {} });
		}
	},
	removePicture: (event) => submit(event, removePicture),
};
