import { createHmac, timingSafeEqual } from 'node:crypto';
import { config } from '#platform/server/config.ts';

/** What a mail can be turned off as: the digest, all optional mails from a community, or one kind of mail. */
export type MailSource = { digest: true } | { communityId: string } | { kind: string };

type Subscription = { userId: string; from: string };

const sealOf = ({ userId, from }: Subscription): string =>
	createHmac('sha256', config.secret).update(`unsubscribe ${userId} ${from}`).digest('base64url');

/** Where whoever got a mail, and nobody else, turns such mails off without signing in. */
export function unsubscribeAddress(userId: string, source: MailSource): string {
	const from = 'digest' in source ? 'digest' : 'kind' in source ? source.kind : source.communityId;
	return `${config.publicUrl}/unsubscribe/${userId}.${from}.${sealOf({ userId, from })}`;
}

/** What an address of ours turns off for whom; `null` for one that is not ours. */
export function subscriptionOf(token: string): { userId: string; source: MailSource } | null {
	const [userId = '', from = '', seal = ''] = token.split('.');
	const [given, ours] = [Buffer.from(seal), Buffer.from(sealOf({ userId, from }))];
	if (given.length !== ours.length || !timingSafeEqual(given, ours)) return null;
	if (from === 'digest') return { userId, source: { digest: true } };
	return { userId, source: from.includes('-') ? { communityId: from } : { kind: from } };
}
