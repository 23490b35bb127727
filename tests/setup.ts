import { inject } from 'vitest';
import { freshDatabase } from './database.ts';

// Before any module of the product is loaded, so that its one pool points at this file's database.
process.env['DATABASE_URL'] = await freshDatabase();
process.env['DATA_DIR'] = inject('dataDir');
process.env['SECRET'] = 'only-for-tests-0123456789abcdef0123456789';
process.env['DEMO'] = '1';
process.env['LOG_LEVEL'] ??= 'error';
