import type { Transaction } from 'kysely';
import { m } from '#messages/messages.js';
import { config } from '#platform/server/config.ts';
import { queueMail } from '#platform/server/mail.ts';
import type { DB } from '#platform/server/schema.ts';
import type { Locale } from '#platform/viewer.ts';
import { meetingFile, meetingsFile } from '#events/server/calendar-events.ts';
import type { Happening, Values } from '#notifications/server/happening.ts';
import { unsubscribeAddress, type MailSource } from '#notifications/server/unsubscribe-address.ts';
import type { Telling } from '#notifications/table.ts';
import { sentenceOf, titleOf } from '#notifications/words.ts';

export type Addressee = {
	id: string;
	name: string;
	email: string;
	locale: string;
	timeZone: string;
	/** Belongs to the community that the news is from, and so may open its pages. */
	inside: boolean;
};

export const localeOf = ({ locale }: { locale: string }): Locale => (locale === 'en' ? 'en' : 'de');

/** The page on which a person chooses what to hear: of a community, or of everything. */
export const wishesAddress = (communityId: string | null): string =>
	config.publicUrl + (communityId ? `/c/${communityId}/notifications` : '/me/notifications');

/** One piece of news as a mail in its reader's language, with a foot that leads to the reader's wishes. */
export async function mailNews(
	trx: Transaction<DB>,
	telling: Telling,
	happening: Happening,
	person: Addressee,
	values: Values,
): Promise<void> {
	const locale = localeOf(person);
	const reader = { locale, timeZone: person.timeZone };
	const community = happening.values['community'];
	const unsubscribeUrl = telling.mail === 'always' ? null : unsubscribeAddress(person.id, sourceOf(telling, happening));
	const calendar = await fileFor(trx, telling, happening, { name: person.name, email: person.email, locale });
	await queueMail(trx, {
		kind: telling.kind,
		userId: person.id,
		to: person.email,
		locale,
		subject: [titleOf(telling.kind, reader), community].filter(Boolean).join(' · '),
		body: m.news_mail_body(
			{
				name: person.name,
				sentence: sentenceOf(telling.kind, values, reader),
				link: config.publicUrl + telling.href(happening),
				foot: footOf(wishesAddress(person.inside ? happening.communityId : null), unsubscribeUrl, locale),
			},
			{ locale },
		),
		...(calendar ? { calendar } : {}),
		...(unsubscribeUrl ? { unsubscribeUrl } : {}),
		at: happening.at,
	});
}

/** What one click in the mail program turns off. */
const sourceOf = ({ kind }: Telling, { communityId }: Happening): MailSource =>
	communityId ? { communityId } : { kind };

const footOf = (settings: string, unsubscribe: string | null, locale: Locale): string =>
	unsubscribe
		? m.news_mail_foot({ settings, unsubscribe }, { locale })
		: m.news_mail_foot_always({ settings }, { locale });

async function fileFor(
	trx: Transaction<DB>,
	{ calendar }: Telling,
	{ subjectId, communityId, at }: Happening,
	attendee: { name: string; email: string; locale: Locale },
): Promise<string | null> {
	if (calendar === 'meeting' && subjectId) return meetingFile(trx, subjectId, attendee);
	if (calendar === 'all_meetings' && communityId) return meetingsFile(trx, communityId, at, attendee.locale);
	return null;
}
