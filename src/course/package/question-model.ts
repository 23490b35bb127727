import { z } from 'zod';
import { idSchema, textSchema } from '#course/package/text.ts';

/** Questions of a lesson's self-check. Texts may hold marks within a line, such as emphasis or a link; no blocks. */

/** `scenario` is answered like `single` and differs by its longer text. */
export const choiceKinds = ['single', 'multiple', 'scenario'] as const;
export const questionKinds = [...choiceKinds, 'order', 'match'] as const;
export type QuestionKind = (typeof questionKinds)[number];

const question = { id: idSchema, text: textSchema, explanation: textSchema };
const named = { id: idSchema, text: textSchema };

const choiceSchema = z.strictObject({
	...question,
	kind: z.enum(choiceKinds),
	options: z.array(z.strictObject({ ...named, right: z.boolean(), why: textSchema })),
});

const orderSchema = z.strictObject({
	...question,
	kind: z.literal('order'),
	/** In the right order. */
	items: z.array(z.strictObject(named)),
});

const matchSchema = z.strictObject({
	...question,
	kind: z.literal('match'),
	pairs: z.array(z.strictObject({ id: idSchema, left: textSchema, right: textSchema })),
});

export const questionSchema = z.discriminatedUnion('kind', [choiceSchema, orderSchema, matchSchema]);
export type Question = z.infer<typeof questionSchema>;
export type ChoiceQuestion = z.infer<typeof choiceSchema>;
export type OrderQuestion = z.infer<typeof orderSchema>;
export type MatchQuestion = z.infer<typeof matchSchema>;
