import { formatTime, type Reader } from '#ui/format.ts';

async function send(method: string, path: string, body: unknown): Promise<Response> {
	const response = await fetch(path, {
		method,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (!response.ok) throw new Error(`refused: ${response.status}`);
	return response;
}

/** Keeps a text in the making at the server; hands back when, in words. */
export async function saveDraft(place: string, body: Record<string, string>, reader: Reader): Promise<string> {
	await send('PUT', '/api/v1/drafts', { place, body });
	return formatTime(new Date(), reader);
}

/** Markdown as the post will show it. */
export async function previewOf(text: string): Promise<string> {
	return (await send('POST', '/preview', { text })).text();
}
