import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { projectRoot } from '#platform/server/project-root.ts';

/** Reads one file below `content/demo`. @throws Error that names the file and what is wrong in it */
export function readCorpus<Shape extends z.ZodType>(file: string, shape: Shape): z.output<Shape> {
	const read = shape.safeParse(parse(readFileSync(join(projectRoot(), 'content/demo', file), 'utf8')));
	if (!read.success) throw new Error(`content/demo/${file}: ${z.prettifyError(read.error)}`);
	return read.data;
}

const text = z.string().trim().min(1);
export const inBoth = z.strictObject({ de: text, en: text });
export { text };

/** The key by which the corpus names a person, a thread or a post. */
export const key = z.string().regex(/^[a-z0-9-]+$/);

/** Relative to a cohort's timetable; `content/demo/README.md` says how days are counted. */
export const momentShape = z.strictObject({
	unit: z.int().min(0).max(11),
	day: z.int().min(0).max(60),
	time: z.string().regex(/^\d\d:\d\d$/),
});
export type Moment = z.output<typeof momentShape>;
