import type { Selectable, Transaction } from 'kysely';
import { config } from '#platform/server/config.ts';
import { queueMail } from '#platform/server/mail.ts';
import type { Application, DB } from '#platform/server/schema.ts';
import type { Locale } from '#platform/viewer.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { formatDayTime } from '#ui/format.ts';
import { m } from '#messages/messages.js';

type About = { cohort: CohortRow; application: Selectable<Application>; at: Date };
/** `token`: the secret of the mail's one link; `until`: how long it holds. */
export type ApplicationMail = About &
	(
		| { kind: 'verify' | 'known' | 'received'; token: string }
		| { kind: 'accepted'; token: string; until: Date; words: string }
		| { kind: 'offered'; token: string; until: Date }
		| { kind: 'declined' | 'waitlisted'; words: string }
		| { kind: 'cancelled'; words: string }
		| { kind: 'expired' | 'withdrawn' }
	);

const localeOf = (application: { locale: string }): Locale => (application.locale === 'en' ? 'en' : 'de');

/** Writes to an applicant, who need not be a person of the platform, in the language of the application. */
export async function mailApplicant(trx: Transaction<DB>, mail: ApplicationMail): Promise<void> {
	const { application, at } = mail;
	await queueMail(trx, {
		...textsOf(mail),
		kind: `application_${mail.kind}`,
		userId: application.userId,
		to: application.email,
		locale: localeOf(application),
		secretLinks: 'token' in mail,
		at,
	});
}

function textsOf(mail: ApplicationMail): { subject: string; body: string } {
	const { cohort, application } = mail;
	const to = { locale: localeOf(application) };
	const until = 'until' in mail ? formatDayTime(mail.until, { ...to, timeZone: cohort.timeZone }) : '';
	const words = 'words' in mail && mail.words ? `${mail.words}\n\n` : '';
	const values = { name: application.name, cohort: cohort.name, until, words, link: linkOf(mail) };
	const texts = {
		verify: [m.application_mail_verify_subject, m.application_mail_verify_body],
		known: [m.application_mail_known_subject, m.application_mail_known_body],
		received: [m.application_mail_received_subject, m.application_mail_received_body],
		accepted: [m.application_mail_accepted_subject, m.application_mail_accepted_body],
		offered: [m.application_mail_offered_subject, m.application_mail_offered_body],
		declined: [m.application_mail_declined_subject, m.application_mail_declined_body],
		waitlisted: [m.application_mail_waitlisted_subject, m.application_mail_waitlisted_body],
		cancelled: [m.application_mail_cancelled_subject, m.application_mail_cancelled_body],
		expired: [m.application_mail_expired_subject, m.application_mail_expired_body],
		withdrawn: [m.application_mail_withdrawn_subject, m.application_mail_withdrawn_body],
	} as const;
	const [subject, body] = texts[mail.kind];
	return { subject: subject(values, to), body: body(values, to) };
}

function linkOf(mail: ApplicationMail): string {
	if (!('token' in mail)) return '';
	const to = (path: string) => `${config.publicUrl}${path}`;
	switch (mail.kind) {
		case 'verify':
			return to(`/applications/verify?token=${mail.token}`);
		case 'known':
		case 'received':
			return to(`/applications/${mail.application.id}?token=${mail.token}`);
		case 'offered':
			return to(`/applications/${mail.application.id}/offer?token=${mail.token}`);
		case 'accepted':
			return to(`/enrol/${mail.token}`);
	}
}
