import { lockedEvidence, openLockedEvidence } from '#privacy/server/locked-evidence.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => look(event, lockedEvidence);
export const actions: Actions = { open: (event) => submit(event, openLockedEvidence) };
