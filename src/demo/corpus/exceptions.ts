import * as z from 'zod';
import { requirements } from '#course/rules/requirements.ts';
import { key, momentShape, readCorpus, text } from '#demo/corpus/file.ts';

const request = z.strictObject({ person: key, requirement: z.enum(requirements), at: momentShape, words: text });
export type ExceptionEntry = z.output<typeof request>;

export const readExceptions = (file: string): ExceptionEntry[] =>
	readCorpus(file, z.strictObject({ requests: z.array(request) })).requests;
