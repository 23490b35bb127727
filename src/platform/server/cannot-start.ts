/** Why the server cannot start, or a command cannot do its work, in one sentence for whoever began it. Anything else that is thrown is a fault. */
export class CannotStart extends Error {
	constructor(sentence: string, options?: ErrorOptions) {
		super(sentence, options);
		this.name = 'CannotStart';
	}
}

/** Says why and ends the process with exit code 1; a fault is shown whole. */
export function sayAndEnd(cause: unknown): never {
	console.error(cause instanceof CannotStart ? cause.message : cause);
	process.exit(1);
}

/** What an error of the system or the database is about, such as `EACCES` or `57P03`; `null` when it does not say. */
export function codeOf(cause: unknown): string | null {
	if (!(cause instanceof Error) || !('code' in cause)) return null;
	return typeof cause.code === 'string' ? cause.code : null;
}
