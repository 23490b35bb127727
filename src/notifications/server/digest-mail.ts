import { m } from '#messages/messages.js';
import { eventOf } from '#events/server/calendar-events.ts';
import { config } from '#platform/server/config.ts';
import type { OutgoingMail } from '#platform/server/mail.ts';
import type { ComingMeeting } from '#notifications/server/digest-meetings.ts';
import type { Values } from '#notifications/server/happening.ts';
import { localeOf, wishesAddress, type Addressee } from '#notifications/server/news-mail.ts';
import { unsubscribeAddress } from '#notifications/server/unsubscribe-address.ts';
import { sentenceOf } from '#notifications/words.ts';
import { formatDayTime, type Reader } from '#ui/format.ts';

export type DigestEntry = { id: string; kind: string; href: string; values: Values; community: string | null };

/** Pieces of news in one mail; the rest is counted, and stands under "Neues". */
const listed = 40;

/** What has waited, under the names of its communities, and what is coming up. */
export function digestMail(
	person: Omit<Addressee, 'inside'>,
	entries: readonly DigestEntry[],
	meetings: readonly ComingMeeting[],
	now: Date,
): OutgoingMail {
	const locale = localeOf(person);
	const reader = { locale, timeZone: person.timeZone };
	const to = { locale };
	const unsubscribeUrl = unsubscribeAddress(person.id, { digest: true });
	const communities = Map.groupBy(entries.slice(0, listed), ({ community }) => community ?? '');
	const more = entries.length - listed;
	const body = [
		m.digest_greeting({ name: person.name }, to),
		...[...communities].map(([community, news]) => newsOf(community, news, reader)),
		...(more > 0 ? [m.digest_more({ count: more, link: `${config.publicUrl}/news` }, to)] : []),
		...(meetings.length > 0 ? [meetingsOf(meetings, reader)] : []),
		m.digest_foot({ settings: wishesAddress(null), unsubscribe: unsubscribeUrl }, to),
	];
	return {
		kind: 'digest',
		userId: person.id,
		to: person.email,
		locale,
		subject: m.digest_subject({ count: entries.length }, to),
		body: body.join('\n\n'),
		unsubscribeUrl,
		at: now,
	};
}

function newsOf(community: string, news: readonly DigestEntry[], reader: Reader): string {
	const lines = news.map(({ kind, values, href }) => `${sentenceOf(kind, values, reader)}\n${config.publicUrl}${href}`);
	const { locale } = reader;
	return [...(community ? [m.digest_from({ community }, { locale })] : []), ...lines].join('\n\n');
}

function meetingsOf(meetings: readonly ComingMeeting[], reader: Reader): string {
	const lines = meetings.map((meeting) => {
		const { title, url } = eventOf(meeting, reader.locale);
		return `${formatDayTime(meeting.startsAt, reader)}: ${title}\n${url}`;
	});
	return [m.digest_coming_up({}, { locale: reader.locale }), ...lines].join('\n\n');
}
