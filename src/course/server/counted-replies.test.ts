import { expect, test } from 'vitest';
import { postReply } from '#conversation/server/posts.ts';
import { startThread } from '#conversation/server/threads.ts';
import { courseRecords } from '#course/server/course-records.ts';
import { scheduleOf } from '#course/server/unit-schedule.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '../../../tests/cast.ts';
import { cohortWorld } from '../../../tests/world.ts';

const now = new Date('2026-09-24T10:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

test('a reply on any level is one to whomever it answers, and none to oneself', async () => {
	const world = await cohortWorld({ learners: 3 });
	const [lea, ben, ida] = world.learners as [Viewer, Viewer, Viewer];
	const { threadId } = await does(lea, now, startThread, {
		spaceId: world.spaces['marktplatz'],
		title: 'Wer ist still?',
		body: 'Und warum?',
	});
	const says = (viewer: Viewer, minute: number, parentId?: string) =>
		does(viewer, later(minute), postReply, { threadId, body: `Nummer ${minute}.`, ...(parentId ? { parentId } : {}) });
	const answeredBy = async (viewer: Viewer) => {
		const records = await courseRecords(database, {
			cohort: { id: world.cohortId, communityId: world.communityId },
			schedule: await scheduleOf(database, world.communityId),
			at: later(99),
		});
		return records.get(viewer.userId)?.written.map(({ to }) => to[0]);
	};
	const one = await says(ben, 1);
	const two = await says(ben, 2, one.postId);
	const three = await says(ida, 3, two.postId);
	// hangs below ben's own post, and answers ida
	await says(ben, 4, three.postId);
	expect((await answeredBy(ben))?.toSorted()).toEqual([ben.userId, ida.userId, lea.userId].toSorted());
	expect(await answeredBy(ida)).toEqual([ben.userId]);
});
