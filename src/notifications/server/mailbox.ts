import * as z from 'zod';
import { ground } from '#community/server/standing.ts';
import { notFound } from '#platform/refusal.ts';
import { here } from '#platform/server/here.ts';
import { instanceKind } from '#platform/server/instance.ts';
import { signedIn, verb } from '#platform/server/verb.ts';

/** One's own: sent to the person, or to the address before there was an account. */
const mailGround = ground('mailId', async (db, id) => {
	const found = await db
		.selectFrom('mail as m')
		.leftJoin('user as u', (join) => join.on((e) => e(e.fn('lower', ['m.toAddress']), '=', e.fn('lower', ['u.email']))))
		.select(['m.userId', 'u.id as addressee'])
		.where('m.id', '=', id)
		.executeTakeFirst();
	const owner = found?.userId ?? found?.addressee;
	return found && { organisationId: null, communityId: null, owners: owner ? [owner] : [] };
});

const perPage = 30;

/** All mails to oneself, whether or not this instance sends any. */
export const mailbox = verb({
	name: 'mailbox',
	method: 'get',
	path: '/me/mails',
	summary: 'The mails written to oneself',
	scope: 'notifications:read',
	who: ['person'],
	at: here,
	input: z.object({ before: z.uuid().optional() }),
	paged: 'before',
	async run(scene, { before }) {
		const { userId, email } = signedIn(scene);
		let query = scene.trx
			.selectFrom('mail')
			.select(['id', 'kind', 'subject', 'at', 'sentAt', 'failedAt'])
			.where((e) =>
				e.or([e('userId', '=', userId), e.and([e('userId', 'is', null), e('toAddress', '=', email.toLowerCase())])]),
			);
		if (before) {
			const last = await scene.trx.selectFrom('mail').select(['at', 'id']).where('id', '=', before).executeTakeFirst();
			if (!last) throw notFound();
			query = query.where((e) => e(e.refTuple('at', 'id'), '<', e.tuple(last.at, last.id)));
		}
		const rows = await query
			.orderBy('at', 'desc')
			.orderBy('id', 'desc')
			.limit(perPage + 1)
			.execute();
		const mails = rows.slice(0, perPage);
		return { mails, next: rows.length > perPage ? (mails.at(-1)?.id ?? null) : null };
	},
});

/** In production a mail with a link that lets somebody in is read in one's real mailbox only. */
export const mailPage = verb({
	name: 'mailPage',
	method: 'get',
	path: '/me/mails/{mailId}',
	summary: 'One mail written to oneself',
	scope: 'notifications:read',
	who: ['owner'],
	at: mailGround,
	input: z.object({ mailId: z.uuid() }),
	async run({ trx }, { mailId }) {
		const { secretLinks, body, calendar, ...mail } = await trx
			.selectFrom('mail')
			.select(['id', 'kind', 'subject', 'body', 'toAddress', 'at', 'sentAt', 'failedAt', 'secretLinks', 'calendar'])
			.where('id', '=', mailId)
			.executeTakeFirstOrThrow();
		const hidden = secretLinks && (await instanceKind(trx)) !== 'demo';
		return { ...mail, body: hidden ? null : body, calendar: calendar !== null };
	},
});

export const mailCalendar = verb({
	name: 'mailCalendar',
	method: 'get',
	path: '/me/mails/{mailId}/calendar',
	summary: 'The calendar file that went with a mail',
	scope: 'notifications:read',
	who: ['owner'],
	at: mailGround,
	input: z.object({ mailId: z.uuid() }),
	async run({ trx }, { mailId }) {
		const { calendar } = await trx
			.selectFrom('mail')
			.select('calendar')
			.where('id', '=', mailId)
			.executeTakeFirstOrThrow();
		if (!calendar) throw notFound();
		return new Response(calendar, {
			headers: {
				'content-type': 'text/calendar; charset=utf-8',
				'content-disposition': 'attachment; filename="allmende.ics"',
				'cache-control': 'private, no-store',
			},
		});
	},
});
