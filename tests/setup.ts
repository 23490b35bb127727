import { freshDatabase } from './database.ts';

// Before any module of the product is loaded, so that its one pool points at this file's database.
process.env['DATABASE_URL'] = await freshDatabase();
