import { vi } from 'vitest';
import { pool } from '#platform/server/database.ts';
import { databaseIsUsed } from './database.ts';

// One pool serves all files of a worker: its connections to the database of the file before have been cut, and are not
// to be handed out to this one.
await vi.waitUntil(() => pool.totalCount === 0, { interval: 2 });
pool.off('connect', databaseIsUsed).on('connect', databaseIsUsed);
