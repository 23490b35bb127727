import { formatTime, type Reader } from '#ui/format.ts';
import type { FormAnswer } from '#ui/forms/problem.ts';
import type { Attachment, Upload } from '#ui/talk/attachment.ts';

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

/** The Markdown of a post as it is now. @throws when it is not to be had */
export async function sourceOf(postId: string): Promise<string> {
	const response = await fetch(`/api/v1/posts/${postId}/revisions`);
	if (!response.ok) throw new Error(`refused: ${response.status}`);
	const { revisions } = record(await response.json());
	return String(record(Array.isArray(revisions) ? revisions[0] : null)['body']);
}

/** Markdown as the post will show it. */
export async function previewOf(text: string): Promise<string> {
	return (await send('POST', '/preview', { text })).text();
}

/** Keeps a file for oneself until the post it hangs at is sent. */
export const uploadAttachment: Upload = (file, { progress, signal }) =>
	new Promise((arrived, failed) => {
		// fetch does not tell how much of what it sends has arrived
		const request = new XMLHttpRequest();
		request.open('POST', '/files');
		request.responseType = 'json';
		request.upload.onprogress = ({ loaded }) => progress(Math.min(loaded, file.size));
		request.onload = () => {
			const answer: unknown = request.response;
			if (request.status === 201) arrived(attachmentOf(answer, file.size));
			else failed(new Error(titleOf(answer)));
		};
		request.onerror = () => failed(new Error(''));
		signal.addEventListener('abort', () => {
			request.abort();
			failed(new Error(''));
		});
		const form = new FormData();
		form.set('file', file);
		request.send(form);
	});

const record = (value: unknown): Record<string, unknown> =>
	typeof value === 'object' && value !== null ? { ...value } : {};
const titleOf = (problem: unknown): string => String(record(problem)['title'] ?? '');

function attachmentOf(answer: unknown, size: number): Attachment {
	const { fileId, name, inlinePicture, bytes } = record(answer);
	return { id: String(fileId), name: String(name), bytes: Number(bytes ?? size), picture: inlinePicture === true };
}

/** What hung at the text of a form that was refused; nothing where the page came without one. */
export function attachedIn(answer: FormAnswer, form?: string): Attachment[] | undefined {
	if (!answer || !('typed' in answer) || (form && answer.form !== form)) return undefined;
	const attached = answer.typed['attached'];
	if (!Array.isArray(attached)) return undefined;
	return attached.map(record).map(({ id, name, bytes, picture }) => ({
		id: String(id),
		name: String(name),
		bytes: Number(bytes),
		picture: picture === true,
	}));
}

/** As a draft keeps them. */
export const idsOf = (files: readonly Attachment[]): string => files.map(({ id }) => id).join(',');
