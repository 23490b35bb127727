import { config } from '#platform/server/config.ts';
import type { OutgoingMail } from '#platform/server/mail.ts';
import type { Locale } from '#platform/viewer.ts';
import { formatDayTime } from '#ui/format.ts';
import { m } from '#messages/messages.js';

type Person = { id: string; name: string; email: string; locale: string; timeZone: string };

/** `asked_for_you`: by an administrator. `done` goes to an address that is known nowhere else any more. */
export function erasureMail(
	kind: 'asked' | 'asked_for_you' | 'done',
	person: Person,
	{ dueAt, now }: { dueAt: Date; now: Date },
): OutgoingMail {
	const locale: Locale = person.locale === 'en' ? 'en' : 'de';
	const to = { locale };
	const values = {
		name: person.name,
		when: formatDayTime(dueAt, { locale, timeZone: person.timeZone }),
		link: `${config.publicUrl}/me/erasure`,
	};
	const texts = {
		asked: { subject: m.mail_erasure_asked_subject({}, to), body: m.mail_erasure_asked_body(values, to) },
		asked_for_you: {
			subject: m.mail_erasure_asked_subject({}, to),
			body: m.mail_erasure_asked_for_you_body(values, to),
		},
		done: { subject: m.mail_erasure_done_subject({}, to), body: m.mail_erasure_done_body(values, to) },
	}[kind];
	return {
		...texts,
		kind: `account_erasure_${kind}`,
		userId: kind === 'done' ? null : person.id,
		to: person.email,
		locale,
		at: now,
	};
}
