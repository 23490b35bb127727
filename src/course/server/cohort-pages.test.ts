import { expect, test } from 'vitest';
import { cohortList } from '#course/server/cohort-list.ts';
import { cohortApplications, cohortPage, cohortPeople, cohortTimetable } from '#course/server/cohort-pages.ts';
import { courseList, coursePage } from '#course/server/course-pages.ts';
import { cancelCohort } from '#course/server/cancelling.ts';
import { acceptApplication } from '#course/server/deciding.ts';
import { assignStaff } from '#course/server/staff.ts';
import { moveMeeting } from '#course/server/timetable.ts';
import { database } from '#platform/server/database.ts';
import { does, person } from '../../../tests/cast.ts';
import { applies, enrols, openedCohort } from '../../../tests/seats.ts';

const summer = new Date('2026-08-10T08:00:00Z');

async function cohortWithPeople() {
	const cohort = await openedCohort({ seats: 2 });
	const prefix = cohort.slug.replace('kohorte-', 'p');
	for (const name of ['Ilse', 'Jens', 'Kaja', 'Lars']) {
		const applicationId = await applies(cohort.cohortId, prefix + name, summer);
		if (name !== 'Lars') await does(cohort.olga, summer, acceptApplication, { applicationId });
	}
	await enrols(`${prefix}Ilse`, summer);
	return { ...cohort, prefix };
}

test('an organiser sees what waits in the own cohorts, and nobody sees those of others', async () => {
	const { cohortId, olga } = await cohortWithPeople();
	const { cohorts } = await does(olga, summer, cohortList, {});
	expect(cohorts).toMatchObject([
		{ id: cohortId, enrolled: 1, promised: 1, received: 1, waiting: 1, seats: 2, meetingsOver: 0, meetings: 11 },
	]);
	const stranger = await person('fremd');
	expect((await does(stranger, summer, cohortList, {})).cohorts).toEqual([]);
});

test('the overview counts seats and applications and names the staff', async () => {
	const { cohortId, olga } = await cohortWithPeople();
	const clara = await person('klara');
	await does(olga, summer, assignStaff, { cohortId, email: clara.email, role: 'companion' });
	const page = await does(olga, summer, cohortPage, { cohortId });
	expect(page).toMatchObject({
		taken: 2,
		applications: { enrolled: 1, accepted: 1, waitlisted: 1, received: 1 },
		missing: [],
		next: { number: 0 },
	});
	expect(page.staff.map(({ role }) => role)).toEqual(['companion', 'organiser']);
	const people = await does(olga, summer, cohortPeople, { cohortId });
	expect(people.learners).toHaveLength(1);
	expect(people.staff).toHaveLength(2);
});

test('applications stand in the order in which they count, with how long a promise holds', async () => {
	const { cohortId, olga, prefix } = await cohortWithPeople();
	const { applications } = await does(olga, summer, cohortApplications, { cohortId });
	expect(applications.map(({ name, state }) => [name.replace(prefix, ''), state])).toEqual([
		['Ilse', 'enrolled'],
		['Jens', 'accepted'],
		['Kaja', 'waitlisted'],
		['Lars', 'received'],
	]);
	expect(applications[1]?.until).toEqual(new Date('2026-08-24T08:00:00Z'));
});

test('the timetable says which meetings can still move and which were moved', async () => {
	const { cohortId, olga } = await openedCohort();
	const wednesday = new Date('2026-09-16T08:00:00Z');
	await does(olga, wednesday, moveMeeting, { cohortId, meeting: 3, date: '2026-09-29', time: '17:00' });
	const { meetings } = await does(olga, wednesday, cohortTimetable, { cohortId });
	expect(meetings.map(({ movable }) => movable)).toEqual([false, false, ...Array<boolean>(9).fill(true)]);
	expect(meetings[3]).toMatchObject({
		movedFrom: new Date('2026-09-28T15:00:00Z'),
		local: { date: '2026-09-29', time: '17:00' },
	});
});

test('the public sees published courses until they are over or cancelled, and whether there is room', async () => {
	const { cohortId, slug, olga } = await cohortWithPeople();
	const listed = async (at: Date) => (await does(null, at, courseList, {})).courses.map((course) => course.slug);
	expect(await listed(summer)).toContain(slug);
	expect(await listed(new Date('2027-01-01T00:00:00Z'))).not.toContain(slug);
	expect(await does(null, summer, coursePage, { slug })).toMatchObject({ full: true, takesApplications: true });
	await does(olga, summer, cancelCohort, { cohortId, message: 'Wir müssen leider absagen.' });
	expect(await listed(summer)).not.toContain(slug);
	expect(await does(null, summer, coursePage, { slug })).toMatchObject({
		takesApplications: false,
		cohort: { cancelMessage: 'Wir müssen leider absagen.' },
	});
	await expect(does(null, summer, coursePage, { slug: 'gibt-es-nicht' })).rejects.toMatchObject({ status: 404 });
});

test('applications come in pages in which nobody is missing or met twice, and the waitlist counts on', async () => {
	const { cohortId, olga } = await openedCohort();
	const rows = Array.from({ length: 205 }, (_, n) => ({
		cohortId,
		name: `Wer ${n}`,
		email: `wer${n}@example.org`,
		locale: 'de',
		motivation: 'Ich betreue ein Forum und möchte es besser machen.',
		state: n % 2 ? 'waitlisted' : 'received',
		appliedAt: summer,
		// several at the same instant
		verifiedAt: new Date(summer.getTime() + Math.floor(n / 7)),
	}));
	await database.insertInto('application').values(rows).execute();
	const met: (typeof page)['applications'] = [];
	let page = await does(olga, summer, cohortApplications, { cohortId });
	for (; ; page = await does(olga, summer, cohortApplications, { cohortId, after: page.next })) {
		met.push(...page.applications);
		expect(page.fresh).toBe(103);
		if (!page.next) break;
	}
	expect(met.map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
	expect(met.flatMap(({ place }) => place ?? [])).toEqual(Array.from({ length: 102 }, (_, n) => n + 1));
});
