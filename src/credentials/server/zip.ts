import { crc32, deflateRawSync } from 'node:zlib';

export type ZipEntry = { name: string; bytes: Uint8Array };

const utf8Names = 0x0800;
const deflated = 8;

/**
 * A ZIP archive as PKWARE's APPNOTE 6.3.3 describes it: deflated entries with UTF-8 names, no encryption, no ZIP64, so
 * at most 65,535 entries and 4 GiB. Times are those of the DOS format, to two seconds, from UTC.
 */
export function zip(entries: readonly ZipEntry[], at: Date): Uint8Array<ArrayBuffer> {
	const parts: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const { name, bytes } of entries) {
		const path = Buffer.from(name, 'utf8');
		const data = deflateRawSync(bytes);
		const fields = commonFields(path, bytes, data, at);
		const local = Buffer.concat([number(0x04034b50, 4), fields, path]);
		parts.push(local, data);
		directory.push(Buffer.concat([number(0x02014b50, 4), number(20, 2), fields, attributes(offset), path]));
		offset += local.length + data.length;
	}
	const index = Buffer.concat(directory);
	const count = number(entries.length, 2);
	const end = [
		number(0x06054b50, 4),
		number(0, 4),
		count,
		count,
		number(index.length, 4),
		number(offset, 4),
		number(0, 2),
	];
	return new Uint8Array(Buffer.concat([...parts, index, ...end]));
}

/** What local header and central directory say alike, from the version needed to the length of the extra field. */
function commonFields(path: Buffer, bytes: Uint8Array, data: Buffer, at: Date): Buffer {
	return Buffer.concat([
		number(20, 2),
		number(utf8Names, 2),
		number(deflated, 2),
		number((at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1), 2),
		number(((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(), 2),
		number(crc32(bytes), 4),
		number(data.length, 4),
		number(bytes.length, 4),
		number(path.length, 2),
		number(0, 2),
	]);
}

/** No comment, first disk, no attributes, and where the entry begins. */
const attributes = (offset: number): Buffer =>
	Buffer.concat([number(0, 2), number(0, 2), number(0, 2), number(0, 4), number(offset, 4)]);

function number(value: number, bytes: 2 | 4): Buffer {
	const buffer = Buffer.alloc(bytes);
	if (bytes === 2) buffer.writeUInt16LE(value);
	else buffer.writeUInt32LE(value);
	return buffer;
}
