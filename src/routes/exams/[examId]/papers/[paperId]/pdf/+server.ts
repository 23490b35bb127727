import { paperPdf } from '#exam/server/paper-page.ts';
import { look } from '#platform/server/form.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => look(event, paperPdf);
