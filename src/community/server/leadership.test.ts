import { beforeAll, expect, test } from 'vitest';
import { changeCommunity } from '#community/server/communities.ts';
import { governedCommunity, organisationCommunities } from '#community/server/governing.ts';
import { inviteToCommunity } from '#community/server/inviting.ts';
import { endManager, nameDeputy, nameManager, requireCertificate } from '#community/server/leadership.ts';
import { changeMemberRole } from '#community/server/members.ts';
import { communityGround, standing } from '#community/server/standing.ts';
import { revokeCertificate } from '#credentials/server/certificates.ts';
import { decideFlag, flagPost } from '#conversation/server/flags.ts';
import { talkPage } from '#conversation/server/talk-page.ts';
import { startThread } from '#conversation/server/threads.ts';
import { deliverActivity } from '#notifications/server/deliver.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does, person } from '../../../tests/cast.ts';
import { certify, community, company, type Company } from '../../../tests/company.ts';
import { cohortWorld } from '../../../tests/world.ts';

const now = new Date('2026-10-05T08:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const revokedAt = inDays(10);
const before = new Date(revokedAt.getTime() - 1);
let werk: Company;
let olga: Viewer, manager: Viewer, deputy: Viewer, member: Viewer, certified: Viewer;
let communityId: string, certificateId: string, cohortId: string;
let at: { organisationId: string; communityId: string };

beforeAll(async () => {
	werk = await company();
	const world = await cohortWorld({ learners: 1 });
	({ olga, cohortId } = world);
	[manager, deputy, member, certified] = [
		await person('manfred'),
		await person('dora'),
		await person('mia'),
		await person('zoe'),
	];
	communityId = await community(werk, { manager, at: now });
	at = { organisationId: werk.organisationId, communityId };
	for (const { userId } of [deputy, member])
		await database.insertInto('membership').values({ communityId, userId, role: 'member', startedAt: now }).execute();
	await certify(certified, cohortId, now);
});

const leads = async (viewer: Viewer, when: Date): Promise<boolean> => {
	const place = await communityGround.find(database, communityId);
	if (!place) throw new Error('no place');
	return (await standing(database, viewer, when, place)).has('manager');
};
const require = (required: boolean, when: Date) => does(werk.executive, when, requireCertificate, { ...at, required });

test('a certificate is asked for only once everybody who leads has one', async () => {
	await expect(require(true, now)).rejects.toMatchObject({
		code: 'manager_not_certified',
		field: 'required',
		values: { name: 'Manfred' },
	});
	certificateId = await certify(manager, cohortId, inDays(1));
	await expect(require(true, now)).rejects.toMatchObject({ code: 'manager_not_certified' });
	await require(true, inDays(2));
	expect(await leads(manager, inDays(2))).toBe(true);
});

test('then nobody without one is named, by whichever way', async () => {
	const refused = { code: 'manager_not_certified' };
	const when = inDays(3);
	await expect(does(werk.executive, when, nameManager, { ...at, email: member.email })).rejects.toMatchObject(refused);
	await expect(
		does(werk.executive, when, nameManager, { ...at, email: 'niemand@kunden.example' }),
	).rejects.toMatchObject({ ...refused, values: { name: 'niemand@kunden.example' } });
	await expect(
		does(manager, when, changeMemberRole, { communityId, userId: member.userId, role: 'manager' }),
	).rejects.toMatchObject({ ...refused, field: 'role' });
	const invitation = { communityId, email: (await person('gast')).email, role: 'manager' };
	await expect(does(manager, when, inviteToCommunity, invitation)).rejects.toMatchObject(refused);
	await does(manager, when, inviteToCommunity, { ...invitation, role: 'member' });
});

test('a deputy is a member; without a reason to stand in, the deputy leads nothing', async () => {
	await expect(does(werk.executive, inDays(4), nameDeputy, { ...at, userId: manager.userId })).rejects.toMatchObject({
		code: 'deputy_from_inside',
	});
	await does(werk.executive, inDays(4), nameDeputy, { ...at, userId: member.userId });
	await does(werk.executive, inDays(5), nameDeputy, { ...at, userId: deputy.userId });
	expect((await does(werk.executive, inDays(5), governedCommunity, at)).deputy?.name).toBe('Dora');
	expect(await leads(deputy, inDays(5))).toBe(false);
});

test('from the second of its revocation the lead rests and the deputy leads, whether or not a job has run', async () => {
	await does(olga, revokedAt, revokeCertificate, {
		certificateId,
		reason: 'obtained_by_deception',
		internal: 'Die Arbeit stammte nicht von ihm.',
	});
	expect([await leads(manager, before), await leads(deputy, before)]).toEqual([true, false]);
	expect([await leads(manager, revokedAt), await leads(deputy, revokedAt)]).toEqual([false, true]);
	expect(await leads(member, revokedAt)).toBe(false);
});

test('those who answer for the community, the deputy and the one concerned are told by mail', async () => {
	const activities = await database
		.selectFrom('activity')
		.select('id')
		.where('kind', '=', 'manager_suspended')
		.where('communityId', '=', communityId)
		.execute();
	expect(activities).toHaveLength(1);
	for (const { id } of activities) await deliverActivity({ activityId: id });
	const mails = await database
		.selectFrom('mail as m')
		.innerJoin('user as u', 'u.id', 'm.userId')
		.select(['m.kind', 'u.name', 'm.body'])
		.where('m.kind', 'in', ['manager_suspended', 'deputy_leads', 'lead_rests'])
		.orderBy('m.kind')
		.execute();
	expect(mails.map(({ kind, name }) => [kind, name])).toEqual([
		['deputy_leads', 'Dora'],
		['lead_rests', 'Manfred'],
		['manager_suspended', 'Vera'],
	]);
	expect(mails[2]?.body).toContain(`/organisations/${werk.organisationId}/communities/${communityId}`);
	const logged = await database
		.selectFrom('audit')
		.select(['subjectId', 'detail'])
		.where('action', '=', 'manager_suspended')
		.execute();
	expect(logged).toEqual([{ subjectId: manager.userId, detail: { communityId, deputyId: deputy.userId } }]);
});

test('the deputy does what a manager does, and the one whose lead rests does not', async () => {
	const when = inDays(11);
	const { spaces } = await does(member, when, talkPage, { communityId });
	const spaceId = spaces[0]?.id;
	const { postId } = await does(member, when, startThread, { spaceId, title: 'Angebot', body: 'Kaufen Sie jetzt!' });
	const { flagId } = await does(manager, when, flagPost, { postId, reason: 'advertising' });
	const decision = { flagId, decision: 'hidden', reason: 'Werbung steht hier nicht.' };
	await expect(does(manager, when, decideFlag, decision)).rejects.toMatchObject({ status: 403 });
	await does(deputy, when, decideFlag, decision);
	const news = { spaceId, title: 'Wer jetzt fragt', body: 'Bitte wenden Sie sich an mich.', kind: 'announcement' };
	await does(deputy, when, startThread, news);
	await expect(does(manager, when, startThread, news)).rejects.toMatchObject({ code: 'announcement_by_managers' });
	const changed = { communityId, name: 'Meine Werkbank', purpose: 'Jetzt geht es um etwas anderes.' };
	await expect(does(manager, when, changeCommunity, changed)).rejects.toMatchObject({ status: 403 });
});

test('it stays so until the decision: a certified successor, and the end of the old lead', async () => {
	const when = inDays(12);
	const { communities } = await does(werk.executive, when, organisationCommunities, at);
	expect(communities[0]).toMatchObject({ standsIn: 'Dora', managers: ['Manfred'] });
	await does(werk.executive, when, nameManager, { ...at, email: certified.email });
	expect([await leads(certified, when), await leads(deputy, when)]).toEqual([true, true]);
	await does(werk.executive, inDays(13), endManager, { ...at, userId: manager.userId });
	expect([await leads(certified, inDays(13)), await leads(deputy, inDays(13))]).toEqual([true, false]);
	const { managers, standsIn, log } = await does(werk.executive, inDays(13), governedCommunity, at);
	expect([managers.map(({ name, certified: valid }) => [name, valid]), standsIn]).toEqual([[['Zoe', true]], false]);
	expect(log.map(({ kind }) => kind)).toEqual([
		'manager_ended',
		'manager_named',
		'manager_suspended',
		'deputy_named',
		'deputy_ended',
		'deputy_named',
		'certificate_required',
	]);
});

test('a certificate that was replaced before the old one went changes nothing', async () => {
	const when = inDays(20);
	const lars = await person('lars');
	const old = await certify(lars, cohortId, inDays(14));
	await does(werk.executive, inDays(15), nameManager, { ...at, email: lars.email });
	const other = await cohortWorld({ learners: 1 });
	await database.updateTable('certificate').set({ number: 'C-alt' }).where('id', '=', old).execute();
	await certify(lars, other.cohortId, inDays(16));
	const words = { certificateId: old, reason: 'replaced', internal: 'Der Name war falsch geschrieben.' };
	await does(olga, when, revokeCertificate, words);
	expect([await leads(lars, when), await leads(deputy, when)]).toEqual([true, false]);
});

test('where no certificate is needed any more, whoever is named leads again', async () => {
	await require(false, inDays(21));
	await does(werk.executive, inDays(21), nameManager, { ...at, email: manager.email });
	expect(await leads(manager, inDays(21))).toBe(true);
});
