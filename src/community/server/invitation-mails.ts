import type { Kysely } from 'kysely';
import { config } from '#platform/server/config.ts';
import { queueMail } from '#platform/server/mail.ts';
import type { DB } from '#platform/server/schema.ts';
import type { Locale } from '#platform/viewer.ts';
import { formatLongDate } from '#ui/format.ts';
import { m } from '#messages/messages.js';

export type InvitationMail = {
	email: string;
	locale: Locale;
	/** Whoever invites. */
	by: string;
	/** Their own words; may be empty. */
	words: string;
	/** `null`: to the instance alone. */
	community: string | null;
	token: string;
	until: Date;
	userId: string | null;
	at: Date;
};

/** Writes to the invited address, whether or not anybody with it has an account. */
export async function mailInvitation(db: Kysely<DB>, mail: InvitationMail): Promise<void> {
	const to = { locale: mail.locale };
	const values = {
		by: mail.by,
		community: mail.community ?? '',
		words: mail.words ? `${mail.words}\n\n` : '',
		link: `${config.publicUrl}/invitations/${mail.token}`,
		until: formatLongDate(mail.until, { ...to, timeZone: 'Europe/Berlin' }),
	};
	const texts = mail.community
		? {
				kind: 'invitation_community',
				subject: m.mail_invitation_community_subject(values, to),
				body: m.mail_invitation_community_body(values, to),
			}
		: {
				kind: 'invitation_instance',
				subject: m.mail_invitation_instance_subject(values, to),
				body: m.mail_invitation_instance_body(values, to),
			};
	await queueMail(db, {
		...texts,
		userId: mail.userId,
		to: mail.email,
		locale: mail.locale,
		secretLinks: true,
		at: mail.at,
	});
}
