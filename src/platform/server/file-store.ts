/** A stored content, found again by its digest (SHA-256, hexadecimal); equal contents are stored once. */
export interface StoredFile {
	digest: string;
	bytes: number;
}

/** Where the contents of files are. Names, owners and rights are rows of the table `file`. */
export interface FileStore {
	/**
	 * Stores a content; it is safely there when this returns.
	 * @throws Refusal `file_too_large` over `limit` bytes, `file_empty`
	 */
	put(content: AsyncIterable<Uint8Array>, limit: number): Promise<StoredFile>;
	/** @throws when there is no such content */
	open(digest: string): Promise<ReadableStream<Uint8Array>>;
	read(digest: string): Promise<Uint8Array>;
	stat(digest: string): Promise<StoredFile | null>;
	/** Deleting twice is no fault. Whoever deletes has made sure that no row refers to the content. */
	delete(digest: string): Promise<void>;
	/** Deletes a content that was written before `instant`; says whether it is gone now. */
	discard(digest: string, instant: Date): Promise<boolean>;
	/** Removes what uploads broken off before `instant` have left. */
	sweep(instant: Date): Promise<void>;
}

/** A bucket of an S3-compatible object storage. */
export type Bucket = {
	/** With the bucket in its host or path, and a prefix where there is one; without a slash at the end. */
	url: string;
	region: string;
	accessKeyId: string;
	secretAccessKey: string;
};

/** Path of a content within its store, the same on disk and in an object storage. @throws for what is no digest */
export function placeOf(digest: string): string {
	if (!/^[0-9a-f]{64}$/.test(digest)) throw new Error('not a digest');
	return `${digest.slice(0, 2)}/${digest.slice(2)}`;
}
