import { beforeAll, expect, test } from 'vitest';
import { joinCommunity, leaveCommunity } from '#community/server/entering.ts';
import { entrance, findCommunities } from '#community/server/finding.ts';
import { publishHouseRules } from '#community/server/house-rules.ts';
import { communityInvitations } from '#community/server/invitations.ts';
import { acceptInvitation, invitationPage } from '#community/server/joining.ts';
import {
	askByJoinLink,
	endJoinLink,
	followJoinLink,
	joinLinkPage,
	makeJoinLink,
} from '#community/server/join-links.ts';
import { askToJoin, decideJoinRequest, joinRequests, withdrawJoinRequest } from '#community/server/join-requests.ts';
import { memberRecord, removeMember } from '#community/server/members.ts';
import { peoplePage } from '#community/server/people.ts';
import { rooms } from '#community/server/rooms.ts';
import { postReply } from '#conversation/server/posts.ts';
import { talkPage } from '#conversation/server/talk-page.ts';
import { startThread } from '#conversation/server/threads.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does, person } from '../../../tests/cast.ts';
import { community, company, employee } from '../../../tests/company.ts';

const now = new Date('2026-10-05T08:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
let werk: Awaited<ReturnType<typeof company>>;
let manager: Viewer, eva: Viewer, stranger: Viewer;
let open: string, asked: string, invited: string, customers: string;
beforeAll(async () => {
	werk = await company();
	manager = await person('manfred');
	eva = await employee('eva', werk.domain);
	stranger = await person('fremd');
	open = await community(werk, { entry: 'open', manager, at: now });
	asked = await community(werk, { entry: 'asked', manager, at: now });
	invited = await community(werk, { entry: 'invited', manager, at: now });
	customers = await community(werk, { kind: 'external', entry: 'asked', manager, at: now });
	const body = 'Wir fragen nach, bevor wir urteilen.';
	await does(manager, now, publishHouseRules, { communityId: open, body, from: 0 });
});
const found = async (viewer: Viewer, at = now) =>
	(await does(viewer, at, findCommunities, {})).communities.map(({ id }) => id).sort();
const isIn = async (viewer: Viewer, communityId: string, at: Date) =>
	(await does(viewer, at, rooms, {})).communities.some(({ id }) => id === communityId);

test('people of the company find its open communities, everybody those for customers, and nobody the others', async () => {
	expect(await found(eva)).toEqual([open, asked, customers].sort());
	expect(await found(stranger)).toEqual([customers]);
	for (const communityId of [open, asked, invited])
		await expect(does(stranger, now, entrance, { communityId })).rejects.toMatchObject({ status: 404 });
	await expect(does(eva, now, joinCommunity, { communityId: invited })).rejects.toMatchObject({ status: 404 });
	await expect(does(stranger, now, joinCommunity, { communityId: open, houseRules: 1 })).rejects.toMatchObject({
		status: 404,
	});
});

test('an address that is not proved opens nothing', async () => {
	const ungeprueft = await employee('ungeprueft', werk.domain);
	await database.updateTable('user').set({ emailVerified: false }).where('id', '=', ungeprueft.userId).execute();
	expect(await found(ungeprueft)).toEqual([customers]);
});

test('one joins an open community on one’s own, once, with its house rules accepted', async () => {
	const join = (houseRules?: number) => does(eva, now, joinCommunity, { communityId: open, houseRules });
	await expect(join()).rejects.toMatchObject({ code: 'house_rules_on_entry', field: 'houseRules' });
	await expect(join(2)).rejects.toMatchObject({ code: 'house_rules_newer' });
	await Promise.all([join(1), join(1)]);
	const { history } = await does(manager, now, memberRecord, { communityId: open, userId: eva.userId });
	expect(history).toMatchObject([{ role: 'member', givenBy: 'Eva', endedAt: null }]);
	const { spaces } = await does(eva, now, talkPage, { communityId: open });
	await does(eva, now, startThread, { spaceId: spaces[1]?.id, title: 'Eine Frage', body: 'Gleich am ersten Tag.' });
	await expect(does(eva, now, joinCommunity, { communityId: asked })).rejects.toMatchObject({
		code: 'joining_by_request',
	});
});

test('whoever asks is taken in or declined by those who lead, with a reason, and may ask again later', async () => {
	const ask = (at: Date) => does(stranger, at, askToJoin, { communityId: customers, words: 'Ich fahre seit 1998.' });
	const twice = await Promise.allSettled([ask(now), ask(now)]);
	expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	const waiting = async (at: Date) =>
		(await does(manager, at, joinRequests, { communityId: customers })).requests.map(({ requestId }) => requestId);
	const decide = async (at: Date, decision: object) =>
		does(manager, at, decideJoinRequest, { communityId: customers, requestId: (await waiting(at))[0], ...decision });
	await expect(decide(now, { granted: false })).rejects.toMatchObject({ code: 'request_reason', field: 'reason' });
	await decide(now, { granted: false, reason: 'Bitte zuerst beim Händler fragen.' });
	expect((await does(stranger, now, entrance, { communityId: customers })).request).toMatchObject({
		granted: false,
		reason: 'Bitte zuerst beim Händler fragen.',
	});
	await expect(ask(inDays(6))).rejects.toMatchObject({ code: 'request_declined_lately' });
	await ask(inDays(8));
	await does(stranger, inDays(8), withdrawJoinRequest, { communityId: customers });
	expect(await waiting(inDays(8))).toEqual([]);
	await ask(inDays(9));
	await decide(inDays(10), { granted: true });
	expect(await isIn(stranger, customers, inDays(10))).toBe(true);
	await expect(ask(inDays(11))).rejects.toMatchObject({ code: 'joined_already' });
});

test('house rules accepted with a request count once it is granted', async () => {
	const body = 'Kein Verkauf, keine Preise.';
	await does(manager, now, publishHouseRules, { communityId: asked, body, from: 0 });
	const emil = await employee('emil', werk.domain);
	await expect(does(emil, now, askToJoin, { communityId: asked })).rejects.toMatchObject({ field: 'houseRules' });
	const { requestId } = await does(emil, now, askToJoin, { communityId: asked, houseRules: 1 });
	await does(manager, inDays(1), decideJoinRequest, { communityId: asked, requestId, granted: true });
	const { spaces } = await does(emil, inDays(1), talkPage, { communityId: asked });
	await does(emil, inDays(1), startThread, { spaceId: spaces[0]?.id, title: 'Guten Tag', body: 'Ich bin neu.' });
});

test('whoever leaves may come back; what was written stays, and both memberships are on record', async () => {
	await does(eva, inDays(1), leaveCommunity, { communityId: open });
	expect(await isIn(eva, open, inDays(1))).toBe(false);
	await expect(does(eva, inDays(1), talkPage, { communityId: open })).rejects.toMatchObject({ status: 404 });
	await does(eva, inDays(5), joinCommunity, { communityId: open, houseRules: 1 });
	const { threads } = await does(eva, inDays(5), talkPage, { communityId: open });
	expect(threads.map(({ title }) => title)).toEqual(['Eine Frage']);
	const { history } = await does(manager, inDays(5), memberRecord, { communityId: open, userId: eva.userId });
	expect(history.map(({ startedAt, endedAt }) => [startedAt, endedAt])).toEqual([
		[inDays(5), null],
		[now, inDays(1)],
	]);
	await expect(does(manager, inDays(5), leaveCommunity, { communityId: open })).rejects.toMatchObject({
		code: 'last_manager',
	});
});

test('whoever was removed learns why, and comes back only by asking or being asked', async () => {
	const reason = 'Dreimal Werbung trotz zweier Hinweise.';
	await expect(
		does(eva, inDays(6), removeMember, { communityId: open, userId: manager.userId, reason }),
	).rejects.toMatchObject({ status: 403 });
	await does(manager, inDays(6), removeMember, { communityId: open, userId: eva.userId, reason });
	expect((await does(eva, inDays(6), entrance, { communityId: open })).community.standing).toBe('removed');
	const rejoin = { communityId: open, houseRules: 1 };
	await expect(does(eva, inDays(7), joinCommunity, rejoin)).rejects.toMatchObject({ code: 'joining_after_removal' });
	const { address } = await does(manager, inDays(7), makeJoinLink, { communityId: open });
	const secret = address.split('/').at(-1);
	await expect(does(eva, inDays(7), followJoinLink, { secret, houseRules: 1 })).rejects.toMatchObject({
		code: 'joining_after_removal',
	});
	const { requestId } = await does(eva, inDays(8), askToJoin, rejoin);
	const { requests } = await does(manager, inDays(8), joinRequests, { communityId: open });
	expect(requests).toMatchObject([{ requestId, removedOnce: true }]);
	await does(manager, inDays(9), decideJoinRequest, { communityId: open, requestId, granted: true });
	expect(await isIn(eva, open, inDays(9))).toBe(true);
	await expect(
		does(manager, inDays(9), removeMember, { communityId: open, userId: manager.userId, reason }),
	).rejects.toMatchObject({ code: 'removing_oneself' });
});

test('a link leads several people in until it ends; a new one ends it', async () => {
	const make = async (at: Date) =>
		(await does(manager, at, makeJoinLink, { communityId: invited, days: 10 })).address.split('/').at(-1) ?? '';
	const secret = await make(now);
	expect((await does(manager, now, communityInvitations, { communityId: invited })).link?.address).toContain(secret);
	const [frida, fritz] = [await person('frida'), await person('fritz')];
	await does(frida, now, followJoinLink, { secret });
	await does(fritz, inDays(9), followJoinLink, { secret });
	expect(await does(fritz, inDays(9), joinLinkPage, { secret })).toMatchObject({ inside: true, over: false });
	const late = await person('late');
	await expect(does(late, inDays(10), followJoinLink, { secret })).rejects.toMatchObject({ code: 'join_link_over' });
	const second = await make(inDays(11));
	expect(await does(null, inDays(11), joinLinkPage, { secret })).toMatchObject({ over: true, rules: null });
	await does(manager, inDays(12), endJoinLink, { communityId: invited });
	await expect(does(late, inDays(12), followJoinLink, { secret: second })).rejects.toMatchObject({
		code: 'join_link_over',
	});
	await expect(does(null, now, joinLinkPage, { secret: 'geraten' })).rejects.toMatchObject({ status: 404 });
});

test('who has no account proves the address by a mail, and nobody learns who belongs', async () => {
	const { address } = await does(manager, now, makeJoinLink, { communityId: open });
	const secret = address.split('/').at(-1);
	const email = 'neu@kunden.example';
	const mails = () => database.selectFrom('mail').select('body').where('toAddress', '=', email).execute();
	expect(await does(null, now, askByJoinLink, { secret, email })).toEqual({ sent: true });
	expect(await does(null, now, askByJoinLink, { secret, email })).toEqual({ sent: true });
	expect(await does(null, now, askByJoinLink, { secret, email: manager.email })).toEqual({ sent: true });
	const [mail, ...others] = await mails();
	expect(others).toEqual([]);
	const token = /\/invitations\/([\w-]+)/.exec(mail?.body ?? '')?.[1];
	expect((await does(null, now, invitationPage, { token })).rules?.version).toBe(1);
	const account = { token, name: 'Nele Neu', password: 'ein langes passwort' };
	await expect(does(null, now, acceptInvitation, account)).rejects.toMatchObject({ field: 'houseRules' });
	const { communityId } = await does(null, now, acceptInvitation, { ...account, houseRules: 1 });
	expect(communityId).toBe(open);
});

test('newcomers are shown until somebody has greeted them, and everybody is found by name', async () => {
	const at = inDays(40);
	const paul = await employee('paul', werk.domain);
	await does(paul, at, joinCommunity, { communityId: open, houseRules: 1 });
	const newcomers = async () => (await does(manager, at, peoplePage, { communityId: open })).newcomers;
	expect((await newcomers()).map(({ name, welcomed }) => [name, welcomed])).toEqual([['Paul', false]]);
	const { spaces } = await does(paul, at, talkPage, { communityId: open });
	const thread = { spaceId: spaces[2]?.id, title: 'Guten Tag', body: 'Ich komme aus der Lackiererei.' };
	const { threadId } = await does(paul, at, startThread, thread);
	expect((await newcomers())[0]?.welcomed).toBe(false);
	await does(manager, at, postReply, { threadId, body: 'Schön, dass Sie da sind.' });
	expect((await newcomers())[0]?.welcomed).toBe(true);
	const { people, count } = await does(manager, at, peoplePage, { communityId: open, search: 'PAU' });
	expect([people.map(({ name }) => name), count > 1]).toEqual([['Paul'], true]);
});
