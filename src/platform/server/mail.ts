import type { Kysely } from 'kysely';
import { createTransport } from 'nodemailer';
import { config } from '#platform/server/config.ts';
import { database } from '#platform/server/database.ts';
import { addJob } from '#platform/server/jobs.ts';
import { countMail } from '#platform/server/metrics.ts';
import type { DB } from '#platform/server/schema.ts';
import type { Locale } from '#platform/viewer.ts';

export type OutgoingMail = {
	kind: string;
	userId: string | null;
	to: string;
	locale: Locale;
	subject: string;
	/** Plain text; links on lines of their own. */
	body: string;
	/** An iCalendar invitation, update or cancellation to go with it. */
	calendar?: string;
	/** The body holds a link that signs someone in or proves an address. */
	secretLinks?: boolean;
	/** Where the mail program turns such mails off with one click; none for what is always sent. */
	unsubscribeUrl?: string;
	at: Date;
};

/** Puts a mail into the mailbox and, when SMTP is configured, on its way, within the causing transaction. */
export async function queueMail(db: Kysely<DB>, mail: OutgoingMail): Promise<string> {
	const { to, ...rest } = mail;
	const { id } = await db
		.insertInto('mail')
		.values({ ...rest, toAddress: to })
		.returning('id')
		.executeTakeFirstOrThrow();
	if (config.smtpUrl) await sendSoon(db, id);
	return id;
}

/** What the job that sends a mail is found by. */
export const mailJob = (mailId: string): string => `send_mail:${mailId}`;

/** Has a mail sent, from the first try on where it has been tried before. */
export const sendSoon = (db: Kysely<DB>, mailId: string): Promise<void> =>
	addJob(db, 'send_mail', { mailId }, mailJob(mailId));

const transport = config.smtpUrl ? createTransport(config.smtpUrl) : null;

/** RFC 8058 */
const oneClick = (url: string) => ({
	'List-Unsubscribe': `<${url}>`,
	'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
});

/** Job: hands one mail to the SMTP server; an error leaves it to the next try. */
export async function sendMail({ mailId }: { mailId: string }): Promise<void> {
	if (!transport) return;
	const mail = await database.selectFrom('mail').selectAll().where('id', '=', mailId).executeTakeFirst();
	if (!mail || mail.sentAt || mail.givenUpAt) return;
	try {
		await transport.sendMail({
			from: config.mailFrom,
			to: mail.toAddress,
			subject: mail.subject,
			text: mail.body,
			messageId: `<${mail.id}@${new URL(config.publicUrl).hostname}>`,
			...(mail.unsubscribeUrl ? { headers: oneClick(mail.unsubscribeUrl) } : {}),
			...(mail.calendar
				? {
						icalEvent: {
							method: /^METHOD:(\w+)/m.exec(mail.calendar)?.[1] ?? 'REQUEST',
							content: mail.calendar,
						},
					}
				: {}),
		});
	} catch (cause) {
		countMail('failed');
		const failure = cause instanceof Error ? cause.message : String(cause);
		await database.updateTable('mail').set({ failedAt: new Date(), failure }).where('id', '=', mailId).execute();
		throw cause;
	}
	countMail('sent');
	await database.updateTable('mail').set({ sentAt: new Date(), failedAt: null }).where('id', '=', mailId).execute();
}
