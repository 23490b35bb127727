import { attendanceSheet } from '#events/server/attendance-sheet.ts';
import { look } from '#platform/server/form.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => look(event, attendanceSheet);
