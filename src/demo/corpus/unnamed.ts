import * as z from 'zod';
import { key, momentShape, readCorpus, text } from '#demo/corpus/file.ts';

const question = z.strictObject({
	by: key,
	at: momentShape,
	body: text,
	may_publish: z.boolean(),
	answer: z.strictObject({ by: key, at: momentShape, body: text }).optional(),
});
export type UnnamedEntry = z.output<typeof question>;

export const readUnnamed = (file: string): UnnamedEntry[] =>
	readCorpus(file, z.strictObject({ questions: z.array(question) })).questions;
