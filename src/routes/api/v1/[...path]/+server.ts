import { apiAnswer } from '#api-answer.ts';
import type { RequestHandler } from './$types';

/** While developing; otherwise `src/serve.ts` has it answered before it comes here. */
export const fallback: RequestHandler = apiAnswer;
