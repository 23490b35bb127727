import type { m } from '#messages/messages.js';

type MessageKey = keyof typeof m & string;
/** Every refusal has a sentence in both languages under `refusal_<code>`; a code without one does not compile. */
export type RefusalCode = MessageKey extends infer Key ? (Key extends `refusal_${infer Code}` ? Code : never) : never;

export type RefusalOptions = {
	/** HTTP status, 409 unless told otherwise. */
	status?: number;
	/** The input field it belongs to. */
	field?: string;
	values?: Record<string, string | number>;
};

/** An expected no. Mapped once to a form message, a page or a problem document; anything else that is thrown is a fault. */
export class Refusal extends Error {
	readonly code: RefusalCode;
	readonly status: number;
	readonly field: string | null;
	readonly values: Record<string, string | number>;
	constructor(code: RefusalCode, options: RefusalOptions = {}) {
		super(code);
		this.name = 'Refusal';
		this.code = code;
		this.status = options.status ?? 409;
		this.field = options.field ?? null;
		this.values = options.values ?? {};
	}
}

export type FieldError = { field: string; message: string };
/** The input does not fit the verb's schema; messages are already in the reader's language. */
export class InvalidInput extends Error {
	readonly errors: readonly FieldError[];
	constructor(errors: readonly FieldError[]) {
		super('invalid input');
		this.name = 'InvalidInput';
		this.errors = errors;
	}
}

export function refuse(code: RefusalCode, options?: RefusalOptions): never {
	throw new Refusal(code, options);
}
export const notFound = (): Refusal => new Refusal('not_found', { status: 404 });
export const forbidden = (): Refusal => new Refusal('forbidden', { status: 403 });
export const signInFirst = (): Refusal => new Refusal('sign_in_first', { status: 401 });
