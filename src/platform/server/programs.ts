import type { IncomingMessage } from 'node:http';
import { addressHeaders } from '#platform/server/public-address.ts';

/**
 * A browser says of every write from which page it comes; programs do not, and without a cookie there is nothing that a
 * foreign page could make use of. Their writes to the API, with a token or none, may pass as our own. So may the click in
 * a mail program that unsubscribes (RFC 8058): all it can do follows from the secret in its address, and no cookie counts.
 */
export function acceptPrograms(req: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): void {
	const { url = '', headers } = req;
	if (headers.origin) return;
	const oneClick = req.method === 'POST' && url.startsWith('/unsubscribe/');
	if (oneClick) delete headers.cookie;
	if (!oneClick && (headers.cookie || !url.startsWith('/api/'))) return;
	headers.origin = `${String(headers[addressHeaders.PROTOCOL_HEADER])}://${String(headers[addressHeaders.HOST_HEADER])}`;
}
