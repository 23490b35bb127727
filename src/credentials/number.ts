/** Crockford's base 32: no letter that is mistaken for a digit or another letter when read aloud or typed. */
const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Sixteen signs of five bits each: 80 random bits, where the house asks for 60 at least. */
const length = 16;

/** A number in groups of four, such as `7KQ4-9WXT-2HRA-4MZP`, from so many random bytes. */
export function certificateNumber(bytes: Uint8Array): string {
	if (bytes.length < length) throw new RangeError(`${bytes.length} random bytes are too few`);
	return grouped(Array.from(bytes.subarray(0, length), (byte) => signs[byte & 31] ?? '').join(''));
}

/** What somebody typed, in the form the number is stored in; null when it cannot be one. */
export function readCertificateNumber(typed: string): string | null {
	const plain = typed
		.toUpperCase()
		.replaceAll(/[^0-9A-Z]/g, '')
		.replaceAll('O', '0')
		.replaceAll(/[IL]/g, '1');
	return plain.length === length && [...plain].every((sign) => signs.includes(sign)) ? grouped(plain) : null;
}

function grouped(plain: string): string {
	return plain.match(/.{4}/g)?.join('-') ?? plain;
}
