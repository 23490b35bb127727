import { sql } from 'kysely';
import * as z from 'zod';
import { packed, packedKey, pageOf } from '#platform/server/list-pages.ts';
import { verb } from '#platform/server/verb.ts';
import { communityGround } from '#community/server/standing.ts';
import { minutesPresent } from '#events/attendance.ts';
import { readers } from '#events/server/grounds.ts';
import { meetingColumns } from '#events/server/meeting-row.ts';

const meetingsOnPage = 60;

/** In their order; those that are over, asked for alone, the last one first. */
export const meetingList = verb({
	name: 'meetingList',
	method: 'get',
	path: '/communities/{communityId}/meetings',
	summary: 'The meetings of a community in their order',
	scope: 'events:read',
	who: readers,
	at: communityGround,
	input: z.object({
		communityId: z.uuid(),
		which: z.enum(['all', 'coming', 'past']).default('all').describe('A meeting is coming until it ends'),
		after: packedKey(z.tuple([z.iso.datetime(), z.uuid()]))
			.optional()
			.describe('Key of the last meeting of the page before'),
	}),
	paged: 'after',
	async run({ trx, viewer, now }, { communityId, which, after }) {
		const startsAt = sql<Date>`date_trunc('milliseconds', m.starts_at)`;
		const direction = which === 'past' ? 'desc' : 'asc';
		const found = await trx
			.selectFrom('meeting as m')
			.leftJoin('attendance as a', (join) =>
				join.onRef('a.meetingId', '=', 'm.id').on('a.userId', '=', viewer?.userId ?? null),
			)
			.select(meetingColumns)
			.select(['m.movedFrom', 'm.cancelledAt', 'a.checkedInAt', 'a.checkedOutAt', 'a.correctedMinutes'])
			.select((e) => e('m.minutes', '<>', '').as('hasMinutes'))
			.where('m.communityId', '=', communityId)
			.$if(which !== 'all', (q) => q.where('m.endsAt', which === 'past' ? '<=' : '>', now))
			.$if(after !== undefined, (q) =>
				q.where(
					sql<boolean>`(${startsAt}, m.id) ${which === 'past' ? sql`<` : sql`>`} (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`,
				),
			)
			.orderBy(startsAt, direction)
			.orderBy('m.id', direction)
			.limit(meetingsOnPage + 1)
			.execute();
		const { page: meetings, next } = pageOf(found, meetingsOnPage, (last) => packed(last.startsAt, last.id));
		return {
			now,
			next,
			meetings: meetings.map(({ checkedInAt, checkedOutAt, correctedMinutes, ...meeting }) => ({
				...meeting,
				minutesPresent: minutesPresent({ checkedInAt, checkedOutAt, correctedMinutes }, meeting, now),
			})),
		};
	},
});
