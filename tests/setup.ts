import { inject } from 'vitest';
import { workersDatabase } from './database.ts';

// Before any module of the product is loaded, so that its one pool points at this worker's database.
process.env['DATABASE_URL'] = await workersDatabase();
process.env['DATA_DIR'] = inject('dataDir');
process.env['SECRET'] = 'only-for-tests-0123456789abcdef0123456789';
process.env['DEMO'] = '1';
process.env['CHECK_ANSWERS'] = '1';
process.env['LOG_LEVEL'] ??= 'error';
