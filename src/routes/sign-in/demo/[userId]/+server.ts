import { error } from '@sveltejs/kit';
import { demoPortrait } from '#demo/server/portrait.ts';
import { callerOf } from '#platform/server/form.ts';
import { problemOf } from '#platform/server/problem.ts';
import { call } from '#platform/server/verb.ts';
import type { RequestHandler } from './$types';

/** The face of an invented person; outside of a demo there is no such address. */
export const GET: RequestHandler = async (event) => {
	try {
		return await call(demoPortrait, callerOf(event), event.params);
	} catch (cause) {
		const { status, message, code } = problemOf(cause, event.locals.locale);
		error(status, { message, code });
	}
};
