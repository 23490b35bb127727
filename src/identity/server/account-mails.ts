import { config } from '#platform/server/config.ts';
import { m } from '#messages/messages.js';
import type { OutgoingMail } from '#platform/server/mail.ts';
import type { Locale } from '#platform/viewer.ts';
import { formatDayTime } from '#ui/format.ts';

type Person = { id: string; email: string; name: string; locale?: unknown };
const localeOf = (person: Person): Locale => (person.locale === 'en' ? 'en' : 'de');

/** Mails about the account itself; their links let someone in, so that the in-app mailbox hides their bodies in production. */
export function accountMail(kind: 'verify' | 'reset', person: Person, link: string): OutgoingMail {
	const locale = localeOf(person);
	const to = { locale };
	const texts = {
		verify: { subject: m.mail_verify_subject({}, to), body: m.mail_verify_body({ name: person.name, link }, to) },
		reset: { subject: m.mail_reset_subject({}, to), body: m.mail_reset_body({ name: person.name, link }, to) },
	}[kind];
	return {
		...texts,
		kind: `account_${kind}`,
		userId: person.id,
		to: person.email,
		locale,
		secretLinks: true,
		at: new Date(),
	};
}

/** Tells a person of a sign-in by a browser that was not known; holds no link that lets anybody in. */
export function newSignInMail(person: Person & { timeZone: string }, browser: string, sessions: string): OutgoingMail {
	const locale = localeOf(person);
	const at = new Date();
	const when = formatDayTime(at, { locale, timeZone: person.timeZone });
	return {
		kind: 'account_new_sign_in',
		userId: person.id,
		to: person.email,
		locale,
		subject: m.mail_new_sign_in_subject({}, { locale }),
		body: m.mail_new_sign_in_body({ name: person.name, when, browser, link: sessions }, { locale }),
		at,
	};
}

/** Tells a person that an administrator signed them out everywhere, and why. */
export function accessEndedMail(person: Person, reason: string): OutgoingMail {
	const locale = localeOf(person);
	return {
		kind: 'account_access_ended',
		userId: person.id,
		to: person.email,
		locale,
		subject: m.mail_access_ended_subject({}, { locale }),
		body: m.mail_access_ended_body({ name: person.name, reason, link: `${config.publicUrl}/sign-in` }, { locale }),
		at: new Date(),
	};
}
