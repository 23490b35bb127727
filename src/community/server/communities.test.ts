import { beforeAll, expect, test } from 'vitest';
import { communityAbout } from '#community/server/about.ts';
import { changeCommunity, createCommunity } from '#community/server/communities.ts';
import { governedCommunity, organisationCommunities } from '#community/server/governing.ts';
import { acceptInvitation } from '#community/server/joining.ts';
import { archiveCommunity, endManager, nameManager, reopenCommunity } from '#community/server/leadership.ts';
import { changeMemberRole, memberRecord } from '#community/server/members.ts';
import { setPhase } from '#community/server/phases.ts';
import { rooms } from '#community/server/rooms.ts';
import { startThread } from '#conversation/server/threads.ts';
import { talkPage } from '#conversation/server/talk-page.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does, person } from '../../../tests/cast.ts';
import { community, company, type Company } from '../../../tests/company.ts';
import { cohortWorld } from '../../../tests/world.ts';

const now = new Date('2026-10-05T08:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
let werk: Company;
let manager: Viewer;
let communityId: string;
beforeAll(async () => {
	werk = await company();
	manager = await person('manfred');
	communityId = await community(werk, { manager, at: now });
});

const founding = {
	kind: 'external',
	name: 'Kundenkreis',
	purpose: 'Hier helfen sich die, die unsere Räder warten.',
} as const;

test('a community begins in planning, with spaces to write in and somebody who leads it', async () => {
	const { community, leaders, history } = await does(manager, now, communityAbout, { communityId });
	expect(community).toMatchObject({ kind: 'internal', phase: 'planning', entry: 'open', addressForm: 'sie' });
	expect(leaders.map(({ name, role }) => [name, role])).toEqual([['Manfred', 'manager']]);
	expect(history).toMatchObject([{ phase: 'planning', since: '2026-10-05' }]);
	const { spaces, mayAnnounce } = await does(manager, now, talkPage, { communityId });
	expect(spaces.map(({ slug }) => slug)).toEqual(['neues', 'fragen', 'austausch']);
	expect(mayAnnounce).toBe(true);
});

test('who answers for it governs it without reading it; nobody else of the instance founds one', async () => {
	const { communities } = await does(werk.executive, now, organisationCommunities, werk);
	expect(communities).toMatchObject([{ id: communityId, managers: ['Manfred'], members: 1, phase: 'planning' }]);
	await expect(does(werk.executive, now, talkPage, { communityId })).rejects.toMatchObject({ status: 403 });
	await expect(
		does(manager, now, createCommunity, { ...founding, ...werk, managerEmail: manager.email }),
	).rejects.toMatchObject({ status: 404 });
	expect((await does(werk.executive, now, rooms, {})).governs.map(({ id }) => id)).toEqual([werk.organisationId]);
	expect((await does(manager, now, rooms, {})).governs).toEqual([]);
});

test('an organiser of the company governs like an executive, reads no conversation, and has no courses', async () => {
	const oskar = await person('oskar');
	const { organisationId } = werk;
	await database
		.insertInto('organisationRole')
		.values({ organisationId, userId: oskar.userId, role: 'organiser', startedAt: now })
		.execute();
	expect((await does(oskar, now, organisationCommunities, werk)).maySet).toBe(true);
	await expect(does(oskar, now, talkPage, { communityId })).rejects.toMatchObject({ status: 404 });
	expect(await does(oskar, now, rooms, {})).toMatchObject({ organiser: false, governs: [{ id: organisationId }] });
});

test('whoever has no account yet leads when the invitation is taken up', async () => {
	const managerEmail = 'neu@kunden.example';
	const made = await does(werk.executive, now, createCommunity, { ...founding, ...werk, managerEmail });
	const led = async () =>
		(await does(werk.executive, now, governedCommunity, { ...werk, ...made })).managers.map(({ name }) => name);
	expect(await led()).toEqual([]);
	const { body } = await database
		.selectFrom('mail')
		.select('body')
		.where('toAddress', '=', managerEmail)
		.executeTakeFirstOrThrow();
	const token = /\/invitations\/([\w-]+)/.exec(body)?.[1];
	await does(null, now, acceptInvitation, { token, name: 'Nele Neu', password: 'ein langes passwort' });
	expect(await led()).toEqual(['Nele Neu']);
});

test('the communities of a course are founded, led and closed by the course', async () => {
	const world = await cohortWorld({ learners: 1 });
	const { organisationId, communityId: cohort } = world;
	expect((await does(world.olga, now, organisationCommunities, { organisationId })).communities).toEqual([]);
	await expect(
		does(world.olga, now, archiveCommunity, { organisationId, communityId: cohort, reason: 'Weil es reicht.' }),
	).rejects.toMatchObject({ status: 404 });
	await expect(does(werk.executive, now, governedCommunity, { ...werk, communityId: cohort })).rejects.toMatchObject({
		status: 404,
	});
	const maria = await person('maria');
	await database
		.insertInto('membership')
		.values({ communityId: cohort, userId: maria.userId, role: 'manager', startedAt: now })
		.execute();
	await expect(
		does(maria, now, setPhase, {
			communityId: cohort,
			phase: 'growth',
			since: '2026-10-01',
			reason: 'Es wird voller.',
		}),
	).rejects.toMatchObject({ code: 'done_by_course' });
});

test('a phase is set with a reason and a day, and the ones before stay on record', async () => {
	const set = (phase: string, since: string, at = inDays(30), from?: string) =>
		does(manager, at, setPhase, { communityId, phase, since, from, reason: 'Die ersten zwölf sind da.' });
	await expect(set('launch', '2026-11-05')).rejects.toMatchObject({ code: 'phase_in_future', field: 'since' });
	await expect(set('launch', '2026-10-04')).rejects.toMatchObject({ code: 'phase_before_last', field: 'since' });
	await expect(set('planning', '2026-11-01')).rejects.toMatchObject({ code: 'phase_already' });
	await set('launch', '2026-11-01');
	await expect(set('growth', '2026-11-02', inDays(31), 'planning')).rejects.toMatchObject({
		code: 'phase_changed_meanwhile',
	});
	const twice = await Promise.allSettled([1, 2].map(() => set('growth', '2026-11-04', inDays(31), 'launch')));
	expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	const { history } = await does(manager, inDays(31), communityAbout, { communityId });
	expect(history.map(({ phase, since, by }) => [phase, since, by])).toEqual([
		['growth', '2026-11-04', 'Manfred'],
		['launch', '2026-11-01', 'Manfred'],
		['planning', '2026-10-05', 'Vera'],
	]);
});

test('roles are ended and never overwritten; the last who leads stays in office', async () => {
	const lea = await person('lea');
	await database
		.insertInto('membership')
		.values({ communityId, userId: lea.userId, role: 'member', startedAt: now })
		.execute();
	const become = (who: Viewer, whom: Viewer, role: string, at: Date) =>
		does(who, at, changeMemberRole, { communityId, userId: whom.userId, role });
	await expect(become(manager, manager, 'member', now)).rejects.toMatchObject({ code: 'last_manager' });
	await become(manager, lea, 'observer', inDays(1));
	await become(manager, lea, 'manager', inDays(2));
	await expect(become(lea, manager, 'observer', inDays(3))).rejects.toMatchObject({ code: 'managers_by_executives' });
	await become(lea, lea, 'companion', inDays(4));
	const { history, role } = await does(manager, inDays(5), memberRecord, { communityId, userId: lea.userId });
	expect(role).toBe('companion');
	expect(history.map((held) => [held.role, held.startedAt, held.endedAt])).toEqual([
		['companion', inDays(4), null],
		['manager', inDays(2), inDays(4)],
		['observer', inDays(1), inDays(2)],
		['member', now, inDays(1)],
	]);
});

test('who leads is changed by those who answer for it: first a successor, then the end', async () => {
	const nora = await person('nora');
	const at = { ...werk, communityId };
	await expect(does(werk.executive, inDays(60), endManager, { ...at, userId: manager.userId })).rejects.toMatchObject({
		code: 'last_manager',
	});
	expect(await does(werk.executive, inDays(60), nameManager, { ...at, email: nora.email })).toEqual({ leads: true });
	await does(werk.executive, inDays(61), endManager, { ...at, userId: manager.userId });
	const { log } = await does(werk.executive, inDays(61), governedCommunity, at);
	expect(log.slice(0, 2).map(({ kind, about, by }) => [kind, about, by])).toEqual([
		['manager_ended', 'Manfred', 'Vera'],
		['manager_named', 'Nora', 'Vera'],
	]);
	await does(werk.executive, inDays(62), nameManager, { ...at, email: manager.email });
});

test('a name and a purpose can be changed by whoever leads', async () => {
	const words = { communityId, name: 'Werkbank 2', purpose: 'Wissen teilen, statt es zu suchen.', entry: 'asked' };
	await does(manager, now, changeCommunity, { ...words, addressForm: 'du', timeZone: 'Europe/Vienna' });
	await expect(does(manager, now, changeCommunity, { ...words, timeZone: 'Mars/Nord' })).rejects.toMatchObject({
		errors: [{ field: 'timeZone' }],
	});
	const { community: changed } = await does(manager, now, communityAbout, { communityId });
	expect(changed).toMatchObject({ name: 'Werkbank 2', entry: 'asked', addressForm: 'du' });
});

test('closed, everybody reads on and nobody writes; opened again, it is being renewed', async () => {
	const at = { ...werk, communityId, reason: 'Das Projekt ist zu Ende.' };
	await does(werk.executive, inDays(70), archiveCommunity, at);
	const { spaces, mayWrite } = await does(manager, inDays(71), talkPage, { communityId });
	expect(mayWrite).toBe(false);
	const words = { spaceId: spaces[0]?.id, title: 'Noch etwas', body: 'Zu spät.' };
	await expect(does(manager, inDays(71), startThread, words)).rejects.toMatchObject({ status: 403 });
	await does(werk.executive, inDays(80), reopenCommunity, { ...at, reason: 'Es geht doch weiter.' });
	await does(manager, inDays(81), startThread, words);
	const { history } = await does(manager, inDays(81), communityAbout, { communityId });
	expect(history.slice(0, 2).map(({ phase, reason }) => [phase, reason])).toEqual([
		['renewal', 'Es geht doch weiter.'],
		['archived', 'Das Projekt ist zu Ende.'],
	]);
});
