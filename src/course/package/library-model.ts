import { z } from 'zod';
import { idSchema, textSchema, words } from '#course/package/text.ts';

/** What stands beside the units: figures, works cited, glossary, templates, handbook, sample papers. */

/** A drawing of a unit: SVG without colours or fonts of its own, checked by `svg.ts`. */
export const figureSchema = z.strictObject({ id: idSchema, svg: textSchema });
export type Figure = z.infer<typeof figureSchema>;

export const titledTextSchema = z.strictObject({ title: textSchema, body: textSchema });
export type TitledText = z.infer<typeof titledTextSchema>;

export const workKinds = ['article', 'book', 'chapter', 'report', 'law', 'web'] as const;

/** A work of the bibliography, which both languages share. */
export const workSchema = z.strictObject({
	/** “Family, Given”, or the name of an organisation. */
	authors: z.array(words).min(1),
	/** A year, or words such as “in press”. */
	year: z.union([z.number().int().min(1500).max(2100), words]),
	title: words,
	/** Journal with volume and pages, or publisher and place. */
	in: words.optional(),
	url: z.url({ protocol: /^https?$/ }).optional(),
	kind: z.enum(workKinds),
});
export type Work = z.infer<typeof workSchema>;

export const glossaryEntrySchema = z.strictObject({
	id: idSchema,
	term: textSchema,
	definition: textSchema,
	/** The unit that teaches the term. */
	unit: idSchema.optional(),
});
export type GlossaryEntry = z.infer<typeof glossaryEntrySchema>;

export const templateKinds = ['template', 'checklist'] as const;

export const libraryTemplateSchema = z.strictObject({
	id: idSchema,
	title: textSchema,
	kind: z.enum(templateKinds),
	summary: textSchema,
	/** Ids of the units in which it helps. */
	units: z.array(idSchema),
	/** Usable as it is. */
	body: textSchema,
});
export type LibraryTemplate = z.infer<typeof libraryTemplateSchema>;

export const handbookPageSchema = z.strictObject({
	id: idSchema,
	title: textSchema,
	summary: textSchema,
	body: textSchema,
});
export type HandbookPage = z.infer<typeof handbookPageSchema>;

export const verdicts = ['pass', 'fail'] as const;

/** A paper of an exam with annotations as quotations. */
export const caseSampleSchema = z.strictObject({
	verdict: z.enum(verdicts),
	/** Of 100. */
	points: z.number().min(0).max(100),
	body: textSchema,
});
export type CaseSample = z.infer<typeof caseSampleSchema>;
