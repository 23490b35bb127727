import { m } from '#messages/messages.js';
import { InvalidInput, Refusal, type FieldError } from '#platform/refusal.ts';
import { log } from '#platform/server/log.ts';
import type { Locale } from '#platform/viewer.ts';

/** What went wrong, in the reader's language: the one mapping behind form messages, pages and RFC 9457 documents. */
export type Problem = {
	status: number;
	code: string;
	message: string;
	errors: readonly FieldError[];
	/** Seconds until it is worth asking again. */
	wait?: number;
};

export function problemOf(cause: unknown, locale: Locale): Problem {
	if (cause instanceof InvalidInput)
		return { status: 422, code: 'input', message: m.problem_input({}, { locale }), errors: cause.errors };
	if (cause instanceof Refusal) {
		const message = refusalSentence(cause, locale);
		const errors = cause.field ? [{ field: cause.field, message }] : [];
		const { seconds } = cause.values;
		return { status: cause.status, code: cause.code, message, errors, ...(seconds ? { wait: Number(seconds) } : {}) };
	}
	log.error({ err: cause }, 'fault');
	return { status: 500, code: 'fault', message: m.problem_fault({}, { locale }), errors: [] };
}

function refusalSentence(refusal: Refusal, locale: Locale): string {
	const sentences: Record<string, unknown> = m;
	const sentence = sentences[`refusal_${refusal.code}`];
	return typeof sentence === 'function' ? String(sentence(refusal.values, { locale })) : refusal.code;
}

/** RFC 9457 */
export const problemBody = ({ code, message, status, errors }: Problem) => ({
	type: `/problems/${code}`,
	title: message,
	status,
	code,
	...(errors.length > 0 ? { errors } : {}),
});

export const problemDocument = (problem: Problem): Response =>
	Response.json(problemBody(problem), {
		status: problem.status,
		headers: {
			'content-type': 'application/problem+json',
			...(problem.wait ? { 'retry-after': String(problem.wait) } : {}),
		},
	});
