import { look } from '#platform/server/form.ts';
import { instanceFacts } from '#platform/server/instance-facts.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ facts: await look(event, instanceFacts) });
