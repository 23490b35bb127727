import { apiOf } from '#platform/server/api.ts';
import { callerOf } from '#platform/server/form.ts';
import { config } from '#platform/server/config.ts';
import { verbs } from '#verbs.ts';
import type { RequestHandler } from './$types';

const api = apiOf(verbs, config.publicUrl);

export const fallback: RequestHandler = async (event) => api.fetch(event.request, { caller: callerOf(event) });
