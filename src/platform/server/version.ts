import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { projectRoot } from '#platform/server/project-root.ts';

/** Of the product. */
export const version = z
	.object({ version: z.string() })
	.parse(JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8'))).version;

/** System and processor, such as `linux-x64`; PostgreSQL's files are good on the same only. */
export const machine = `${process.platform}-${process.arch}`;
