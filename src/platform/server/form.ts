import { error, fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import type * as z from 'zod';
import { call, type Caller, type Verb } from '#platform/server/verb.ts';
import { problemOf } from '#platform/server/problem.ts';
import type { FieldError } from '#platform/refusal.ts';

export type FormProblem = {
	/** Which form of the page it was: the verb's name. */
	form: string;
	message: string;
	errors: readonly FieldError[];
	/** What was typed, to stand in the fields again. */
	typed: Record<string, unknown>;
};

export const callerOf = (event: Pick<RequestEvent, 'locals' | 'getClientAddress'>, key?: string): Caller => ({
	viewer: event.locals.viewer,
	now: event.locals.now,
	locale: event.locals.locale,
	memory: event.locals.memory,
	key,
	address: event.getClientAddress(),
});

/**
 * Reads a form: `a.b` becomes a nested object, `name[]` a list (also of none, through an empty hidden field),
 * empty text stays empty text. Files stay files.
 */
export function formFields(form: FormData): Record<string, unknown> {
	const fields: Record<string, unknown> = {};
	for (const name of new Set(form.keys())) {
		const values = form.getAll(name);
		if (name.endsWith('[]'))
			put(
				fields,
				name.slice(0, -2).split('.'),
				values.filter((v) => v !== ''),
			);
		else put(fields, name.split('.'), values.at(-1));
	}
	return fields;
}

function put(target: Record<string, unknown>, path: string[], value: unknown): void {
	const [head, ...rest] = path;
	if (head === undefined || head === '__proto__' || head === 'constructor' || head === 'prototype') return;
	if (rest.length === 0) {
		target[head] = value;
		return;
	}
	const existing = target[head];
	const inner: Record<string, unknown> = isRecord(existing) ? existing : {};
	target[head] = inner;
	put(inner, rest, value);
}
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A page's form action: the form's fields and the route's parameters go to the verb; a no comes back with what was typed. */
export async function submit<S extends z.ZodRawShape, A>(
	event: RequestEvent,
	verb: Verb<S, A>,
	options: {
		fields?: Record<string, unknown>;
		to?: string | ((answer: A) => string);
		/** The form, where it had to be read before. */
		form?: FormData;
	} = {},
): Promise<ActionFailure<FormProblem> | { done: string; answer: A }> {
	const fields = formFields(options.form ?? (await event.request.formData()));
	const { _key, ...typed } = fields;
	let answer: A;
	try {
		const key = typeof _key === 'string' && _key.length >= 8 ? _key : undefined;
		answer = await call(verb, callerOf(event, key), { ...typed, ...event.params, ...options.fields });
	} catch (cause) {
		const problem = problemOf(cause, event.locals.locale);
		if (problem.status === 401) redirect(303, signInAddress(event));
		return fail(problem.status, {
			form: verb.name,
			message: problem.message,
			errors: problem.errors,
			typed: plain(typed),
		});
	}
	if (options.to) redirect(303, typeof options.to === 'function' ? options.to(answer) : options.to);
	return { done: verb.name, answer };
}

function plain(typed: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(typed).filter(([name, value]) => !(value instanceof File) && name !== 'password'),
	);
}

/** A page's load: a refusal becomes the error page, or the way to sign-in and back. */
export async function look<S extends z.ZodRawShape, A>(
	event: Pick<RequestEvent, 'locals' | 'params' | 'url' | 'getClientAddress'>,
	verb: Verb<S, A>,
	fields: Record<string, unknown> = {},
): Promise<A> {
	try {
		return await call(verb, callerOf(event), { ...event.params, ...fields });
	} catch (cause) {
		const problem = problemOf(cause, event.locals.locale);
		if (problem.status === 401) redirect(303, signInAddress(event));
		error(problem.status, { message: problem.message, code: problem.code });
	}
}

const signInAddress = (event: Pick<RequestEvent, 'url'>): string =>
	`/sign-in?to=${encodeURIComponent(event.url.pathname + event.url.search)}`;
