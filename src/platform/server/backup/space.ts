import { statfs } from 'node:fs/promises';

/** Codes of a system that takes no more: full, over the quota, over the largest size of a file. */
export const noSpace: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Bytes that can still be written below `folder`; `null` where the system does not tell. */
export async function freeBytes(folder: string): Promise<number | null> {
	try {
		const { bavail, bsize } = await statfs(folder);
		return bavail * bsize;
	} catch {
		return null;
	}
}

export const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1_000_000)} MB`;
