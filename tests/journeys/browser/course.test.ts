import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { loadCoursePackage } from '#course/package/load.ts';
import { assignStaff } from '#course/server/staff.ts';
import { m } from '#messages/messages.js';
import { database } from '#platform/server/database.ts';
import { tokenDigest } from '#identity/server/viewers.ts';
import type { Locale, Viewer } from '#platform/viewer.ts';
import { does, person } from '../../cast.ts';
import { courseVersion } from '../../course-outline.ts';
import { applies as appliesByVerb, enrols, openedCohort } from '../../seats.ts';
import { acceptApplication } from '#course/server/deciding.ts';
import { barriersOn } from './barriers.ts';
import { clockAt, complaintsOf, contextOf, givePassword, openStage, type Stage } from './stage.ts';
import {
	accepts,
	acceptsHouseRules,
	applies,
	button,
	decides,
	replies,
	reports,
	signsIn,
	startsThread,
	takesUpInvitation,
} from './steps.ts';

const [august, september] = [new Date('2026-08-20T08:00:00Z'), new Date('2026-09-08T08:00:00Z')];
const complaints: string[] = [];
let stage: Stage;
beforeAll(async () => {
	stage = await openStage(august);
});
afterAll(async () => {
	await stage.close();
});

async function pageOf(context: BrowserContext): Promise<Page> {
	const page = await context.newPage();
	const own = complaintsOf(page);
	context.on('close', () => complaints.push(...own));
	return page;
}

describe.each([
	{ language: 'de', applicant: 'Johanna Weiß', title: 'Wer begrüßt die Neuen?' },
	{ language: 'en', applicant: 'Priya Nair', title: 'Who greets the newcomers?' },
] as const)('a course from application to conversation, in $language', ({ language, applicant, title }) => {
	const words: { locale: Locale } = { locale: language };
	const email = `${applicant.split(' ')[0]?.toLowerCase() ?? ''}.${language}@example.org`;
	const body = `${title} Bei uns hat es die erste Woche niemand getan.`;
	const advertising = 'Kaufen Sie jetzt unser Seminar, nur heute zum halben Preis!';
	let cohort: Awaited<ReturnType<typeof openedCohort>>;
	let clara: Viewer;
	let mate: Viewer;
	let learnerPage: Page;
	let matePage: Page;
	let claraPage: Page;
	let thread: string;
	const contexts: BrowserContext[] = [];
	const enters = async (viewer: Viewer | null): Promise<Page> => {
		const context = await contextOf(stage, viewer, { language });
		contexts.push(context);
		return pageOf(context);
	};

	beforeAll(async () => {
		await clockAt(august);
		const content = await loadCoursePackage('content/course/community-manager');
		cohort = await openedCohort({ courseVersionId: await courseVersion(content) });
		clara = await person(`clara-${language}`);
		const post = { cohortId: cohort.cohortId, email: clara.email, role: 'companion' };
		await does(cohort.olga, august, assignStaff, post);
		for (const viewer of [cohort.olga, clara]) await givePassword(viewer);
		const applicationId = await appliesByVerb(cohort.cohortId, `Mate${language}`, august);
		await does(cohort.olga, august, acceptApplication, { applicationId });
		mate = await enrols(`Mate${language}`, august);
	});
	afterAll(async () => {
		for (const context of contexts) await context.close();
	});

	test('a visitor applies and confirms the address by mail', async () => {
		learnerPage = await enters(null);
		await applies(learnerPage, { name: applicant, email, slug: cohort.slug }, words);
	});

	test('the organiser signs in and accepts', async () => {
		const page = await enters(null);
		await signsIn(page, cohort.olga.email, words);
		await accepts(page, cohort.cohortId, applicant, words);
	});

	test('the applicant takes the seat, sets a password and promises to keep the house rules', async () => {
		await takesUpInvitation(learnerPage, email, words);
		expect(learnerPage.url()).toContain(cohort.communityId);
	});

	test('the new learner starts a thread, and another learner answers', async () => {
		await clockAt(september);
		thread = await startsThread(learnerPage, cohort.communityId, { title, body }, words);
		matePage = await enters(mate);
		await replies(matePage, thread, advertising, words);
	});

	test('the companion accepts the house rules and answers, too', async () => {
		claraPage = await enters(clara);
		await acceptsHouseRules(claraPage, cohort.communityId, words);
		await replies(claraPage, thread, 'Bei uns schreibt immer die Person, die zuletzt dazukam.', words);
	});

	test('a post is reported, and the companion decides with a reason', async () => {
		await reports(learnerPage, thread, advertising, words);
		await decides(claraPage, cohort.communityId, 'Werbung gehört nicht in dieses Gespräch.', words);
		await matePage.goto(thread);
		await matePage.getByText(m.talk_hidden_note({}, words)).waitFor();
	});
});

test('whoever is offered a seat finds a page that keeps nobody out', async () => {
	await clockAt(august);
	const { cohortId } = await openedCohort();
	const applicationId = await appliesByVerb(cohortId, 'Wanda', august);
	const inTwoDays = new Date(august.getTime() + 48 * 3_600_000);
	await database
		.insertInto('seatOffer')
		.values({ applicationId, cohortId, digest: tokenDigest('offered'), offeredAt: august, expiresAt: inTwoDays })
		.execute();
	const context = await contextOf(stage, null);
	const page = await pageOf(context);
	await page.goto(`/applications/${applicationId}/offer?token=offered`);
	await button(page, m.seat_offer_take({}, { locale: 'de' })).waitFor();
	expect(await barriersOn(page)).toEqual([]);
	await context.close();
}, 60_000);

test('nothing of that made the browser complain', () => {
	expect(complaints).toEqual([]);
});
