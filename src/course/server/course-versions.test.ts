import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { importCourse, replaceUnitVersion } from '#course/server/course-versions.ts';
import { openCohort } from '#course/server/opening.ts';
import { settleCohort } from '#course/server/settle.ts';
import { does } from '../../../tests/cast.ts';
import { courseOutline, courseVersion } from '../../../tests/course-outline.ts';
import { openedCohort } from '../../../tests/seats.ts';
import { meetingEnd } from '../../../tests/world.ts';

const summer = new Date('2026-08-10T08:00:00Z');

test('the shipped course becomes one version, however often it is imported, and a cohort can be opened with it', async () => {
	const { organisationId, olga } = await openedCohort();
	const first = await does(olga, summer, importCourse, { organisationId });
	const again = await does(olga, summer, importCourse, { organisationId });
	expect(first.isNew).toBe(true);
	expect(again).toEqual({ ...first, isNew: false });
	const { communityId } = await does(olga, summer, openCohort, {
		organisationId,
		courseVersionId: first.courseVersionId,
		name: 'Echter Kurs',
		slug: 'echter-kurs',
		startDate: '2026-09-07',
	});
	const minutes = await database
		.selectFrom('agendaItem as i')
		.innerJoin('meeting as t', 't.id', 'i.meetingId')
		.select((e) => ['t.number', 'i.part', e.fn.sum<number>('i.minutes').as('minutes')])
		.where('t.communityId', '=', communityId)
		.groupBy(['t.number', 'i.part'])
		.orderBy('t.number')
		.execute();
	expect(minutes.find(({ number }) => number === 0)?.minutes).toBe(240);
	for (let number = 1; number <= 10; number++) {
		const parts = Object.fromEntries(
			minutes.filter((row) => row.number === number).map((row) => [row.part, row.minutes]),
		);
		expect(parts).toEqual({ review: 60, outlook: 30 });
	}
});

test('a newer version replaces units that have not opened, with the agenda of their meeting, and no others', async () => {
	const { cohortId, communityId, olga } = await openedCohort();
	const newer = await courseVersion({
		units: courseOutline.units.map((unit) => ({
			...unit,
			agenda: {
				...unit.agenda,
				items: unit.agenda.items.map((item) => ({ ...item, title: { de: 'Neu', en: 'New' } })),
			},
		})),
	});
	await settleCohort(cohortId, meetingEnd(2));
	const replace = (unitNumber: number, courseVersionId = newer) =>
		does(olga, meetingEnd(2), replaceUnitVersion, { cohortId, unitNumber, courseVersionId });
	await expect(replace(3)).rejects.toMatchObject({ code: 'unit_has_opened' });
	await replace(4);
	await replace(4);
	const titles = await database
		.selectFrom('agendaItem as i')
		.innerJoin('meeting as t', 't.id', 'i.meetingId')
		.select('t.number')
		.where('t.communityId', '=', communityId)
		.where('i.title', '=', 'Neu')
		.execute();
	expect(titles).toEqual([{ number: 4 }, { number: 4 }]);
	await expect(replace(11)).rejects.toMatchObject({ status: 404 });
	await expect(replace(5, await courseVersion({ id: 'another-course' }))).rejects.toMatchObject({
		code: 'unit_of_another_course',
	});
});
