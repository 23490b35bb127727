import type { z } from 'zod';
import type { Problem } from '#course/package/problems.ts';
import type { Source } from '#course/package/source.ts';

type Issue = z.core.$ZodIssue;

/** Zod's issues as problems in plain English at the lines they belong to. */
export function complaints(source: Source, issues: readonly Issue[]): Problem[] {
	return issues.flatMap((issue) => {
		if (issue.code !== 'unrecognized_keys') return [source.problem(issue.path, inWords(issue, source))];
		return issue.keys.map((key) => source.problem([...issue.path, key], 'this key is not known here'));
	});
}

function inWords(issue: Issue, source: Source): string {
	const value = source.valueAt(issue.path);
	if (value === undefined || value === null) return issue.path.length ? 'is missing' : 'there are no keys at all';
	if (issue.code === 'invalid_type') return `must be ${kindNames[issue.expected] ?? issue.expected}`;
	if (issue.code === 'invalid_value') return `must be ${issue.values.join(', ').replace(/, ([^,]*)$/, ' or $1')}`;
	if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
	if (issue.code === 'too_small') return tooSmall(issue.origin, issue.minimum, value);
	if (issue.code === 'too_big') return tooBig(issue.origin, issue.maximum, value);
	return issue.message;
}

const kindNames: Record<string, string> = {
	string: 'text',
	number: 'a number',
	int: 'a whole number',
	boolean: 'true or false',
	array: 'a list',
	tuple: 'a list',
	object: 'a group of keys',
};

function tooSmall(origin: string, minimum: number | bigint, value: unknown): string {
	if (origin === 'string') return 'is empty';
	if (Array.isArray(value)) return `needs at least ${minimum} entries, has ${value.length}`;
	return `must be at least ${minimum}`;
}

function tooBig(origin: string, maximum: number | bigint, value: unknown): string {
	if (Array.isArray(value)) return `may have at most ${maximum} entries, has ${value.length}`;
	return origin === 'string' ? `may have at most ${maximum} characters` : `must be at most ${maximum}`;
}
