import { error } from '@sveltejs/kit';
import * as z from 'zod';
import { markdownToHtml } from '#platform/markdown.ts';
import type { RequestHandler } from './$types';

const input = z.object({ text: z.string().max(40_000) });

/** Markdown as it will be shown, for whoever is signed in. */
export const POST: RequestHandler = async ({ request, locals }) => {
	if (!locals.viewer) error(401);
	const { text } = input.parse(await request.json());
	return new Response(markdownToHtml(text), { headers: { 'content-type': 'text/html; charset=utf-8' } });
};
