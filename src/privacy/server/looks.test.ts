import { beforeAll, expect, test } from 'vitest';
import { guidancePage } from '#course/server/guidance-page.ts';
import { learningSystem } from '#course/server/learning-system.ts';
import { learningTimeSums } from '#course/server/learning-time.ts';
import { learnerRecord, learnerRecords } from '#course/server/records.ts';
import { noteSilence } from '#course/server/silence.ts';
import { submissionPage } from '#course/server/submission-page.ts';
import { absences, announceAbsence } from '#events/server/absences.ts';
import { attendanceSheet } from '#events/server/attendance-sheet.ts';
import { correctAttendance } from '#events/server/presence.ts';
import { meetingPage } from '#events/server/meeting-page.ts';
import { cohortExam } from '#exam/server/cohort-exam.ts';
import { examResults } from '#exam/server/exam-results.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { privacyPage } from '#privacy/server/privacy-page.ts';
import { does, person } from '../../../tests/cast.ts';
import { community, company } from '../../../tests/company.ts';
import { examSat, resultsReleased } from '../../../tests/exam-rows.ts';
import { after, courseWorld, learnerOf } from '../../../tests/learning.ts';
import { notedLooks as noted } from '../../../tests/rights/looks.ts';
import type { World } from '../../../tests/world.ts';

let world: World;
let anna: Viewer;
let here: { communityId: string };
let submissionId: string;
let examId: string;
const now = after(3, 1);
const results = after(10, 24 * 20);
beforeAll(async () => {
	world = await courseWorld(2);
	anna = learnerOf(world, 0);
	here = { communityId: world.communityId };
	await database
		.insertInto('attendance')
		.values({ meetingId: world.meetings[1] ?? '', userId: anna.userId, checkedInAt: after(1, -1.5) })
		.execute();
	await does(anna, after(1, 1), announceAbsence, { ...here, fromDate: '2026-12-01', toDate: '2026-12-02' });
	({ id: submissionId } = await database
		.insertInto('submission')
		.values({
			...here,
			cohortId: world.cohortId,
			unitNumber: 2,
			kind: 'person',
			userId: anna.userId,
			courseVersionId: world.courseVersionId,
			createdAt: after(1, 1),
		})
		.returning('id')
		.executeTakeFirstOrThrow());
	examId = await examSat(world, { kind: 'main', opensAt: after(10, 48), endsAt: after(10, 120), candidates: [anna] });
	await resultsReleased(examId, after(10, 24 * 14), [[anna, true]]);
});

/** Each of them once, by whoever has the task. */
const looks: Record<keyof typeof noted, () => Promise<unknown>> = {
	learnerRecords: () => does(world.clara, now, learnerRecords, here),
	learningSystem: () => does(world.olga, now, learningSystem, { cohortId: world.cohortId }),
	learnerRecord: () => does(world.olga, now, learnerRecord, { ...here, userId: anna.userId }),
	guidancePage: () => does(world.clara, now, guidancePage, here),
	learningTimeSums: () => does(world.clara, now, learningTimeSums, here),
	meetingPage: () => does(world.clara, now, meetingPage, { meetingId: world.meetings[1] }),
	attendanceSheet: () => does(world.olga, now, attendanceSheet, { meetingId: world.meetings[1] }),
	absences: () => does(world.clara, now, absences, here),
	submissionPage: () => does(world.clara, now, submissionPage, { submissionId }),
	cohortExam: () => does(world.olga, results, cohortExam, { cohortId: world.cohortId }),
	examResults: () => does(world.clara, results, examResults, { examId }),
};

test('every such look is noted once a day, and the person sees by whom and for what', async () => {
	for (const name of Object.keys(noted) as (keyof typeof noted)[]) {
		await database.deleteFrom('recordAccess').execute();
		await looks[name]();
		await looks[name]();
		const { mine } = await does(anna, results, privacyPage, {});
		expect([name, mine?.accesses.map(({ purpose }) => purpose)]).toEqual([name, [noted[name]]]);
	}
});

test('looking at what is one’s own is noted nowhere', async () => {
	await database.deleteFrom('recordAccess').execute();
	await does(anna, now, meetingPage, { meetingId: world.meetings[1] });
	await does(anna, now, absences, here);
	await does(anna, now, submissionPage, { submissionId });
	expect(await database.selectFrom('recordAccess').select('purpose').execute()).toEqual([]);
});

const mode = (worksCouncilMode: boolean) => database.updateTable('organisation').set({ worksCouncilMode }).execute();

/** Where figures about single people would stand that go beyond the course record, in whatever an answer holds. */
function beyond(value: unknown, path = ''): string[] {
	if (value === null || typeof value !== 'object' || value instanceof Date) return [];
	return Object.entries(value).flatMap(([key, inner]) => {
		const at = `${path}.${key}`;
		const figure = /^(lastAt|days|pattern|bookedMinutes|hours|missedLast)$/.test(key) && inner !== null;
		return figure ? [at] : beyond(inner, at);
	});
}

test('in works-council mode no verb gives figures about single people beyond the course record', async () => {
	const found = async () => {
		const seen: string[] = [];
		for (const name of ['learnerRecords', 'learnerRecord', 'guidancePage'] as const)
			seen.push(...beyond(await looks[name](), name).filter((path) => !/\.waiting\.|meeting\./.test(path)));
		const { learners } = await does(world.clara, now, learningTimeSums, here);
		return [...seen, ...learners.map(() => 'learningTimeSums')];
	};
	await mode(false);
	expect((await found()).map((path) => path.split('.')[0])).toEqual(
		expect.arrayContaining(['learnerRecords', 'learnerRecord', 'guidancePage', 'learningTimeSums']),
	);
	await mode(true);
	await database.deleteFrom('recordAccess').execute();
	expect(await found()).toEqual([]);
	const purposes = await database.selectFrom('recordAccess').select('purpose').distinct().orderBy('purpose').execute();
	expect(purposes.map(({ purpose }) => purpose)).toEqual(['course_record', 'requirements']);
	await expect(does(world.clara, now, noteSilence, { ...here, userId: anna.userId })).rejects.toMatchObject({
		code: 'works_council_on',
	});
	await mode(false);
});

test('outside of courses attendance is no course record: in that mode managers see who is there, not for how long', async () => {
	const firm = await company();
	const manager = await person('mia');
	const communityId = await community(firm, { manager, at: after(0, 0) });
	const colleague = await person('kim');
	await database
		.insertInto('membership')
		.values({ communityId, userId: colleague.userId, role: 'member', startedAt: after(0, 1) })
		.execute();
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
	const userId = colleague.userId;
	await database
		.insertInto('attendance')
		.values({ meetingId, userId, checkedInAt: after(3, 0) })
		.execute();
	const seen = async () => {
		const page = await does(manager, after(3, 0.5), meetingPage, { meetingId });
		return { ...page.people.find((each) => each.userId === userId), correct: page.may.correct };
	};
	const correct = () =>
		does(manager, after(3, 0.5), correctAttendance, { meetingId, userId, minutes: 20, reason: 'War länger da' });
	await mode(true);
	expect(await seen()).toMatchObject({ here: true, minutes: null, corrected: null, correct: false });
	await expect(correct()).rejects.toMatchObject({ code: 'works_council_on' });
	await mode(false);
	expect(await seen()).toMatchObject({ here: true, minutes: 30, correct: true });
	await correct();
});
