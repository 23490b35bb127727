import { look, submit } from '#platform/server/form.ts';
import { demoClock, moveDemoClock } from '#demo/server/clock.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ clock: await look(event, demoClock) });
export const actions: Actions = { default: (event) => submit(event, moveDemoClock) };
