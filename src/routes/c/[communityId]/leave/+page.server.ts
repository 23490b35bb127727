import { leaveCommunity } from '#community/server/entering.ts';
import { submit } from '#platform/server/form.ts';
import type { Actions } from './$types';

export const actions: Actions = { default: (event) => submit(event, leaveCommunity, { to: '/' }) };
