import * as z from 'zod';
import { arePoints } from '#exam/rules/marking.ts';

/** Points as people type them, with a decimal comma or point: 0 to 100, at most one decimal. */
export const typedPoints = z.preprocess(
	(typed) => (typeof typed === 'string' ? typed.trim().replace(',', '.') : typed),
	z.coerce.number().min(0).max(100).refine(arePoints),
);
