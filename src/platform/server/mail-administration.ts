import { sql, type Kysely } from 'kysely';
import * as z from 'zod';
import { notFound } from '#platform/refusal.ts';
import { audit } from '#platform/server/audit.ts';
import { config } from '#platform/server/config.ts';
import { here } from '#platform/server/here.ts';
import { mailJob, sendSoon } from '#platform/server/mail.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';

type UnsentMail = {
	id: string;
	toAddress: string;
	name: string | null;
	userId: string | null;
	subject: string;
	at: Date;
	failedAt: Date;
	failure: string;
	attempts: number | null;
	/** When it is tried again by itself; `null` once it has been tried as often as it may. */
	nextTryAt: Date | null;
};

const perPage = 30;
const unsent = sql`m.failed_at is not null and m.sent_at is null and m.given_up_at is null`;

/** How many mails could not be sent so far and are not given up. */
export async function unsentMails(db: Kysely<DB>): Promise<number> {
	const { rows } = await sql<{ count: number }>`select count(*)::int as count from mail m where ${unsent}`.execute(db);
	return rows[0]?.count ?? 0;
}

/** To whom, about what and why not; the words of a mail are for its reader alone. */
export const failedMails = verb({
	name: 'failedMails',
	method: 'get',
	path: '/admin/mails',
	summary: 'Mails that could not be sent, the last to fail first',
	scope: 'administration:read',
	who: ['administrator'],
	at: here,
	input: z.object({ before: z.uuid().optional() }),
	paged: 'before',
	async run({ trx }, { before }) {
		const { rows } = await sql<UnsentMail>`
			select m.id, m.to_address as "toAddress", u.name, u.id as "userId", m.subject, m.at, m.failed_at as "failedAt",
				coalesce(m.failure, '') as failure, j.attempts,
				case when j.attempts < j.max_attempts then j.run_at end as "nextTryAt"
			from mail m
				left join "user" u on u.id = m.user_id and u.erased_at is null
				left join graphile_worker.jobs j on j.key = 'send_mail:' || m.id
			where ${unsent} and (${before ?? null}::uuid is null
				or (m.failed_at, m.id) < (select failed_at, id from mail where id = ${before ?? null}::uuid))
			order by m.failed_at desc, m.id desc limit ${perPage + 1}`.execute(trx);
		const mails = rows.slice(0, perPage);
		return {
			mails,
			next: rows.length > perPage ? (mails.at(-1)?.id ?? null) : null,
			/** Without an SMTP server mails are in the mailbox of the instance only, and none fails. */
			sends: config.smtpUrl !== null,
		};
	},
});

export const sendMailAgain = verb({
	name: 'sendMailAgain',
	method: 'post',
	path: '/admin/mails/{mailId}/send',
	summary: 'Try at once to send a mail that could not be sent',
	scope: 'administration:write',
	who: ['administrator'],
	at: here,
	status: 202,
	input: z.object({ mailId: z.uuid() }),
	output: z.object({ queued: z.literal(true) }),
	async run(scene, { mailId }) {
		await lockUnsent(scene.trx, mailId);
		await sendSoon(scene.trx, mailId);
		await audit(scene.trx, { action: 'mail_sent_again', actorId: signedIn(scene).userId, subjectId: mailId });
		return { queued: true as const };
	},
});

/** The mail stays where its reader finds it after signing in; only the sending ends. */
export const giveUpMail = verb({
	name: 'giveUpMail',
	method: 'post',
	path: '/admin/mails/{mailId}/give-up',
	summary: 'Stop trying to send a mail, with the reason',
	scope: 'administration:write',
	who: ['administrator'],
	at: here,
	input: z.object({ mailId: z.uuid(), reason: z.string().trim().min(10).max(500) }),
	output: z.object({ givenUp: z.literal(true) }),
	async run(scene, { mailId, reason }) {
		await lockUnsent(scene.trx, mailId);
		await scene.trx.updateTable('mail').set({ givenUpAt: new Date() }).where('id', '=', mailId).execute();
		await sql`select graphile_worker.remove_job(${mailJob(mailId)})`.execute(scene.trx);
		await audit(scene.trx, {
			action: 'mail_given_up',
			actorId: signedIn(scene).userId,
			subjectId: mailId,
			detail: { reason },
		});
		return { givenUp: true as const };
	},
});

async function lockUnsent(trx: Kysely<DB>, mailId: string): Promise<void> {
	const found = await trx
		.selectFrom('mail')
		.select('id')
		.where('id', '=', mailId)
		.where('failedAt', 'is not', null)
		.where('sentAt', 'is', null)
		.where('givenUpAt', 'is', null)
		.forUpdate()
		.executeTakeFirst();
	if (!found) throw notFound();
}
