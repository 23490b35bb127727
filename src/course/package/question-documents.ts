import { z } from 'zod';
import { named } from '#course/package/document-schemas.ts';
import { choiceKinds } from '#course/package/question-model.ts';
import { idSchema, words } from '#course/package/text.ts';

/** What the file of a self-check holds, in one language. */

const question = { id: idSchema, text: words, explanation: words };

const choice = z
	.strictObject({
		...question,
		kind: z.enum(choiceKinds),
		options: named(z.strictObject({ id: idSchema, text: words, right: z.boolean().default(false), why: words }), 3, 5),
	})
	.superRefine(({ kind, options }, context) => {
		const right = options.filter((option) => option.right).length;
		const fits = kind === 'multiple' ? right >= 1 && right < options.length : right === 1;
		const wanted = kind === 'multiple' ? 'at least one option and not all' : 'exactly one option';
		if (!fits)
			context.addIssue({ code: 'custom', path: ['options'], message: `${wanted} must be right, not ${right}` });
	});

const order = z.strictObject({
	...question,
	kind: z.literal('order'),
	items: named(z.strictObject({ id: idSchema, text: words }), 4, 6),
});

const match = z.strictObject({
	...question,
	kind: z.literal('match'),
	pairs: named(z.strictObject({ id: idSchema, left: words, right: words }), 3, 5),
});

/** Questions of one lesson. */
export const questionsInALesson = 6;
export const questionsDocument = named(
	z.discriminatedUnion('kind', [choice, order, match]),
	questionsInALesson,
	questionsInALesson,
);
export type QuestionDocument = z.infer<typeof questionsDocument>[number];
