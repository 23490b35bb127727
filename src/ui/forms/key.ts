/**
 * An idempotency key: 128 random bits in the form of a UUID.
 * Not `crypto.randomUUID`, which browsers keep from pages served without TLS on a local network.
 */
export function newKey(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	const hex = Array.from(bytes, (byte, index) =>
		index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte,
	)
		.map((byte) => byte.toString(16).padStart(2, '0'))
		.join('');
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
