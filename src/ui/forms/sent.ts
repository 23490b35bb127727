import type { FieldError } from './errors.ts';

/** What came back from a form that was sent, read for one form of the page. */
export interface Sent {
	/** For the summary on top; empty when nothing is wrong. */
	errors: readonly FieldError[];
	/** What is wrong with a field. */
	error: (field: string) => string | undefined;
	/** What was typed into a field, or what it starts with. */
	value: (field: string, otherwise?: string) => string;
	/** What was ticked in a list. */
	values: (field: string) => readonly string[];
	done: boolean;
}

type Told = { field: string; message: string };

export interface SentOptions {
	/** Where a page shows the form more than once: which of them it is, by what it sent. */
	one?: Record<string, string>;
	/** Turns a field's name into the id of its control. */
	id?: (field: string) => string;
	/** Labels by field, to stand before what is wrong in the summary, where several lines would read alike. */
	labels?: Record<string, string>;
}

/** Reads an action's result for the form of the verb `form`. */
export function sentForm(
	result: unknown,
	form: string,
	{ one = {}, id = (field) => field, labels = {} }: SentOptions = {},
): Sent {
	const answer = recordOf(result);
	const typed = answer['form'] === form ? recordOf(answer['typed']) : {};
	const mine = answer['form'] === form && Object.entries(one).every(([field, value]) => typed[field] === value);
	const told = mine ? fieldsOf(answer['errors']) : [];
	const whole = mine && told.length === 0 ? [{ message: String(answer['message'] ?? '') }] : [];
	return {
		errors: [
			...told.map(({ field, message }) => ({
				field: field === '' ? undefined : id(field),
				message: labels[field] ? `${labels[field]}: ${message}` : message,
			})),
			...whole,
		],
		error: (field) => told.find((each) => each.field === field)?.message,
		value: (field, otherwise = '') => {
			const value = mine ? typed[field] : undefined;
			return typeof value === 'string' ? value : otherwise;
		},
		values: (field) => {
			const value = mine ? typed[field] : undefined;
			return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
		},
		done: answer['done'] === form,
	};
}

function recordOf(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}

function fieldsOf(value: unknown): Told[] {
	if (!Array.isArray(value)) return [];
	return value.map(recordOf).map(({ field, message }) => ({ field: String(field), message: String(message) }));
}
