import { error } from '@sveltejs/kit';
import { subscribedCalendar } from '#events/server/calendars.ts';
import { callerOf } from '#platform/server/form.ts';
import { problemOf } from '#platform/server/problem.ts';
import { call } from '#platform/server/verb.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	try {
		return await call(subscribedCalendar, callerOf(event), event.params);
	} catch (cause) {
		const { status, message, code } = problemOf(cause, event.locals.locale);
		error(status, { message, code });
	}
};
