import { fail, redirect } from '@sveltejs/kit';
import { APIError } from 'better-auth/api';
import { m } from '#messages/messages.js';
import { demoPeople } from '#demo/server/people.ts';
import { auth } from '#identity/server/auth.ts';
import { startSession } from '#identity/server/sessions.ts';
import { look } from '#platform/server/form.ts';
import { config } from '#platform/server/config.ts';
import { limit } from '#platform/server/rate-limit.ts';
import { problemOf } from '#platform/server/problem.ts';
import type { Actions, PageServerLoad } from './$types';

const inside = (to: string | null): string => (to && /^\/(?![/\\])/.test(to) ? to : '/');

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const email = String(form.get('email') ?? '')
			.trim()
			.toLowerCase();
		const refused = (status: number, message: string) => fail(status, { message, email });
		let userId: string;
		try {
			await limit(`sign-in:${event.getClientAddress()}`, 20, 300);
			await limit(`sign-in:${email}`, 10, 300);
			const { user } = await auth.api.signInEmail({
				body: { email, password: String(form.get('password') ?? '') },
				headers: event.request.headers,
			});
			userId = user.id;
		} catch (cause) {
			if (cause instanceof APIError)
				return refused(400, cause.status === 'FORBIDDEN' ? m.sign_in_unverified() : m.sign_in_wrong());
			const problem = problemOf(cause, event.locals.locale);
			return refused(problem.status, problem.message);
		}
		await startSession(event.cookies, userId, event.request.headers);
		redirect(303, inside(event.url.searchParams.get('to')));
	},
};
export const load: PageServerLoad = async (event) => ({
	people: config.demo ? await look(event, demoPeople) : null,
	said: event.url.searchParams.get('said'),
});
