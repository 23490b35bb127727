import type { IncomingMessage } from 'node:http';

/**
 * RFC 8058: to unsubscribe, the reader's mail program posts a form to the address in the mail, from anywhere and without
 * an origin, which is refused elsewhere. All that such an address may do follows from the secret in it: without any
 * cookie the request may pass as one of our own.
 */
export function acceptOneClick(
	req: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
	{ publicUrl }: { publicUrl: string },
): void {
	if (req.method !== 'POST' || !req.url?.startsWith('/unsubscribe/') || req.headers.origin) return;
	delete req.headers.cookie;
	req.headers.origin = publicUrl;
}
