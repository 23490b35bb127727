import { z } from 'zod';
import {
	courseShape,
	evaluationShape,
	examShape,
	idSchema,
	paperShape,
	textSchema,
	unitPhases,
} from '#course/package/model.ts';

/** What `course.yaml` holds. The texts of levels stand there as two lists, one for each language. */

const words = z.string().trim().min(1);
const four = z.tuple([words, words, words, words]);
const fourInBoth = z.strictObject({ de: four, en: four });
const scaleLabels = z.array(words).min(3).max(7);

const criterion = z.strictObject({ id: idSchema, title: textSchema, levels: fourInBoth });

const unit = z.strictObject({
	id: idSchema,
	phase: z.enum(unitPhases),
	hours: z.number().min(0.5),
	topics: z.tuple([idSchema, idSchema, idSchema]),
	competences: z.array(idSchema).min(1),
	instrument: z.strictObject({ id: idSchema, title: textSchema }),
});

export const courseDocument = z.strictObject({
	...courseShape,
	rubricLevels: fourInBoth,
	exam: z.strictObject({
		...examShape,
		papers: z.array(z.strictObject({ ...paperShape, criteria: z.array(criterion).min(4).max(6) })).length(3),
	}),
	evaluation: z.strictObject({ ...evaluationShape, scale: z.strictObject({ de: scaleLabels, en: scaleLabels }) }),
	units: z.array(unit).min(1).max(99),
	cases: z.array(idSchema),
});

export type CourseDocument = z.infer<typeof courseDocument>;
export type UnitEntry = CourseDocument['units'][number];
