import { error, redirect } from '@sveltejs/kit';
import { demoPerson } from '#demo/server/people.ts';
import { startSession } from '#identity/server/sessions.ts';
import { database } from '#platform/server/database.ts';
import { problemOf } from '#platform/server/problem.ts';
import type { RequestHandler } from './$types';

/** Signs in an invented person of a demo by one click; anywhere else there is no such address. */
export const POST: RequestHandler = async ({ request, cookies, locals }) => {
	const form = await request.formData();
	let userId: string;
	try {
		userId = await demoPerson(database, String(form.get('userId') ?? ''));
	} catch (cause) {
		const { status, message, code } = problemOf(cause, locals.locale);
		error(status, { message, code });
	}
	await startSession(cookies, userId, request.headers, 'ignore');
	redirect(303, '/');
};
