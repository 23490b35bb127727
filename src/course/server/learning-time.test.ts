import { beforeAll, expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { bookTime, learningTime, learningTimeSums, removeTime } from '#course/server/learning-time.ts';
import { markLessonRead, topicPage } from '#course/server/lessons.ts';
import { weekPage } from '#course/server/week-page.ts';
import { does } from '../../../tests/cast.ts';
import { attended, conversation } from '../../../tests/course-acts.ts';
import { after, courseWorld, learnerOf } from '../../../tests/learning.ts';
import type { World } from '../../../tests/world.ts';

let world: World;
let ann: Viewer;
let here: { communityId: string };
beforeAll(async () => {
	world = await courseWorld(3);
	ann = learnerOf(world, 0);
	here = { communityId: world.communityId };
}, 60_000);

test('time is booked by hand, counted against the course’s eighty hours, and taken back', async () => {
	const { timeEntryId } = await does(ann, after(0, 30), bookTime, {
		...here,
		day: '2026-09-08',
		hours: 1,
		minutes: 30,
	});
	await does(ann, after(0, 30), bookTime, { ...here, day: '2026-09-07', hours: 4, part: 'kick_off' });
	const { balance } = await does(ann, after(0, 31), learningTime, here);
	expect(balance).toMatchObject({ bookedMinutes: 330, plannedMinutes: 4800 });
	expect(balance.parts.map(({ plannedMinutes }) => plannedMinutes / 60)).toEqual([4, 15, 54, 7]);
	await expect(does(learnerOf(world, 1), after(0, 31), removeTime, { timeEntryId })).rejects.toMatchObject({
		status: 403,
	});
	await does(ann, after(0, 31), removeTime, { timeEntryId });
	expect((await does(ann, after(0, 31), learningTime, here)).balance.bookedMinutes).toBe(240);
});

test('nothing is booked for tomorrow, before the start, or for no time at all', async () => {
	const book = (day: string, minutes: number) => does(ann, after(0, 30), bookTime, { ...here, day, minutes });
	await expect(book('2026-09-09', 60)).rejects.toMatchObject({ code: 'time_in_future', field: 'day' });
	await expect(book('2026-09-06', 60)).rejects.toMatchObject({ code: 'time_before_start', field: 'day' });
	await expect(book('2026-09-08', 0)).rejects.toMatchObject({ code: 'time_length', field: 'minutes' });
});

test('meetings attended, days with own acts and lessons read are suggested, each to be booked once', async () => {
	await attended(world, ann, 1, 90);
	await conversation(world, ann, after(1, 16), []);
	await does(ann, after(1, 17), markLessonRead, { ...here, topicId: await firstTopic(1) });
	const { suggestions } = await does(ann, after(1, 40), learningTime, here);
	expect(suggestions.map(({ part, minutes }) => [part, minutes])).toContainEqual(['meetings', 90]);
	expect(suggestions.map(({ key }) => key.split(' ')[0]).sort()).toEqual(['day', 'lesson', 'meeting']);
	const meeting = suggestions.find(({ part }) => part === 'meetings');
	const take = () => does(ann, after(1, 41), bookTime, { ...here, ...meeting, suggestionKey: meeting?.key, hours: 0 });
	expect(await take()).toEqual(await take());
	const left = await does(ann, after(1, 42), learningTime, here);
	expect(left.suggestions.map(({ part }) => part)).not.toContain('meetings');
	expect(left.balance.parts.find(({ part }) => part === 'meetings')?.bookedMinutes).toBe(90);
});

test('the hours of the week are those booked for days since the unit opened, its first day included', async () => {
	const ben = learnerOf(world, 1);
	for (const [day, minutes] of [
		['2026-09-13', 30],
		['2026-09-14', 45],
		['2026-09-16', 20],
	] as const)
		await does(ben, after(1, 60), bookTime, { ...here, day, minutes });
	const { course } = await does(ben, after(1, 60), weekPage, here);
	expect(course?.hours).toMatchObject({ bookedMinutes: 95, thisWeek: 65 });
});

test('companions see sums and nobody sees what was read', async () => {
	const { learners } = await does(world.clara, after(1, 50), learningTimeSums, here);
	expect(learners[0]).toMatchObject({ name: ann.name, minutes: 330 });
	await expect(does(ann, after(1, 50), learningTimeSums, here)).rejects.toMatchObject({ status: 403 });
	const page = await does(world.clara, after(1, 50), topicPage, { ...here, number: 1, topicId: await firstTopic(1) });
	expect(page.topics.some(({ read }) => read)).toBe(false);
	const recorded = await database.selectFrom('activity').select('id').where('actorId', '=', ann.userId).execute();
	expect(recorded).toEqual([]);
});

test('a lesson of a unit that is not open yet is closed to learners and open to companions', async () => {
	const lesson = { ...here, number: 4, topicId: await firstTopic(4) };
	await expect(does(ann, after(1, 50), topicPage, lesson)).rejects.toMatchObject({ code: 'unit_not_open' });
	await expect(does(ann, after(1, 50), markLessonRead, lesson)).rejects.toMatchObject({ code: 'unit_not_open' });
	expect((await does(world.clara, after(1, 50), topicPage, lesson)).topic.html).toContain('<p>');
	expect((await does(ann, after(3, 0), topicPage, lesson)).unit.number).toBe(4);
});

async function firstTopic(unit: number): Promise<string> {
	const { content } = await database.selectFrom('courseVersion').select('content').executeTakeFirstOrThrow();
	const course = content as { units: { topics: { id: string }[] }[] };
	return course.units[unit - 1]?.topics[0]?.id ?? '';
}
