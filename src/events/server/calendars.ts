import { sql } from 'kysely';
import * as z from 'zod';
import { m } from '#messages/messages.js';
import { audit } from '#platform/server/audit.ts';
import { here } from '#platform/server/here.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { addDays } from '#platform/time.ts';
import type { Locale } from '#platform/viewer.ts';
import { ownGround } from '#identity/server/grounds.ts';
import { tokenDigest } from '#identity/server/viewers.ts';
import { feedOf, meetingDownload, meetingsOf } from '#events/server/calendar-events.ts';
import { calendarAddress, calendarSecret } from '#events/server/calendar-secret.ts';
import { meetingGround } from '#events/server/grounds.ts';

type Row = { id: string; communityId: string | null; digest: Buffer; createdAt: Date; lastReadAt: Date | null };

/** `address` is null when the instance got a new key since: the old address works on and can no longer be shown. */
function shown({ id, digest, createdAt, lastReadAt }: Row) {
	const secret = calendarSecret(id);
	const address = tokenDigest(secret).equals(digest) ? calendarAddress(secret) : null;
	return { calendarTokenId: id, address, createdAt, lastReadAt };
}

export const myCalendars = verb({
	name: 'myCalendars',
	method: 'get',
	path: '/me/calendars',
	summary: 'The secret addresses at which calendars read one’s own meetings',
	scope: 'events:read',
	who: ['person'],
	at: here,
	input: z.object({}),
	async run(scene) {
		const { userId } = signedIn(scene);
		const tokens: Row[] = await scene.trx
			.selectFrom('calendarToken')
			.select(['id', 'communityId', 'digest', 'createdAt', 'lastReadAt'])
			.where('userId', '=', userId)
			.where('revokedAt', 'is', null)
			.execute();
		const { rows: communities } = await sql<{ id: string; name: string }>`
			select c.id, c.name from community c where exists (select from membership s where s.community_id = c.id
				and s.user_id = ${userId} and s.ended_at is null) order by c.archived_at nulls first, c.created_at desc`.execute(
			scene.trx,
		);
		const all = tokens.find(({ communityId }) => communityId === null);
		return {
			all: all ? shown(all) : null,
			communities: communities.map((community) => {
				const own = tokens.find(({ communityId }) => communityId === community.id);
				return { ...community, calendar: own ? shown(own) : null };
			}),
		};
	},
});

/** Real time, as for all tokens. Also the way to a new address: the old one ends at once. */
export const openCalendar = verb({
	name: 'openCalendar',
	method: 'post',
	path: '/me/calendars',
	summary: 'Make a secret address for all one’s meetings or those of one community; an earlier one ends',
	scope: 'events:write',
	who: ['person'],
	at: here,
	status: 201,
	// a kept answer would hold the secret; a second address ends the first
	traceless: true,
	input: z.object({ communityId: z.union([z.literal('').transform(() => null), z.uuid(), z.null()]).default(null) }),
	output: z.object({ calendarTokenId: z.uuid(), address: z.string() }),
	async run(scene, { communityId }) {
		const { trx } = scene;
		const { userId } = signedIn(scene);
		// Held, so that two requests at once do not both find no earlier one.
		await trx.selectFrom('user').select('id').where('id', '=', userId).forNoKeyUpdate().execute();
		if (communityId && !(await belongsTo(scene, userId, communityId)))
			refuse('not_found', { status: 404, field: 'communityId' });
		await trx
			.updateTable('calendarToken')
			.set({ revokedAt: new Date() })
			.where('userId', '=', userId)
			.where('communityId', communityId ? '=' : 'is', communityId)
			.where('revokedAt', 'is', null)
			.execute();
		const { id } = await trx.selectNoFrom(sql<string>`uuidv7()`.as('id')).executeTakeFirstOrThrow();
		const secret = calendarSecret(id);
		await trx
			.insertInto('calendarToken')
			.values({ id, userId, communityId, digest: tokenDigest(secret), createdAt: new Date() })
			.execute();
		await audit(trx, { action: 'calendar_opened', actorId: userId, subjectId: id });
		return { calendarTokenId: id, address: calendarAddress(secret) };
	},
});

const belongsTo = async ({ trx }: Scene, userId: string, communityId: string): Promise<boolean> =>
	(await trx
		.selectFrom('membership')
		.select('id')
		.where('communityId', '=', communityId)
		.where('userId', '=', userId)
		.where('endedAt', 'is', null)
		.executeTakeFirst()) !== undefined;

export const revokeCalendar = verb({
	name: 'revokeCalendar',
	method: 'delete',
	path: '/me/calendars/{calendarTokenId}',
	summary: 'End a secret address at once',
	scope: 'events:write',
	who: ['owner'],
	at: ownGround('calendarTokenId', async (db, id) => {
		const found = await db.selectFrom('calendarToken').select('userId').where('id', '=', id).executeTakeFirst();
		return found?.userId ?? undefined;
	}),
	input: z.object({ calendarTokenId: z.uuid() }),
	output: z.object({ revoked: z.literal(true) }),
	async run({ trx, viewer }, { calendarTokenId }) {
		await trx
			.updateTable('calendarToken')
			.set({ revokedAt: new Date() })
			.where('id', '=', calendarTokenId)
			.where('revokedAt', 'is', null)
			.execute();
		await audit(trx, { action: 'calendar_revoked', actorId: viewer?.userId ?? null, subjectId: calendarTokenId });
		return { revoked: true as const };
	},
});

const daysKept = 370;

/** What a calendar reads again and again, without a session: whoever knows the address is its person. */
export const subscribedCalendar = verb({
	name: 'subscribedCalendar',
	method: 'get',
	path: '/calendars/{secret}',
	summary: 'The meetings behind a secret address as iCalendar',
	scope: 'events:read',
	who: ['anyone'],
	at: here,
	input: z.object({ secret: z.string().max(200) }),
	async run({ trx, now }, { secret }) {
		const token = await trx
			.updateTable('calendarToken as t')
			.from('user as u')
			.set({ lastReadAt: new Date() })
			.whereRef('u.id', '=', 't.userId')
			.where('u.erasedAt', 'is', null)
			.where('t.digest', '=', tokenDigest(secret))
			.where('t.revokedAt', 'is', null)
			.returning(['t.userId', 't.communityId', 'u.locale'])
			.executeTakeFirst();
		if (!token) throw notFound();
		const locale: Locale = token.locale === 'en' ? 'en' : 'de';
		const { rows } = await sql<{ id: string; name: string }>`
			select c.id, c.name from community c where exists (select from membership s where s.community_id = c.id
					and s.user_id = ${token.userId} and s.ended_at is null)
				and (${token.communityId}::uuid is null or c.id = ${token.communityId}::uuid)`.execute(trx);
		// Who has left a community is shown nothing of it any more.
		if (token.communityId && rows.length === 0) throw notFound();
		const meetings = await meetingsOf(trx)
			.where('m.communityId', 'in', [...rows.map(({ id }) => id), nowhere])
			.where('m.endsAt', '>', addDays(now, -daysKept, 'UTC'))
			.orderBy('m.startsAt')
			.execute();
		const name = token.communityId ? (rows[0]?.name ?? '') : m.calendar_feed_name({}, { locale });
		return calendarResponse(feedOf(name, meetings, locale), 'inline');
	},
});

/** Keeps a list of no communities well-formed. */
const nowhere = '00000000-0000-0000-0000-000000000000';

export const meetingCalendar = verb({
	name: 'meetingCalendar',
	method: 'get',
	path: '/meetings/{meetingId}/calendar',
	summary: 'One meeting as a file for calendars',
	scope: 'events:read',
	who: ['member', 'observer', 'organiser', 'former'],
	at: meetingGround,
	input: z.object({ meetingId: z.uuid() }),
	async run({ trx, locale }, { meetingId }) {
		const file = await meetingDownload(trx, meetingId, locale);
		if (!file) throw notFound();
		return calendarResponse(file, 'attachment; filename="allmende.ics"');
	},
});

const calendarResponse = (file: string, disposition: string): Response =>
	new Response(file, {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': disposition,
			'cache-control': 'private, no-store',
			'x-robots-tag': 'noindex',
		},
	});
