import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { createOrganisation } from '#community/server/organisations.ts';
import { updateOrganisation } from '#community/server/organisation-settings.ts';
import { openCohort } from '#course/server/opening.ts';
import { publishCohort, updateCohort } from '#course/server/publishing.ts';
import { does, person } from '../../../tests/cast.ts';
import { courseVersion } from '../../../tests/course-outline.ts';
import { applies, openedCohort } from '../../../tests/seats.ts';
import { acceptApplication } from '#course/server/deciding.ts';

const summer = new Date('2026-08-10T08:00:00Z');
const texts = { name: 'Akademie', imprint: 'Kassel', privacyNotice: 'Datenschutz', terms: 'Bedingungen' };
const settings = {
	name: 'Herbst',
	seats: 24,
	priceText: '1.890 Euro',
	priceTextEn: '',
	conferencingUrl: '',
	lastDayToApply: '',
};

test('a course is not published while imprint, privacy notice, terms or price are empty', async () => {
	const ada = await person('ada', { administrator: true });
	const { organisationId } = await does(ada, summer, createOrganisation, { name: 'Akademie', slug: 'akademie' });
	const { cohortId } = await does(ada, summer, openCohort, {
		organisationId,
		courseVersionId: await courseVersion(),
		name: 'Herbst',
		slug: 'herbst',
		startDate: '2026-09-07',
	});
	const publish = () => does(ada, summer, publishCohort, { cohortId });
	const refusal = (missing: string) => ({ code: 'cohort_texts_missing', values: { texts: missing } });
	await expect(publish()).rejects.toMatchObject(refusal('Impressum, Datenschutz, Teilnahmebedingungen und Preis'));
	await does(ada, summer, updateOrganisation, { organisationId, ...texts, terms: ' ' });
	await does(ada, summer, updateCohort, { cohortId, ...settings });
	await expect(publish()).rejects.toMatchObject(refusal('Teilnahmebedingungen'));
	await does(ada, summer, updateOrganisation, { organisationId, ...texts });
	await expect(publish()).resolves.toEqual({ publishedAt: summer });
});

test('what a published course must say cannot be emptied any more', async () => {
	const { organisationId, cohortId, olga } = await openedCohort();
	await expect(does(olga, summer, updateOrganisation, { organisationId, ...texts, imprint: '' })).rejects.toMatchObject(
		{ code: 'organisation_text_needed', field: 'imprint' },
	);
	await expect(does(olga, summer, updateCohort, { cohortId, ...settings, priceText: '' })).rejects.toMatchObject({
		code: 'cohort_price_needed',
	});
});

test('there cannot be fewer seats than have been promised', async () => {
	const { cohortId, olga } = await openedCohort();
	for (const name of ['Ada1', 'Ada2', 'Ada3'])
		await does(olga, summer, acceptApplication, { applicationId: await applies(cohortId, name, summer) });
	await expect(does(olga, summer, updateCohort, { cohortId, ...settings, seats: 2 })).rejects.toMatchObject({
		code: 'cohort_seats_taken',
		values: { taken: 3 },
	});
});

test('a new link to the meetings goes to those to come', async () => {
	const { cohortId, communityId, olga } = await openedCohort();
	const conferencingUrl = 'https://meet.example.org/kohorte';
	await does(olga, new Date('2026-09-16T08:00:00Z'), updateCohort, { cohortId, ...settings, conferencingUrl });
	const meetings = await database
		.selectFrom('meeting')
		.select('conferencingUrl')
		.where('communityId', '=', communityId)
		.orderBy('number')
		.execute();
	expect(meetings.map((meeting) => meeting.conferencingUrl === conferencingUrl)).toEqual([
		false,
		false,
		...Array<boolean>(9).fill(true),
	]);
});
