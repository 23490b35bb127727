import { beforeAll, expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { forgetExpired } from '#privacy/server/forget.ts';
import { after, learnerOf } from '../../../tests/learning.ts';
import { cohortWorld, type World } from '../../../tests/world.ts';

const day = 24;
let world: World;
beforeAll(async () => {
	world = await cohortWorld({ learners: 2 });
	const { cohortId, communityId, clara, meetings } = world;
	const { userId } = learnerOf(world, 0);
	await database
		.insertInto('attendance')
		.values({ meetingId: meetings[1] ?? '', userId, checkedInAt: after(1, -1) })
		.execute();
	await database
		.insertInto('timeEntry')
		.values({ cohortId, userId, day: '2026-09-20', minutes: 60, part: 'units', bookedAt: after(1, 5) })
		.execute();
	await database
		.insertInto('absence')
		.values({ communityId, userId, fromDate: '2026-09-20', toDate: '2026-09-21', announcedAt: after(1, 5) })
		.execute();
	await database
		.insertInto('recordAccess')
		.values({
			userId,
			viewerId: clara.userId,
			purpose: 'requirements',
			day: '2026-11-17',
			cohortId,
			firstAt: after(10, day * 20),
		})
		.execute();
	for (const [state, email] of [
		['declined', 'no@example.org'],
		['received', 'waits@example.org'],
	] as const)
		await database
			.insertInto('application')
			.values({
				cohortId,
				name: 'Noor',
				email,
				motivation: 'Ich leite eine Nachbarschaft und will es lernen.',
				state,
				appliedAt: after(0, -day * 30),
				decidedAt: state === 'declined' ? after(0, -day * 20) : null,
			})
			.execute();
}, 60_000);

const count = async (
	table: 'joinRequest' | 'attendance' | 'timeEntry' | 'absence' | 'recordAccess' | 'application',
) => {
	const { n } = await database
		.selectFrom(table)
		.select((e) => e.fn.countAll<number>().as('n'))
		.executeTakeFirstOrThrow();
	return Number(n);
};

test('declined applications go half a year after they were declined, others stay', async () => {
	await forgetExpired(after(0, day * 155));
	expect(await count('application')).toBe(2);
	await forgetExpired(after(0, day * 170));
	const left = await database.selectFrom('application').select('state').execute();
	expect(left.map(({ state }) => state)).toEqual(['received']);
});

test('attendance, absences and hours go a year after the last meeting', async () => {
	await forgetExpired(after(10, day * 364));
	expect([await count('attendance'), await count('absence'), await count('timeEntry')]).toEqual([1, 1, 1]);
	await forgetExpired(after(10, day * 367));
	expect([await count('attendance'), await count('absence'), await count('timeEntry')]).toEqual([0, 0, 0]);
});

test('a look at a record is forgotten after a year', async () => {
	const now = after(10, day * 380);
	await forgetExpired(now);
	expect(await count('recordAccess')).toBe(1);
	await forgetExpired(after(10, day * 390));
	expect(await count('recordAccess')).toBe(0);
});

test('a request to join goes with the applications: declined ones after six months, others stay', async () => {
	const { communityId } = world;
	for (const [index, granted] of [false, true].entries())
		await database
			.insertInto('joinRequest')
			.values({
				communityId,
				userId: learnerOf(world, index).userId,
				askedAt: after(0, 0),
				decidedAt: after(0, 1),
				granted,
				reason: granted ? '' : 'Bitte zuerst beim Haus fragen.',
			})
			.execute();
	const months = (n: number) => new Date(after(0, 1).getTime() + n * 31 * 86_400_000);
	await forgetExpired(months(5));
	expect(await count('joinRequest')).toBe(2);
	await forgetExpired(months(7));
	expect(await database.selectFrom('joinRequest').select('granted').execute()).toEqual([{ granted: true }]);
});
