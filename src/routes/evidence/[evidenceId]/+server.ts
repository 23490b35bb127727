import { error } from '@sveltejs/kit';
import { openEvidence } from '#exam/server/evidence.ts';
import { callerOf } from '#platform/server/form.ts';
import { problemOf } from '#platform/server/problem.ts';
import { call } from '#platform/server/verb.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	try {
		return await call(openEvidence, callerOf(event), event.params);
	} catch (cause) {
		const { status, message, code } = problemOf(cause, event.locals.locale);
		error(status, { message, code });
	}
};
