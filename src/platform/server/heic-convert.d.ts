declare module 'heic-convert' {
	export default function convert(picture: {
		buffer: Uint8Array;
		format: 'JPEG' | 'PNG';
		/** Between 0 and 1. */
		quality?: number;
	}): Promise<ArrayBuffer>;
}
