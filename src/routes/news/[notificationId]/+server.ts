import { error, redirect } from '@sveltejs/kit';
import { callerOf } from '#platform/server/form.ts';
import { problemOf } from '#platform/server/problem.ts';
import { call } from '#platform/server/verb.ts';
import { openNews } from '#notifications/server/news.ts';
import type { RequestHandler } from './$types';

/** A piece of news is read by following it; a plain link, so that it works everywhere. */
export const GET: RequestHandler = async (event) => {
	let href: string;
	try {
		({ href } = await call(openNews, callerOf(event), event.params));
	} catch (cause) {
		const { status, message, code } = problemOf(cause, event.locals.locale);
		if (status === 401) redirect(303, `/sign-in?to=${encodeURIComponent(event.url.pathname)}`);
		error(status, { message, code });
	}
	redirect(303, href);
};
