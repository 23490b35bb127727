import { redirect } from '@sveltejs/kit';
import { endSession } from '#identity/server/sessions.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ cookies, request }) => {
	await endSession(cookies, request.headers);
	redirect(303, '/sign-in');
};
