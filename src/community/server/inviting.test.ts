import { beforeAll, expect, test } from 'vitest';
import { communityInvitations, instanceInvitations } from '#community/server/invitations.ts';
import {
	inviteToCommunity,
	inviteToInstance,
	sendInvitationAgain,
	withdrawInvitation,
} from '#community/server/inviting.ts';
import { acceptInvitation, invitationPage } from '#community/server/joining.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does, person } from '../../../tests/cast.ts';
import { cohortWorld, type World } from '../../../tests/world.ts';

const now = new Date('2026-10-05T08:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const password = 'ein langes passwort';
let world: World;
let ada: Viewer;
let manager: Viewer;
let communityId: string;
beforeAll(async () => {
	world = await cohortWorld({ learners: 1 });
	ada = await person('ada', { administrator: true });
	manager = await person('manfred');
	({ id: communityId } = await database
		.insertInto('community')
		.values({ organisationId: world.organisationId, kind: 'internal', name: 'Werkstatt', createdAt: now })
		.returning('id')
		.executeTakeFirstOrThrow());
	await database
		.insertInto('membership')
		.values({ communityId, userId: manager.userId, role: 'manager', startedAt: now })
		.execute();
});

/** The secret of the newest link that was mailed to this address. */
async function tokenTo(email: string): Promise<string> {
	const mail = await database
		.selectFrom('mail')
		.select('body')
		.where('toAddress', '=', email)
		.orderBy('id', 'desc')
		.executeTakeFirstOrThrow();
	return /\/invitations\/([\w-]+)/.exec(mail.body)?.[1] ?? '';
}
const rolesOf = async (userId: string) =>
	(
		await database
			.selectFrom('membership')
			.select('role')
			.where('communityId', '=', communityId)
			.where('userId', '=', userId)
			.where('endedAt', 'is', null)
			.execute()
	).map(({ role }) => role);

test('an administrator invites somebody without an account, who creates one by the mailed link, once', async () => {
	const email = 'neu@example.org';
	await does(ada, now, inviteToInstance, { email: 'Neu@Example.org', words: 'Willkommen bei uns!', locale: 'de' });
	const token = await tokenTo(email);
	const mail = await database.selectFrom('mail').selectAll().where('toAddress', '=', email).executeTakeFirstOrThrow();
	expect(mail).toMatchObject({ kind: 'invitation_instance', secretLinks: true, locale: 'de' });
	expect(mail.body).toContain('Willkommen bei uns!');
	const kept = await database.selectFrom('invitation').selectAll().where('email', '=', email).executeTakeFirstOrThrow();
	expect(JSON.stringify(kept)).not.toContain(token);
	expect(await does(null, now, invitationPage, { token })).toMatchObject({ state: 'open', email, hasAccount: false });
	await expect(does(null, now, acceptInvitation, { token, name: 'Nele Neu', password: 'kurz' })).rejects.toMatchObject({
		errors: [{ field: 'password' }],
	});
	await expect(does(null, now, acceptInvitation, { token, password })).rejects.toMatchObject({ field: 'name' });
	const { userId } = await does(null, now, acceptInvitation, { token, name: 'Nele Neu', password });
	const made = await database.selectFrom('user').selectAll().where('id', '=', userId).executeTakeFirstOrThrow();
	expect(made).toMatchObject({ name: 'Nele Neu', email, emailVerified: true, administrator: false });
	await expect(does(null, now, acceptInvitation, { token, name: 'Zwei', password })).rejects.toMatchObject({
		code: 'invitation_taken_up',
	});
	await expect(does(ada, now, inviteToInstance, { email })).rejects.toMatchObject({ code: 'invitation_has_account' });
});

test('a double click on accepting makes one account and one membership', async () => {
	const email = 'doppelt@example.org';
	await does(manager, now, inviteToCommunity, { communityId, email });
	const token = await tokenTo(email);
	const answers = await Promise.allSettled(
		[1, 2, 3].map(() => does(null, now, acceptInvitation, { token, name: 'Dora Doppelt', password })),
	);
	expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	const people = await database.selectFrom('user').select('id').where('email', '=', email).execute();
	expect(people).toHaveLength(1);
	expect(await rolesOf(people[0]?.id ?? '')).toEqual(['member']);
});

test('a double click by somebody signed in is answered twice and joins once', async () => {
	const zwei = await person('zwei');
	await does(manager, now, inviteToCommunity, { communityId, email: zwei.email, role: 'manager' });
	const token = await tokenTo(zwei.email);
	await Promise.all([1, 2].map(() => does(zwei, now, acceptInvitation, { token })));
	expect(await rolesOf(zwei.userId)).toEqual(['manager']);
});

test('a double click on inviting sends one mail and says that one is on its way', async () => {
	const email = 'eilig@example.org';
	const sent = await Promise.allSettled(
		[1, 2].map(() => does(manager, now, inviteToCommunity, { communityId, email, locale: 'en' })),
	);
	expect(sent.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	const mails = await database.selectFrom('mail').selectAll().where('toAddress', '=', email).execute();
	expect(mails).toMatchObject([{ subject: 'Invitation to “Werkstatt”', locale: 'en' }]);
	await expect(does(manager, now, inviteToCommunity, { communityId, email })).rejects.toMatchObject({
		code: 'invitation_open_already',
	});
});

test('an invitation is bound to its address: nobody else comes in by its link', async () => {
	const [lea] = world.learners;
	const known = await person('bekannt');
	await does(manager, now, inviteToCommunity, { communityId, email: known.email });
	const token = await tokenTo(known.email);
	expect(await does(lea ?? null, now, invitationPage, { token })).toMatchObject({ viewer: 'other' });
	await expect(does(lea ?? null, now, acceptInvitation, { token })).rejects.toMatchObject({
		code: 'invitation_other_address',
	});
	await expect(does(null, now, acceptInvitation, { token, name: 'Wer', password })).rejects.toMatchObject({
		code: 'invitation_sign_in',
	});
	await does(known, now, acceptInvitation, { token });
	expect(await rolesOf(known.userId)).toEqual(['member']);
	await expect(does(manager, now, inviteToCommunity, { communityId, email: known.email })).rejects.toMatchObject({
		code: 'invitation_belongs',
	});
});

test('it holds for 14 days and not a moment longer; afterwards one invites anew', async () => {
	const email = 'spaet@example.org';
	await does(manager, now, inviteToCommunity, { communityId, email });
	const token = await tokenTo(email);
	const accept = (at: Date) => does(null, at, acceptInvitation, { token, name: 'Spät', password });
	expect(await does(null, inDays(13.9), invitationPage, { token })).toMatchObject({ state: 'open' });
	await expect(accept(inDays(14))).rejects.toMatchObject({ code: 'invitation_over' });
	const listed = await does(manager, inDays(15), communityInvitations, { communityId });
	expect(listed.invitations.find((each) => each.email === email)).toMatchObject({ expired: true });
	await does(manager, inDays(15), inviteToCommunity, { communityId, email });
	await expect(accept(inDays(15))).rejects.toMatchObject({ code: 'invitation_over' });
	expect(await tokenTo(email)).not.toBe(token);
});

test('sent again, only the new link leads in; withdrawn, none does', async () => {
	const email = 'nochmal@example.org';
	const { invitationId } = await does(manager, now, inviteToCommunity, { communityId, email });
	const old = await tokenTo(email);
	await does(manager, inDays(3), sendInvitationAgain, { invitationId });
	const fresh = await tokenTo(email);
	await expect(does(null, inDays(3), invitationPage, { token: old })).rejects.toMatchObject({ status: 404 });
	expect(await does(null, inDays(16), invitationPage, { token: fresh })).toMatchObject({ state: 'open' });
	await does(manager, inDays(4), withdrawInvitation, { invitationId });
	expect(await does(null, inDays(4), invitationPage, { token: fresh })).toMatchObject({ state: 'over' });
	await expect(does(manager, inDays(4), sendInvitationAgain, { invitationId })).rejects.toMatchObject({
		code: 'invitation_settled',
	});
	await expect(does(null, inDays(4), acceptInvitation, { token: fresh, name: 'Nie', password })).rejects.toMatchObject({
		code: 'invitation_over',
	});
});

test('nobody is invited into a cohort but to read along, and companions make no managers', async () => {
	const asked = { communityId: world.communityId, email: 'gast@example.org' };
	await expect(does(world.olga, now, inviteToCommunity, { ...asked, role: 'member' })).rejects.toMatchObject({
		code: 'invitation_cohort_by_application',
	});
	await does(world.clara, now, inviteToCommunity, { ...asked, role: 'observer' });
	const companion = await person('companion');
	await database
		.insertInto('membership')
		.values({ communityId, userId: companion.userId, role: 'companion', startedAt: now })
		.execute();
	await expect(
		does(companion, now, inviteToCommunity, { communityId, email: 'chef@example.org', role: 'manager' }),
	).rejects.toMatchObject({ code: 'forbidden' });
});

test('an archived community takes nobody any more', async () => {
	const email = 'zuspaet@example.org';
	await does(manager, now, inviteToCommunity, { communityId, email });
	const token = await tokenTo(email);
	await database.updateTable('community').set({ archivedAt: now }).where('id', '=', communityId).execute();
	await expect(does(null, now, acceptInvitation, { token, name: 'Zu spät', password })).rejects.toMatchObject({
		code: 'invitation_over',
	});
	await database.updateTable('community').set({ archivedAt: null }).where('id', '=', communityId).execute();
});

test('a manager sees the community’s invitations, an administrator those to the instance', async () => {
	await does(ada, now, inviteToInstance, { email: 'liste@example.org' });
	expect((await does(ada, now, instanceInvitations, {})).invitations.map(({ email }) => email)).toEqual([
		'liste@example.org',
	]);
	const here = await does(manager, now, communityInvitations, { communityId });
	expect(here.invitations.every(({ by }) => by === 'Manfred')).toBe(true);
	expect(here.roles).toEqual(['member', 'manager', 'observer']);
});
