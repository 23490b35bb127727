import { error } from '@sveltejs/kit';
import { certificateCheck } from '#credentials/server/certificates.ts';
import { look } from '#platform/server/form.ts';
import { problemOf } from '#platform/server/problem.ts';
import { limit } from '#platform/server/rate-limit.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.setHeaders({ 'x-robots-tag': 'noindex', 'cache-control': 'no-store' });
	try {
		await limit(`certificate:${event.getClientAddress()}`, 30, 60);
	} catch (cause) {
		const { status, message } = problemOf(cause, event.locals.locale);
		error(status, { message });
	}
	return { check: await look(event, certificateCheck) };
};
