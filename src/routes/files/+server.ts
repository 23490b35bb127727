import { uploadFile, uploadOf } from '#identity/server/uploads.ts';
import { callerOf } from '#platform/server/form.ts';
import { problemDocument, problemOf } from '#platform/server/problem.ts';
import { call } from '#platform/server/verb.ts';
import type { RequestHandler } from './$types';

/** Takes one file from a form's field `file`; answers with its id, for the form that will attach it. */
export const POST: RequestHandler = async (event) => {
	try {
		const upload = await uploadOf(await event.request.formData(), 'file');
		return Response.json(await call(uploadFile, callerOf(event), upload), { status: 201 });
	} catch (cause) {
		return problemDocument(problemOf(cause, event.locals.locale));
	}
};
