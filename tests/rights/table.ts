import { community } from './community.ts';
import { instance } from './instance.ts';
import type { RightsRows } from './rows.ts';

export const areas: readonly RightsRows[] = [instance, community];
