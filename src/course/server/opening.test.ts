import { expect, test } from 'vitest';
import { loadCoursePackage } from '#course/package/load.ts';
import { database } from '#platform/server/database.ts';
import { courseVersion } from '../../../tests/course-outline.ts';
import { openedCohort } from '../../../tests/seats.ts';

const meetingsOf = (communityId: string) =>
	database
		.selectFrom('meeting')
		.select(['number', 'kind', 'startsAt', 'endsAt'])
		.where('communityId', '=', communityId)
		.orderBy('startsAt')
		.execute();

test('a cohort opens with its community, spaces, house rules and eleven meetings at the same time of day', async () => {
	const { communityId } = await openedCohort();
	const meetings = await meetingsOf(communityId);
	expect(meetings.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
	expect(meetings[0]).toMatchObject({ kind: 'kick_off', startsAt: new Date('2026-09-07T11:00:00Z') });
	expect(meetings[1]).toMatchObject({ kind: 'weekly', endsAt: new Date('2026-09-14T16:30:00Z') });
	// Summer time ends on 25 October: 17:00 in Berlin is an hour later in the world.
	expect(meetings[6]?.startsAt).toEqual(new Date('2026-10-19T15:00:00Z'));
	expect(meetings[7]?.startsAt).toEqual(new Date('2026-10-26T16:00:00Z'));
	const spaces = await database.selectFrom('space').select('name').where('communityId', '=', communityId).execute();
	expect(spaces.map(({ name }) => name)).toContain('Marktplatz');
	const rules = await database
		.selectFrom('houseRules')
		.select('version')
		.where('communityId', '=', communityId)
		.executeTakeFirst();
	expect(rules).toEqual({ version: 1 });
});

test('the house rules of the package run on where their file was wrapped', async () => {
	const body = 'Wir sagen, woher etwas\nstammt.\n\n- Nachfragen, bevor\n  wir urteilen';
	const { communityId } = await openedCohort({
		courseVersionId: await courseVersion({ houseRules: { title: { de: 'H', en: 'H' }, body: { de: body, en: body } } }),
	});
	const { body: kept } = await database
		.selectFrom('houseRules')
		.select('body')
		.where('communityId', '=', communityId)
		.executeTakeFirstOrThrow();
	expect(kept).toBe('Wir sagen, woher etwas stammt.\n\n- Nachfragen, bevor wir urteilen');
});

test('a community is for what the course is for, and at one’s own pace for what is true there, in its language', async () => {
	const content = await loadCoursePackage('content/course/community-manager');
	const courseVersionId = await courseVersion(content);
	const purposeOf = async (deliveryFormat: string, language: string) => {
		const place = 'Haus am Ufer';
		const { communityId } = await openedCohort({ courseVersionId, deliveryFormat, language, place });
		return database
			.selectFrom('community')
			.select('purpose')
			.where('id', '=', communityId)
			.executeTakeFirstOrThrow()
			.then(({ purpose }) => purpose);
	};
	for (const language of ['de', 'en'] as const) {
		for (const format of ['weekly-online', 'blended', 'classroom'])
			expect(await purposeOf(format, language)).toBe(content.summary[language]);
		expect(await purposeOf('self-paced', language)).toMatch(/^(Im eigenen Tempo lernen|Learn at your own pace)/);
	}
});

test('an English cohort has spaces with English names under the same addresses', async () => {
	const { communityId } = await openedCohort({ language: 'en' });
	const spaces = await database
		.selectFrom('space')
		.select(['slug', 'name'])
		.where('communityId', '=', communityId)
		.orderBy('position')
		.execute();
	expect(spaces[0]).toEqual({ slug: 'marktplatz', name: 'Plaza' });
});

test('a meeting that would fall on a holiday of the state goes to the next working day', async () => {
	// 1 November 2027 is All Saints' Day, kept in Bavaria and not in Hesse.
	const bavaria = await openedCohort({ startDate: '2027-10-18', stateCode: 'BY' });
	const hesse = await openedCohort({ startDate: '2027-10-18', stateCode: 'HE' });
	expect((await meetingsOf(bavaria.communityId))[2]?.startsAt).toEqual(new Date('2027-11-02T16:00:00Z'));
	expect((await meetingsOf(hesse.communityId))[2]?.startsAt).toEqual(new Date('2027-11-01T16:00:00Z'));
});

test('more seats than the course is meant for, an address taken twice, a day that does not exist: each is refused', async () => {
	await expect(openedCohort({ seats: 25 })).rejects.toMatchObject({ errors: [{ field: 'seats' }] });
	await openedCohort({ slug: 'herbst' });
	await expect(openedCohort({ slug: 'herbst' })).rejects.toMatchObject({ code: 'cohort_address_taken' });
	await expect(openedCohort({ startDate: '2026-02-30' })).rejects.toMatchObject({ errors: [{ field: 'startDate' }] });
});
