import { ownCertificates } from '#credentials/server/certificates.ts';
import { look } from '#platform/server/form.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, ownCertificates);
