import { markingPdf } from '#exam/server/marking-page.ts';
import { look } from '#platform/server/form.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => look(event, markingPdf);
