import { error } from '@sveltejs/kit';
import { openFile } from '#identity/server/open-file.ts';
import { isUnchanged } from '#platform/server/files-headers.ts';
import { callerOf } from '#platform/server/form.ts';
import { problemOf } from '#platform/server/problem.ts';
import { call } from '#platform/server/verb.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	let file: Response;
	try {
		file = await call(openFile, callerOf(event), event.params);
	} catch (cause) {
		const { status, message, code } = problemOf(cause, event.locals.locale);
		error(status, { message, code });
	}
	const digest = (file.headers.get('etag') ?? '').replaceAll('"', '');
	if (!isUnchanged(event.request.headers.get('if-none-match'), digest)) return file;
	await file.body?.cancel();
	file.headers.delete('content-length');
	return new Response(null, { status: 304, headers: file.headers });
};
