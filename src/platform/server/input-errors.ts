import type * as z from 'zod';
import { m } from '#messages/messages.js';
import type { FieldError } from '#platform/refusal.ts';
import type { Locale } from '#platform/viewer.ts';

type Issue = z.core.$ZodIssue;

/** One sentence in the reader's language for each field that does not fit; the first issue of a field wins. */
export function inputErrors(error: z.ZodError, locale: Locale): FieldError[] {
	const seen = new Set<string>();
	const errors: FieldError[] = [];
	for (const issue of error.issues) {
		const field = issue.path.join('.');
		if (seen.has(field)) continue;
		seen.add(field);
		errors.push({ field, message: sentence(issue, locale) });
	}
	return errors;
}

function sentence(issue: Issue, locale: Locale): string {
	const to = { locale };
	switch (issue.code) {
		case 'too_small':
			if (issue.origin === 'string')
				return Number(issue.minimum) <= 1
					? m.input_missing({}, to)
					: m.input_too_short({ least: Number(issue.minimum) }, to);
			if (issue.origin === 'array' || issue.origin === 'set')
				return m.input_choose({ least: Number(issue.minimum) }, to);
			return m.input_too_small({ least: String(issue.minimum) }, to);
		case 'too_big':
			if (issue.origin === 'string') return m.input_too_long({ most: Number(issue.maximum) }, to);
			if (issue.origin === 'array' || issue.origin === 'set')
				return m.input_too_many({ most: Number(issue.maximum) }, to);
			return m.input_too_big({ most: String(issue.maximum) }, to);
		case 'invalid_type':
			return issue.input === undefined || issue.input === null ? m.input_missing({}, to) : m.input_wrong_kind({}, to);
		case 'invalid_format':
			if (issue.format === 'email') return m.input_email({}, to);
			if (issue.format === 'date') return m.input_date({}, to);
			if (issue.format === 'datetime') return m.input_datetime({}, to);
			if (issue.format === 'time') return m.input_time({}, to);
			if (issue.format === 'url') return m.input_url({}, to);
			if (issue.format === 'regex') return m.input_form({}, to);
			return m.input_wrong_kind({}, to);
		case 'invalid_value':
			return m.input_not_offered({}, to);
		default:
			return m.input_wrong_kind({}, to);
	}
}
