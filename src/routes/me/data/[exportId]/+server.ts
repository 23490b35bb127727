import { fetchMyData } from '#privacy/server/own-data.ts';
import { look } from '#platform/server/form.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => look(event, fetchMyData);
