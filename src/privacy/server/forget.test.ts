import { beforeAll, expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { forgetExpired } from '#privacy/server/forget.ts';
import { person } from '../../../tests/cast.ts';
import { community, company } from '../../../tests/company.ts';
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

test('who still waits for a seat when there can be none any more is forgotten half a year after that', async () => {
	await database
		.insertInto('application')
		.values({
			cohortId: world.cohortId,
			name: 'Wanda',
			email: 'wanda@example.org',
			motivation: 'Ich leite eine Nachbarschaft und will es lernen.',
			state: 'waitlisted',
			appliedAt: after(0, -day * 30),
		})
		.execute();
	const waiting = async () => {
		const rows = await database.selectFrom('application').select('state').where('state', '=', 'waitlisted').execute();
		return rows.length;
	};
	await forgetExpired(after(1, day * 180));
	expect(await waiting()).toBe(1);
	await forgetExpired(after(1, day * 185));
	expect(await waiting()).toBe(0);
});

test('of a course that was cancelled before its first meeting nothing stays for longer either', async () => {
	const { cohortId, communityId } = await cohortWorld({ learners: 1 });
	const { userId } = learnerOf(world, 0);
	await database
		.updateTable('meeting')
		.set({ cancelledAt: after(0, -1) })
		.where('communityId', '=', communityId)
		.execute();
	await database
		.updateTable('cohort')
		.set({ cancelledAt: after(0, -1) })
		.where('id', '=', cohortId)
		.execute();
	await database
		.insertInto('absence')
		.values({ communityId, userId, fromDate: '2026-09-20', toDate: '2026-09-21', announcedAt: after(0, -2) })
		.execute();
	await forgetExpired(after(0, day * 364));
	expect(await count('absence')).toBe(1);
	await forgetExpired(after(0, day * 367));
	expect(await count('absence')).toBe(0);
});

test('outside of courses attendance goes a year after the meeting, and an absence a year after its last day', async () => {
	const firm = await company();
	const manager = await person('mia');
	const communityId = await community(firm, { manager, at: after(0, 0) });
	const { id: meetingId } = await database
		.insertInto('meeting')
		.values({
			communityId,
			kind: 'event',
			title: 'Runde',
			startsAt: after(3, 0),
			endsAt: after(3, 1),
			createdAt: after(0, 0),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const { userId } = manager;
	await database
		.insertInto('attendance')
		.values({ meetingId, userId, checkedInAt: after(3, 0) })
		.execute();
	await database
		.insertInto('absence')
		.values({ communityId, userId, fromDate: '2026-09-27', toDate: '2026-09-28', announcedAt: after(1, 5) })
		.execute();
	await forgetExpired(after(3, day * 364));
	expect([await count('attendance'), await count('absence')]).toEqual([1, 1]);
	await forgetExpired(after(3, day * 367));
	expect([await count('attendance'), await count('absence')]).toEqual([0, 0]);
});
