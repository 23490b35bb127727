import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { m } from '#messages/messages.js';
import { publishHouseRules } from '#community/server/house-rules.ts';
import { revokeCertificate } from '#credentials/server/certificates.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does, person } from '../../cast.ts';
import { certify, company, employee } from '../../company.ts';
import { cohortWorld, type World } from '../../world.ts';
import { barriersOn, overflowOn } from './barriers.ts';
import { complaintsOf, contextOf, openStage, type Stage } from './stage.ts';
import { button, field, link } from './steps.ts';

const now = new Date('2026-10-05T08:00:00Z');
const words = { locale: 'de' } as const;
let stage: Stage;
let world: World;
let werk: Awaited<ReturnType<typeof company>>;
let manager: Viewer, paul: Viewer;
let certificateId: string;

beforeAll(async () => {
	world = await cohortWorld({ learners: 1 });
	werk = await company();
	manager = await person('manfred');
	paul = await employee('paul', werk.domain);
	certificateId = await certify(manager, world.cohortId, new Date('2026-09-01'));
	stage = await openStage(now);
}, 120_000);
afterAll(async () => {
	await stage.close();
});

/** What somebody with a narrow screen would complain of, and where it is asked for somebody who cannot see. */
async function faultsOf(page: Page, heard?: 'heard'): Promise<string[]> {
	return heard ? barriersOn(page) : overflowOn(page);
}
const open = async (viewer: Viewer, width = 1280) => {
	const context = await contextOf(stage, viewer, { viewport: { width, height: 900 } });
	return { context, page: await context.newPage() };
};

test('a community is founded, found, joined and led, until a certificate falls and the deputy takes over', async () => {
	const faults: string[] = [];
	const boss = await open(werk.executive);
	const complaints = complaintsOf(boss.page);
	await boss.page.goto('/');
	await link(boss.page, m.govern_found({}, words)).click();
	await field(boss.page, m.community_name({}, words)).fill('Werkbank');
	await field(boss.page, m.community_purpose({}, words)).fill('Damit keine Lösung zweimal gefunden werden muss.');
	await boss.page.getByRole('radio', { name: m.community_entry_open({}, words) }).check();
	await field(boss.page, m.govern_manager({}, words)).fill(manager.email);
	faults.push(...(await faultsOf(boss.page)));
	await button(boss.page, m.govern_found({}, words)).click();
	await boss.page.getByText(m.govern_founded({ name: 'Werkbank' }, words)).waitFor();
	const governed = new URL(boss.page.url()).pathname;
	const communityId = governed.split('/').at(-1) ?? '';
	await does(manager, now, publishHouseRules, { communityId, body: 'Wir fragen, bevor wir urteilen.', from: 0 });

	const member = await open(paul, 390);
	await member.page.goto('/communities');
	faults.push(...(await faultsOf(member.page)));
	await link(member.page, 'Werkbank').click();
	await button(member.page, m.entrance_join({}, words)).click();
	await member.page.getByText(m.refusal_house_rules_on_entry({}, words)).first().waitFor();
	faults.push(...(await faultsOf(member.page, 'heard')));
	await member.page.getByRole('checkbox', { name: m.entrance_accept({}, words) }).check();
	await button(member.page, m.entrance_join({}, words)).click();
	await member.page.getByRole('heading', { name: m.about_welcome_title({ name: 'Werkbank' }, words) }).waitFor();

	const lead = await open(manager);
	await lead.page.goto(`/c/${communityId}/invitations`);
	await field(lead.page, m.invitations_email({}, words)).fill('eva@kunden.example');
	await button(lead.page, m.invitations_send({}, words)).click();
	await lead.page.getByText(m.invitations_sent({}, words)).waitFor();
	await button(lead.page, m.join_link_make({}, words)).click();
	await lead.page.getByText(m.join_link_made({}, words)).waitFor();
	faults.push(...(await faultsOf(lead.page)));
	await lead.page.goto(`/c/${communityId}/about`);
	await lead.page.getByText(m.phase_change({}, words)).click();
	await lead.page.getByRole('radio', { name: m.phase_launch({}, words) }).check();
	await field(lead.page, m.phase_why({}, words)).fill('Der Erste ist da.');
	await button(lead.page, m.phase_save({}, words)).click();
	await lead.page.getByText(m.phase_saved({}, words)).waitFor();
	faults.push(...(await faultsOf(lead.page)));

	await button(boss.page, m.govern_certificate_require({}, words)).click();
	await boss.page.getByText(m.govern_certificate_required({}, words)).waitFor();
	await boss.page.reload();
	await boss.page.getByRole('combobox', { name: m.govern_deputy_who({}, words) }).selectOption({ label: 'Paul' });
	await button(boss.page, m.govern_deputy_save({}, words)).click();
	await boss.page.getByText(m.govern_deputy_saved({}, words)).waitFor();
	await does(world.olga, now, revokeCertificate, {
		certificateId,
		reason: 'issued_in_error',
		internal: 'Die Bewertung gehörte zu einer anderen Arbeit.',
	});
	await boss.page.goto(governed);
	await boss.page.getByText(m.govern_alert_title({}, words)).waitFor();
	faults.push(...(await faultsOf(boss.page, 'heard')));
	expect((await lead.page.goto(`/c/${communityId}/settings`))?.status()).toBe(403);
	expect((await member.page.goto(`/c/${communityId}/settings`))?.status()).toBe(200);
	faults.push(...(await faultsOf(member.page)));
	for (const page of ['people', 'spaces', 'meetings/new']) {
		await member.page.goto(`/c/${communityId}/${page}`);
		faults.push(...(await faultsOf(member.page)));
	}
	expect([...new Set(faults), ...complaints]).toEqual([]);
	for (const { context } of [boss, member, lead]) await context.close();
}, 90_000);
