import { beforeAll, expect, test } from 'vitest';
import { loadCoursePackage } from '#course/package/load.ts';
import { database } from '#platform/server/database.ts';
import { cohortPreview, daysOffOf } from '#course/server/first-timetable.ts';
import { updateCohort } from '#course/server/publishing.ts';
import { addDayOff, insertPause, moveMeeting } from '#course/server/timetable.ts';
import { courseVersion } from '../../../tests/course-outline.ts';
import { does } from '../../../tests/cast.ts';
import { openedCohort } from '../../../tests/seats.ts';

/* Cohorts of the course that ships with the product, in each of its delivery formats. */

const now = new Date('2026-08-02T08:00:00Z');
let courseVersionId: string;
beforeAll(async () => {
	courseVersionId = await courseVersion(await loadCoursePackage('content/course/community-manager'));
}, 60_000);

const opened = (deliveryFormat: string, changes: object = {}) =>
	openedCohort({ courseVersionId, deliveryFormat, place: 'Haus am Ufer, Kassel', ...changes });

const meetingsOf = (communityId: string) =>
	database
		.selectFrom('meeting')
		.selectAll()
		.where('communityId', '=', communityId)
		.where('cancelledAt', 'is', null)
		.orderBy('startsAt')
		.execute();

const agendaOf = (meetingId: string | undefined) =>
	database
		.selectFrom('agendaItem')
		.select(['part', 'title', 'minutes'])
		.where('meetingId', '=', meetingId ?? '')
		.orderBy('position')
		.execute();

const sum = (items: readonly { minutes: number }[]) => items.reduce((all, { minutes }) => all + minutes, 0);

test('a cohort with two seminar days begins units 1 and 7 on site, in sessions of their own', async () => {
	const { communityId, cohortId } = await opened('blended');
	const meetings = await meetingsOf(communityId);
	expect(meetings).toHaveLength(13);
	const onSite = meetings.filter(({ place }) => place !== '');
	expect(onSite.map(({ kind, number }) => [kind, number])).toEqual([
		['kick_off', 0],
		['work', 1],
		['weekly', 6],
		['work', 7],
	]);
	expect(onSite.every(({ place, conferencingUrl }) => place === 'Haus am Ufer, Kassel' && conferencingUrl === '')).toBe(
		true,
	);
	expect(onSite[1]).toMatchObject({
		title: 'Seminartag 1: Einheit 1 in Lerngruppen beginnen',
		startsAt: new Date('2026-09-07T12:00:00Z'),
	});
	const sixth = await agendaOf(onSite[2]?.id);
	expect(sixth[0]).toEqual({ part: 'work', title: 'Das Ergebnis der Lerngruppe fertigstellen', minutes: 120 });
	expect(sum(sixth)).toBe(210);
	const cohort = await database.selectFrom('cohort').selectAll().where('id', '=', cohortId).executeTakeFirstOrThrow();
	expect(cohort).toMatchObject({ deliveryFormat: 'blended', kickOffTime: '09:00:00', endsAt: null, examDate: null });
});

test('moving the day of a meeting takes the work that follows along', async () => {
	const { communityId, cohortId, olga } = await opened('blended');
	await does(olga, now, moveMeeting, { cohortId, meeting: 6, date: '2026-10-21', time: '09:30', reason: '' });
	await does(olga, now, insertPause, { cohortId, afterMeeting: 3, weeks: 1, reason: '' });
	const meetings = await meetingsOf(communityId);
	const work = meetings.find(({ kind, number }) => kind === 'work' && number === 7);
	expect(work).toMatchObject({ startsAt: new Date('2026-10-28T13:00:00Z'), sequence: 2 });
});

test('a day in the classroom has its agenda from morning to evening', async () => {
	const { communityId } = await opened('classroom');
	const meetings = await meetingsOf(communityId);
	expect(meetings).toHaveLength(11);
	expect(meetings.every(({ place }) => place !== '')).toBe(true);
	// 9:00 to 15:30 in summer
	expect(meetings[2]).toMatchObject({
		startsAt: new Date('2026-09-21T07:00:00Z'),
		endsAt: new Date('2026-09-21T13:30:00Z'),
	});
	const items = await agendaOf(meetings[2]?.id);
	expect(items.slice(0, 4).map(({ title }) => title)).toEqual([
		'Arbeit an der Einheit in Lerngruppen',
		'Mittagspause',
		'Das Ergebnis der Lerngruppe fertigstellen',
		'Ankommen',
	]);
	expect(sum(items)).toBe(390);
	expect(sum(items.filter(({ part }) => part === 'outlook'))).toBe(30);
});

test('at one’s own pace there is one meeting, and the day of the exam is fixed', async () => {
	const { communityId, cohortId, olga } = await opened('self-paced', { examDate: '2026-12-01', place: '' });
	const meetings = await meetingsOf(communityId);
	expect(meetings).toMatchObject([
		{ kind: 'kick_off', startsAt: new Date('2026-09-07T15:00:00Z'), endsAt: new Date('2026-09-07T17:00:00Z') },
	]);
	expect((await agendaOf(meetings[0]?.id)).map(({ title }) => title)).toEqual([
		'Willkommen und Vorstellung',
		'Einheiten, Fristen und Prüfung',
		'Erste Schritte und Verabredungen',
	]);
	await does(olga, now, addDayOff, { cohortId, day: '2026-10-05', name: 'Betriebsausflug' });
	await does(olga, now, moveMeeting, { cohortId, meeting: 0, date: '2026-09-08', time: '17:00', reason: '' });
	const cohort = await database.selectFrom('cohort').selectAll().where('id', '=', cohortId).executeTakeFirstOrThrow();
	expect(cohort).toMatchObject({ examDate: '2026-12-01', endsAt: new Date('2026-11-29T16:00:00Z') });
});

test('what does not fit the format is refused at its field', async () => {
	await expect(opened('in-the-forest')).rejects.toMatchObject({ code: 'delivery_format_unknown' });
	await expect(opened('classroom', { place: '' })).rejects.toMatchObject({
		code: 'cohort_place_needed',
		field: 'place',
	});
	await expect(opened('self-paced', { examDate: '2026-12-05' })).rejects.toMatchObject({
		code: 'cohort_exam_not_a_working_day',
		values: { next: 'Montag, 7. Dezember 2026' },
	});
	await expect(opened('self-paced', { examDate: '2026-09-30' })).rejects.toMatchObject({
		code: 'cohort_exam_too_early',
		field: 'examDate',
	});
});

test('the dates can be looked at before the cohort is opened', async () => {
	const { organisationId, olga } = await opened('weekly-online');
	const look = (input: object) => does(olga, now, cohortPreview, { organisationId, courseVersionId, ...input });
	const none = await look({});
	expect(none.formats.map(({ id }) => id)).toEqual(['weekly-online', 'blended', 'classroom', 'self-paced']);
	expect(none).toMatchObject({ chosen: 'weekly-online', timetable: null, problem: null });
	const { timetable } = await look({ deliveryFormat: 'blended', startDate: '2027-02-15' });
	expect(timetable?.dates).toHaveLength(13);
	expect(timetable?.dates.find(({ number }) => number === 6)).toMatchObject({ onSite: true, avoids: 'Ostermontag' });
	const early = await look({ deliveryFormat: 'self-paced', startDate: '2027-02-15', examDate: '2027-02-20' });
	expect(early.problem).toContain('22. Februar 2027');
});

test('when the house changes, the days on site to come change with it', async () => {
	const { communityId, cohortId, olga } = await opened('blended');
	const settings = {
		name: 'Kohorte im Norden',
		seats: 20,
		priceText: '1.890 Euro',
		priceTextEn: '',
		lastDayToApply: '',
	};
	await does(olga, new Date('2026-09-10T08:00:00Z'), updateCohort, {
		cohortId,
		...settings,
		conferencingUrl: 'https://treffen.example.org/raum',
		place: 'Alte Post, Kassel',
	});
	const meetings = await meetingsOf(communityId);
	const placeOf = (kind: string, number: number) => meetings.find((row) => row.kind === kind && row.number === number);
	expect(placeOf('kick_off', 0)?.place).toBe('Haus am Ufer, Kassel');
	expect(placeOf('work', 7)).toMatchObject({ place: 'Alte Post, Kassel', conferencingUrl: '' });
	expect(placeOf('weekly', 2)).toMatchObject({ place: '', conferencingUrl: 'https://treffen.example.org/raum' });
});

test('the days that are kept free are those within a year and a half', () => {
	const kept = (startDate: string) => daysOffOf({ startDate, language: 'de' }).map(({ day }) => day);
	expect(kept('2026-11-09')).toEqual(['2026-12-24', '2026-12-31', '2027-12-24', '2027-12-31']);
	expect(kept('2027-01-28')).toEqual(['2027-12-24', '2027-12-31']);
	expect(kept('2026-12-28')).toEqual(['2026-12-31', '2027-12-24', '2027-12-31']);
});
