import { certificateCheck, revokeCertificate } from '#credentials/server/certificates.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.setHeaders({ 'x-robots-tag': 'noindex', 'cache-control': 'no-store' });
	return { check: await look(event, certificateCheck) };
};
export const actions: Actions = { revoke: (event) => submit(event, revokeCertificate) };
