import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { database } from '#platform/server/database.ts';
import { packagesOf } from '#course/server/course-package.ts';
import { lessonCourse } from '../../../tests/lesson-course.ts';
import { courseVersion } from '../../../tests/course-outline.ts';

test('several courses are asked for at once, and each only the first time', async () => {
	const content = await lessonCourse();
	const ids = [await courseVersion(content), await courseVersion(content), await courseVersion(content)];
	const asked = vi.spyOn(pg.Client.prototype, 'query');
	const timesAsked = () => asked.mock.calls.filter((call) => JSON.stringify(call).includes('course_version')).length;
	const courses = await packagesOf(database, [...ids, ...ids]);
	expect([...courses.keys()]).toEqual(ids);
	expect(timesAsked()).toBe(1);
	await packagesOf(database, ids.toReversed());
	expect(timesAsked()).toBe(1);
	asked.mockRestore();
});

test('one that is not there is missed', async () => {
	const unknown = '00000000-0000-4000-8000-000000000000';
	await expect(packagesOf(database, [unknown])).rejects.toMatchObject({ code: 'not_found' });
});
