import * as z from 'zod';
import { addDays, addHours, instantOf } from '#platform/time.ts';
import { moveClock } from '#platform/server/clock.ts';
import { verb } from '#platform/server/verb.ts';
import { settleAll } from '#settle.ts';
import { demoHere } from '#demo/server/ground.ts';

const home = 'Europe/Berlin';

export const demoClock = verb({
	name: 'demoClock',
	method: 'get',
	path: '/demo/clock',
	summary: 'What the clock of a demo instance shows',
	scope: 'identity:read',
	who: ['anyone'],
	at: demoHere,
	input: z.object({}),
	output: z.object({ now: z.date(), timeZone: z.string() }),
	run: async ({ now, viewer }) => ({ now, timeZone: viewer?.timeZone ?? home }),
});

const step = z.enum(['hour', 'day', 'week']);

/** Moves the clock forward and carries out what has fallen due by then; it never goes back. */
export const moveDemoClock = verb({
	name: 'moveDemoClock',
	method: 'post',
	path: '/demo/clock',
	summary: 'Move the clock of a demo instance forward: by a step, or to a day and time in one’s own time zone',
	scope: 'identity:write',
	who: ['anyone'],
	at: demoHere,
	input: z.object({
		by: step.optional(),
		day: z.iso.date().optional(),
		time: z.iso.time({ precision: -1 }).optional().describe('08:00 unless told otherwise'),
	}),
	output: z.object({ now: z.date() }),
	async run({ now, viewer }, { by, day, time }) {
		const zone = viewer?.timeZone ?? home;
		const to = day ? instantOf(day, time ?? '08:00', zone) : stepFrom(now, by ?? 'day', zone);
		return { now: await moveClock(to, settleAll) };
	},
});

function stepFrom(now: Date, by: z.infer<typeof step>, zone: string): Date {
	if (by === 'hour') return addHours(now, 1);
	return addDays(now, by === 'day' ? 1 : 7, zone);
}
