import type { AnyVerb } from '#platform/server/verb.ts';
import { demoClock, moveDemoClock } from '#demo/server/clock.ts';
import { demoPeople } from '#demo/server/people.ts';
import { demoPortrait } from '#demo/server/portrait.ts';

/** What exists in demo instances only. */
export const demoVerbs: readonly AnyVerb[] = [demoPeople, demoPortrait, demoClock, moveDemoClock];
