import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import type * as z from 'zod';
import { ownFiles, uploadFile, uploadOf } from '#identity/server/uploads.ts';
import { Refusal } from '#platform/refusal.ts';
import { callerOf, formFields, submit, type FormProblem } from '#platform/server/form.ts';
import { problemOf } from '#platform/server/problem.ts';
import { call, type Verb } from '#platform/server/verb.ts';

/** A form action for one file, which the verb takes as `name`, `content` and `mediaType`. */
export async function submitWithUpload<S extends z.ZodRawShape, A>(
	event: RequestEvent,
	verb: Verb<S, A>,
	field: string,
): Promise<ActionFailure<FormProblem> | { done: string; answer: A }> {
	const form = await event.request.formData();
	try {
		return await submit(event, verb, { form, fields: await uploadOf(form, field) });
	} catch (cause) {
		if (!(cause instanceof Refusal)) throw cause;
		const { status, message, errors } = problemOf(cause, event.locals.locale);
		return fail(status, { form: verb.name, message, errors, typed: {} });
	}
}

/** As `submit` has them. */
type Options<A> = { to?: string | ((answer: A) => string) };

/**
 * A form action for a text with attachments. Files that a browser without scripts sends along as `files` are kept first
 * and join `fileIds`; when the answer is no, what hung at the text is told as `typed.attached`, to hang there again.
 */
export async function submitWithFiles<S extends z.ZodRawShape, A>(
	event: RequestEvent,
	verb: Verb<S, A>,
	options: Options<A> = {},
): Promise<ActionFailure<FormProblem> | { done: string; answer: A }> {
	const form = await event.request.formData();
	const chosen = form.getAll('files');
	form.delete('files');
	for (const file of chosen) {
		if (!(file instanceof File) || file.size === 0) continue;
		try {
			form.append('fileIds[]', await keptFile(event, file));
		} catch (cause) {
			const { status, message } = problemOf(cause, event.locals.locale);
			const words = `${file.name}: ${message}`;
			return fail(status, {
				form: verb.name,
				message: words,
				errors: [{ field: 'fileIds', message: words }],
				typed: { ...formFields(form), attached: await attachedIn(event, form) },
			});
		}
	}
	const outcome = await submit(event, verb, { ...options, form });
	if ('done' in outcome) return outcome;
	return fail(outcome.status, {
		...outcome.data,
		typed: { ...outcome.data.typed, attached: await attachedIn(event, form) },
	});
}

async function keptFile(event: RequestEvent, file: File): Promise<string> {
	const one = new FormData();
	one.set('file', file);
	const { fileId } = await call(uploadFile, callerOf(event), await uploadOf(one, 'file'));
	return fileId;
}

/** What of the form's attachments is still there. */
async function attachedIn(event: RequestEvent, form: FormData) {
	if (!event.locals.viewer) return [];
	const ids = form.getAll('fileIds[]').filter((id) => typeof id === 'string' && id !== '');
	try {
		return (await call(ownFiles, callerOf(event), { ids })).files;
	} catch {
		// ids that are none; the verb has said so at the field
		return [];
	}
}
