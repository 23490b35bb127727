import type { IncomingHttpHeaders } from 'node:http';

/** Names of the headers that the web framework takes scheme, host and client from. */
export const addressHeaders = {
	PROTOCOL_HEADER: 'x-allmende-proto',
	HOST_HEADER: 'x-allmende-host',
	ADDRESS_HEADER: 'x-allmende-client',
};

export type PublicAddress = { publicUrl: string; trustedProxies: number };
/** What of a request tells and decides its address. */
type Addressed = { headers: IncomingHttpHeaders; socket: { remoteAddress?: string | undefined } };

/**
 * Overwrites those headers on every request, so that one address decides origin checks, cookies and links,
 * whatever a proxy or a client writes into its own.
 */
export function fixAddress(req: Addressed, { publicUrl, trustedProxies }: PublicAddress): void {
	const address = new URL(publicUrl);
	req.headers[addressHeaders.PROTOCOL_HEADER] = address.protocol.slice(0, -1);
	req.headers[addressHeaders.HOST_HEADER] = ownName(address, req.headers.host);
	req.headers[addressHeaders.ADDRESS_HEADER] = clientAddress(
		req.headers['x-forwarded-for']?.toString(),
		req.socket.remoteAddress ?? '',
		trustedProxies,
	);
}

/** On this machine both of its names are right. */
function ownName(address: URL, asked: string | undefined): string {
	const other = address.host.replace('localhost', '127.0.0.1');
	return address.hostname === 'localhost' && asked === other ? other : address.host;
}

/** The address that the outermost trusted proxy saw; without one, that of the connection. */
export function clientAddress(forwarded: string | undefined, peer: string, trustedProxies: number): string {
	if (trustedProxies === 0 || !forwarded) return peer;
	return (
		forwarded
			.split(',')
			.map((address) => address.trim())
			.at(-trustedProxies) ?? peer
	);
}
