import { m } from '#messages/messages.js';
import type { Hearing, MailWish } from '#notifications/wishes.ts';

/** What the wishes are called where one chooses among them. */
export const hearingNames: Record<Hearing, () => string> = { all: m.wish_all, mine: m.wish_mine, least: m.wish_least };
export const mailNames: Record<MailWish, () => string> = {
	at_once: m.wish_mail_at_once,
	digest: m.wish_mail_digest,
	none: m.wish_mail_none,
};

const mailInShort: Record<MailWish, () => string> = {
	at_once: m.preferences_mail_at_once,
	digest: m.preferences_mail_digest,
	none: m.preferences_mail_none,
};

/** Both in one line, where communities stand in a list. */
export function wishLine({ hearing, mail }: { hearing: Hearing | null; mail: MailWish | null }): string {
	const chosen = [hearing && hearingNames[hearing](), mail && mailInShort[mail]()].filter(Boolean);
	return chosen.length > 0 ? chosen.join(' · ') : m.preferences_community_general();
}
