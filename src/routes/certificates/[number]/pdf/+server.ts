import { error } from '@sveltejs/kit';
import { certificateCheck, certificatePdf } from '#credentials/server/certificates.ts';
import { look } from '#platform/server/form.ts';
import { m } from '#messages/messages.js';
import type { RequestHandler } from './$types';

/** For its holder, who finds the certificate by its number. */
export const GET: RequestHandler = async (event) => {
	const check = await look(event, certificateCheck);
	if (check.state === 'unknown' || !check.own)
		error(404, { message: m.refusal_not_found({}, { locale: event.locals.locale }) });
	const { searchParams } = event.url;
	return look(event, certificatePdf, {
		certificateId: check.own.certificateId,
		language: searchParams.get('language') ?? event.locals.locale,
		points: searchParams.get('points') === 'yes',
	});
};
