import type { Locale } from '#platform/viewer.ts';

/** The name under which the words of erased people stand; kept in their place, and said in the reader's language. */
export const formerMember = 'Ehemaliges Mitglied';
const inEnglish = 'Former member';

export const formerMemberIn = (language: string): string => (language === 'en' ? inEnglish : formerMember);

/** What a verb answers, with the name of erased people in the reader's language. Costs nothing in German. */
export function withFormerMembers<Answer>(answer: Answer, locale: Locale): Answer {
	if (locale !== 'de') rename(answer);
	return answer;
}

function rename(value: unknown): void {
	if (value === null || typeof value !== 'object') return;
	if (Array.isArray(value)) {
		for (const [index, inner] of value.entries())
			if (inner === formerMember) value[index] = inEnglish;
			else rename(inner);
		return;
	}
	// answers are plain; what is frozen comes from a store that all share, and holds no people
	const prototype: unknown = Object.getPrototypeOf(value);
	if ((prototype !== Object.prototype && prototype !== null) || Object.isFrozen(value)) return;
	for (const [key, inner] of Object.entries(value))
		if (inner === formerMember) Reflect.set(value, key, inEnglish);
		else rename(inner);
}
