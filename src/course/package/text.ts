import { z } from 'zod';

export const languages = ['de', 'en'] as const;
export type Language = (typeof languages)[number];

export const words = z.string().trim().min(1);
export const count = z.number().int().min(1);

/** Lower-case English words joined by hyphens, at most 40 characters. */
export const idSchema = z
	.string()
	.max(40, 'must not be longer than 40 characters')
	.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');

/** The same text in both languages; bodies are Markdown, everything else is plain. */
export const textSchema = z.strictObject({ de: words, en: words });
export type Text = z.infer<typeof textSchema>;
