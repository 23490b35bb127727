/** What a form action hands back when the answer was no. */
export type FormAnswer =
	| {
			form: string;
			message: string;
			errors: readonly { field: string; message: string }[];
			typed: Record<string, unknown>;
	  }
	| { done: string; answer: unknown }
	| null
	| undefined;

/** Whether this is a no, and to the form of that verb (any form when none is named). */
export const refusedAt = (answer: FormAnswer, form?: string): string | undefined =>
	answer && 'message' in answer && (!form || answer.form === form) ? answer.message : undefined;

/** The sentence for one field. */
export const errorAt = (answer: FormAnswer, field: string, form?: string): string | undefined =>
	answer && 'errors' in answer && (!form || answer.form === form)
		? answer.errors.find((error) => error.field === field)?.message
		: undefined;

/** What was typed into a field, to stand there again; `a.b` reaches into nested ones. */
export function typed(answer: FormAnswer, field: string, form?: string): string {
	if (!answer || !('typed' in answer) || (form && answer.form !== form)) return '';
	let value: unknown = answer.typed;
	for (const part of field.split('.'))
		value = typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined;
	return typeof value === 'string' ? value : '';
}
