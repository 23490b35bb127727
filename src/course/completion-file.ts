type Unit = { number: number; title: string };
type Learner = { name: string; email: string; completed: readonly { unit: number; at: Date }[]; eligible: boolean };

/**
 * A table for other programmes (RFC 4180, UTF-8): a line for each learner, a column for each unit with the instant of its
 * completion (ISO 8601, UTC) or nothing. Column names are the same in every language.
 */
export function completionFile(units: readonly Unit[], learners: readonly Learner[]): string {
	const head = ['name', 'email', ...units.map(({ number }) => `unit_${number}`), 'completed', 'eligible'];
	const lines = learners.map(({ name, email, completed, eligible }) => [
		name,
		email,
		...units.map(({ number }) => completed.find(({ unit }) => unit === number)?.at.toISOString() ?? ''),
		String(completed.length),
		eligible ? 'yes' : 'no',
	]);
	return [head, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

/** Quoted where it must be; what a spreadsheet would take for a formula is made plain text. */
function cell(text: string): string {
	const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
