import type * as z from 'zod';
import { call, type Verb } from '#platform/server/verb.ts';
import type { Viewer } from '#platform/viewer.ts';

/** Somebody, or a visitor who is not signed in, does something at an instant of domain time. */
export function does<Shape extends z.ZodRawShape, Answer>(
	who: Viewer | null,
	at: Date,
	verb: Verb<Shape, Answer>,
	input: object,
): Promise<Answer> {
	return call(verb, { viewer: who, now: at, locale: who?.locale ?? 'de' }, input);
}
