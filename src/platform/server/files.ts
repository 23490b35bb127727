import { join } from 'node:path';
import { config } from '#platform/server/config.ts';
import { diskStore } from '#platform/server/files-disk.ts';
import { s3Store } from '#platform/server/files-s3.ts';
import type { FileStore } from '#platform/server/file-store.ts';

/** The store of this instance. */
export const files: FileStore = config.bucket
	? s3Store(config.bucket, join(config.dataDir, 'incoming'))
	: diskStore(join(config.dataDir, 'files'));
