import { beforeAll, beforeEach, expect, test } from 'vitest';
import { hidePost, postReply } from '#conversation/server/posts.ts';
import { startThread } from '#conversation/server/threads.ts';
import { setCommunityNotifications } from '#notifications/server/community-wishes.ts';
import { deliverActivity } from '#notifications/server/deliver.ts';
import { sendDigests } from '#notifications/server/digest.ts';
import { newsPage, openNews } from '#notifications/server/news.ts';
import { setNotificationPreferences } from '#notifications/server/preferences.ts';
import { mailSubscription, unsubscribe } from '#notifications/server/unsubscribing.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '../../../tests/cast.ts';
import { cohortWorld, type World } from '../../../tests/world.ts';

let world: World;
let lea: Viewer, lina: Viewer, lars: Viewer;
let threadId: string;
beforeAll(async () => {
	world = await cohortWorld({ learners: 3 });
	[lea, lina, lars] = world.learners as [Viewer, Viewer, Viewer];
});
beforeEach(async () => {
	for (const table of ['digest', 'notification', 'mail', 'generalWish', 'communityWish'] as const)
		await database.deleteFrom(table).execute();
	await live(lea, { locale: 'de', timeZone: 'Europe/Berlin' });
	threadId = await start('2026-09-24T08:00:00Z');
});

const live = (viewer: Viewer, where: { locale?: 'de' | 'en'; timeZone?: string }) =>
	database.updateTable('user').set(where).where('id', '=', viewer.userId).execute();
const at = (instant: string) => new Date(instant);
async function start(instant: string): Promise<string> {
	const thread = { spaceId: world.spaces['marktplatz'], title: 'Ein Thema', body: 'Worum es geht.' };
	return (await does(lea, at(instant), startThread, thread)).threadId;
}
/** Somebody answers Lea, and she is told. */
async function answer(instant: string, from = lina): Promise<{ postId: string }> {
	await database.deleteFrom('activity').where('kind', '=', 'post_written').execute();
	const written = await does(from, at(instant), postReply, { threadId, body: 'Noch ein Gedanke.' });
	const activities = await database.selectFrom('activity').select('id').where('kind', '=', 'post_written').execute();
	for (const { id } of activities) await deliverActivity({ activityId: id });
	return written;
}
/** Deleting activities takes the news of them along, so that several answers are kept here. */
async function answers(...instants: string[]): Promise<void> {
	for (const instant of instants) await does(lina, at(instant), postReply, { threadId, body: 'Noch ein Gedanke.' });
	const activities = await database.selectFrom('activity').select('id').where('kind', '=', 'post_written').execute();
	for (const { id } of activities) await deliverActivity({ activityId: id });
}
const digestsOf = ({ userId }: Viewer) =>
	database
		.selectFrom('mail')
		.selectAll()
		.where('kind', '=', 'digest')
		.where('userId', '=', userId)
		.orderBy('at')
		.execute();
const count = async (viewer: Viewer) => (await digestsOf(viewer)).length;

test('one mail a day, from the chosen hour on, with what came without a mail of its own', async () => {
	await answers('2026-09-24T10:00:00Z', '2026-09-24T10:05:00Z');
	await sendDigests(at('2026-09-25T04:59:00Z'));
	expect(await count(lea)).toBe(0);
	await sendDigests(at('2026-09-25T05:00:00Z'));
	await sendDigests(at('2026-09-25T05:01:00Z'));
	const [digest] = await digestsOf(lea);
	expect(digest).toMatchObject({ subject: '2 Neuigkeiten für Sie', toAddress: lea.email, locale: 'de' });
	expect(digest?.body).toContain(`Aus „Kohorte 1“:\n\n${lina.name} hat in „Ein Thema“ geantwortet.`);
	expect(digest?.body).toContain(`/c/${world.communityId}/threads/${threadId}?at=`);
	await answers('2026-09-25T05:30:00Z');
	await sendDigests(at('2026-09-25T20:00:00Z'));
	expect(await count(lea)).toBe(1);
	await sendDigests(at('2026-09-26T05:00:00Z'));
	expect((await digestsOf(lea)).map(({ subject }) => subject)).toEqual([
		'2 Neuigkeiten für Sie',
		'Eine Neuigkeit für Sie',
	]);
});

test('nothing is sent when nothing is new, or all has been read', async () => {
	await sendDigests(at('2026-09-25T05:00:00Z'));
	expect(await count(lea)).toBe(0);
	await answer('2026-09-25T10:00:00Z');
	const { news } = await does(lea, at('2026-09-25T11:00:00Z'), newsPage, {});
	await does(lea, at('2026-09-25T11:00:00Z'), openNews, { notificationId: news[0]?.id });
	await sendDigests(at('2026-09-26T05:00:00Z'));
	expect(await count(lea)).toBe(0);
});

test('it speaks its reader’s language and keeps the clock of their place', async () => {
	await live(lea, { locale: 'en', timeZone: 'America/New_York' });
	await does(lea, at('2026-09-24T09:00:00Z'), setNotificationPreferences, { kinds: [], digestHour: '18' });
	await answer('2026-09-24T10:00:00Z');
	await sendDigests(at('2026-09-24T21:59:00Z'));
	expect(await count(lea)).toBe(0);
	await sendDigests(at('2026-09-24T22:00:00Z'));
	expect((await digestsOf(lea))[0]).toMatchObject({ subject: 'One piece of news for you', locale: 'en' });
});

test('seven stays seven when summer time ends', async () => {
	for (const day of ['24', '25', '26']) {
		await answer(`2026-10-${day}T03:00:00Z`);
		for (let minute = 0; minute < 180; minute += 30)
			await sendDigests(new Date(at(`2026-10-${day}T04:00:00Z`).getTime() + minute * 60_000));
	}
	const sent = (await digestsOf(lea)).map(({ at: when }) => when.toISOString().slice(5, 16));
	expect(sent).toEqual(['10-24T05:00', '10-25T06:00', '10-26T06:00']);
});

test('a server that stood still makes up for it, once; one that is killed loses nothing', async () => {
	await answer('2026-09-24T10:00:00Z');
	// stands in for a process that dies after it has taken the day: the transaction goes with it
	await database
		.transaction()
		.execute(async (trx) => {
			await trx
				.insertInto('digest')
				.values({
					userId: lea.userId,
					day: '2026-09-25',
					dueAt: new Date(),
					timeZone: 'Europe/Berlin',
					madeAt: new Date(),
				})
				.execute();
			throw new Error('killed');
		})
		.catch(() => null);
	await Promise.all([1, 2, 3].map(() => sendDigests(at('2026-09-25T22:30:00Z'))));
	expect(await count(lea)).toBe(1);
	await sendDigests(at('2026-09-26T05:00:00Z'));
	expect(await count(lea)).toBe(1);
});

test('moving to another time zone brings no second mail on one day', async () => {
	await answers('2026-09-24T10:00:00Z');
	await sendDigests(at('2026-09-25T05:00:00Z'));
	await answers('2026-09-25T06:00:00Z');
	await live(lea, { timeZone: 'America/New_York' });
	await sendDigests(at('2026-09-25T11:00:00Z'));
	expect(await count(lea)).toBe(1);
	await sendDigests(at('2026-09-26T11:00:00Z'));
	expect(await count(lea)).toBe(2);
});

test('what was hidden meanwhile, and what a community no longer sends, is left out', async () => {
	const { postId } = await answer('2026-09-24T10:00:00Z');
	await does(world.clara, at('2026-09-24T11:00:00Z'), hidePost, { postId });
	await sendDigests(at('2026-09-25T05:00:00Z'));
	expect(await count(lea)).toBe(0);
	await answer('2026-09-25T10:00:00Z');
	const wish = { communityId: world.communityId, hearing: '', mail: 'none' };
	await does(lea, at('2026-09-25T11:00:00Z'), setCommunityNotifications, wish);
	await sendDigests(at('2026-09-26T05:00:00Z'));
	expect(await count(lea)).toBe(0);
});

test('what is coming up stands in it', async () => {
	await answer('2026-09-27T10:00:00Z');
	await sendDigests(at('2026-09-28T05:00:00Z'));
	expect((await digestsOf(lea))[0]?.body).toMatch(/Was ansteht:\n\nMontag, 28\. September 2026, 17:00 Uhr: /);
});

test('one click ends it, without signing in, and says so', async () => {
	await answer('2026-09-24T10:00:00Z');
	await sendDigests(at('2026-09-25T05:00:00Z'));
	const address = (await digestsOf(lea))[0]?.unsubscribeUrl ?? '';
	const token = address.split('/unsubscribe/')[1] ?? '';
	const now = at('2026-09-25T06:00:00Z');
	expect(await does(null, now, mailSubscription, { token })).toEqual({ of: 'digest', name: null, off: false });
	await does(null, now, unsubscribe, { token });
	await does(null, now, unsubscribe, { token });
	expect(await does(null, now, mailSubscription, { token })).toMatchObject({ off: true });
	await answer('2026-09-25T10:00:00Z');
	await sendDigests(at('2026-09-26T05:00:00Z'));
	expect(await count(lea)).toBe(1);
	const forged = token.replace(lea.userId, lars.userId);
	await expect(does(null, now, unsubscribe, { token: forged })).rejects.toMatchObject({ status: 404 });
});

test('one click in a mail at once ends those of its community; what one must know has no such address', async () => {
	await does(lea, at('2026-09-24T09:00:00Z'), setNotificationPreferences, { kinds: ['reply'] });
	await answer('2026-09-24T10:00:00Z');
	const mails = () => database.selectFrom('mail').selectAll().where('userId', '=', lea.userId).execute();
	const [mail] = await mails();
	expect(mail?.body).toContain(`Ohne Anmeldung abbestellen:\n${mail?.unsubscribeUrl}`);
	const token = mail?.unsubscribeUrl?.split('/unsubscribe/')[1] ?? '';
	await does(null, at('2026-09-24T11:00:00Z'), unsubscribe, { token });
	expect(await does(null, at('2026-09-24T11:00:00Z'), mailSubscription, { token })).toEqual({
		of: 'community',
		name: 'Kohorte 1',
		off: true,
	});
	await answer('2026-09-24T12:00:00Z');
	expect(await mails()).toHaveLength(1);
});
