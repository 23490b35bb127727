import * as z from 'zod';
import { notFound } from '#platform/refusal.ts';
import { here } from '#platform/server/here.ts';
import { verb, type Scene } from '#platform/server/verb.ts';
import { subscriptionOf } from '#notifications/server/unsubscribe-address.ts';
import { ownWishes } from '#notifications/server/wishes.ts';
import { digests } from '#notifications/wishes.ts';
import { titleOf } from '#notifications/words.ts';

const input = z.object({ token: z.string().max(300).describe('The last part of the address in the mail') });

async function subscriptionIn({ trx }: Scene, token: string) {
	const subscription = subscriptionOf(token);
	if (!subscription) throw notFound();
	const person = await trx
		.selectFrom('user')
		.select('id')
		.where('id', '=', subscription.userId)
		.where('erasedAt', 'is', null)
		.executeTakeFirst();
	if (!person) throw notFound();
	return subscription;
}

/** The secret in the mail is all that is asked for: whoever no longer wants it need not remember a password. */
export const mailSubscription = verb({
	name: 'mailSubscription',
	method: 'get',
	path: '/mail-subscription',
	summary: 'What the address in a mail turns off, and whether it is off already',
	scope: 'notifications:read',
	who: ['anyone'],
	at: here,
	input,
	async run(scene, { token }) {
		const { userId, source } = await subscriptionIn(scene, token);
		if ('digest' in source) {
			const { general } = await ownWishes(scene.trx, userId, {});
			const gathered = await scene.trx
				.selectFrom('communityWish')
				.select('communityId')
				.where('userId', '=', userId)
				.where('mail', '=', 'digest')
				.limit(1)
				.execute();
			return { of: 'digest' as const, name: null, off: !general.digest && gathered.length === 0 };
		}
		if ('kind' in source) {
			const { general } = await ownWishes(scene.trx, userId, { kind: source.kind });
			return { of: 'kind' as const, name: titleOf(source.kind, scene), off: general.mail === false };
		}
		const { community, general } = await ownWishes(scene.trx, userId, source);
		const found = await scene.trx
			.selectFrom('community')
			.select('name')
			.where('id', '=', source.communityId)
			.executeTakeFirst();
		const off = community.mail === 'none' && !digests({ community, general });
		return { of: 'community' as const, name: found?.name ?? '', off };
	},
});

/** One click in the mail program (RFC 8058), or the button of the page. What is always sent is not touched. */
export const unsubscribe = verb({
	name: 'unsubscribe',
	method: 'post',
	path: '/mail-subscription',
	summary: 'Turn off the mails that the address in a mail stands for',
	scope: 'notifications:write',
	who: ['anyone'],
	at: here,
	input,
	output: z.object({ off: z.literal(true) }),
	async run(scene, { token }) {
		const { userId, source } = await subscriptionIn(scene, token);
		if ('digest' in source) await endDigest(scene, userId);
		else if ('kind' in source) await endKind(scene, userId, source.kind);
		else await endMails(scene, userId, source.communityId);
		return { off: true as const };
	},
});

async function endDigest({ trx, now }: Scene, userId: string): Promise<void> {
	await trx
		.insertInto('generalWish')
		.values({ userId, digest: false, chosenAt: now })
		.onConflict((c) => c.column('userId').doUpdateSet({ digest: false, chosenAt: now }))
		.execute();
	await trx
		.updateTable('communityWish')
		.set({ mail: 'none', chosenAt: now })
		.where('userId', '=', userId)
		.where('mail', '=', 'digest')
		.execute();
}

async function endMails({ trx, now }: Scene, userId: string, communityId: string): Promise<void> {
	await trx
		.insertInto('communityWish')
		.values({ userId, communityId, mail: 'none', chosenAt: now })
		.onConflict((c) => c.columns(['userId', 'communityId']).doUpdateSet({ mail: 'none', chosenAt: now }))
		.execute();
}

async function endKind({ trx }: Scene, userId: string, kind: string): Promise<void> {
	await trx
		.insertInto('notificationPreference')
		.values({ userId, kind, mail: false })
		.onConflict((c) => c.columns(['userId', 'kind']).doUpdateSet({ mail: false }))
		.execute();
}
