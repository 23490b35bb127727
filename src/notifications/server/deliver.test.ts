import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { flagPost } from '#conversation/server/flags.ts';
import { postReply } from '#conversation/server/posts.ts';
import { startThread } from '#conversation/server/threads.ts';
import { deliverActivity } from '#notifications/server/deliver.ts';
import { setCommunityNotifications } from '#notifications/server/community-wishes.ts';
import { setNotificationPreferences } from '#notifications/server/preferences.ts';
import { tellings } from '#notifications/table.ts';
import { moveClock } from '#platform/server/clock.ts';
import { record, type Activity } from '#platform/server/activity.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does, person } from '../../../tests/cast.ts';
import { cohortWorld, meetingEnd, type World } from '../../../tests/world.ts';

type News = Record<string, string[]>;
type Case = { activity: Omit<Activity, 'kind' | 'at'>; heard: News };

const now = new Date('2090-01-02T10:00:00Z');
let world: World;
let cases: Record<string, Case[]>;
let lea: Viewer, lina: Viewer, lars: Viewer, luis: Viewer;

/** One thing of each sort that activities are about, belonging to Lea and, where there are two, to Lina. */
beforeAll(async () => {
	await moveClock(now, async () => {});
	world = await cohortWorld({ learners: 4 });
	const [first, second, third, fourth] = world.learners;
	if (!first || !second || !third || !fourth) throw new Error('too few learners');
	[lea, lina, lars, luis] = [first, second, third, fourth];
	cases = casesOf(await things());
}, 60_000);

/** Inserts a row as it stands, also into tables of areas above this one; hands back its id. */
async function add(table: string, row: Record<string, unknown>): Promise<string> {
	const inSql = { id: randomUUID(), ...row };
	const columns = sql.join(Object.keys(inSql).map((name) => sql.ref(name)));
	await sql`insert into ${sql.table(table)} (${columns}) select ${columns}
		from jsonb_populate_record(null::${sql.table(table)}, ${JSON.stringify(snaked(inSql))}::jsonb)`.execute(database);
	return inSql.id;
}
const snaked = (row: Record<string, unknown>) =>
	Object.fromEntries(
		Object.entries(row).map(([name, value]) => [
			name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
			value,
		]),
	);

async function things() {
	const at = now;
	const { communityId, cohortId, organisationId, courseVersionId } = world;
	const spaceId = world.spaces['marktplatz'];
	const body = 'Ein Gedanke dazu.';
	const { threadId, postId } = await does(lea, at, startThread, { spaceId, title: 'Ein Thema', body });
	const mine = await does(lina, at, postReply, { threadId, body });
	const reply = await does(lars, at, postReply, { threadId, parentId: mine.postId, body: `@${luis.name} schau mal` });
	const { flagId } = await does(luis, at, flagPost, { postId: mine.postId, reason: 'other' });
	await database.deleteFrom('activity').execute();
	await does(world.carl, at, setCommunityNotifications, { communityId, hearing: 'all', mail: '' });
	const shift = (userId: string, unitNumber: number, days: [number, number]) =>
		add('shift', {
			communityId,
			userId,
			unitNumber,
			startsAt: new Date(now.getTime() + days[0] * 86_400_000),
			endsAt: new Date(now.getTime() + days[1] * 86_400_000),
			createdAt: at,
		});
	const shiftId = await shift(lars.userId, 3, [-1, 1]);
	await shift(luis.userId, 4, [1, 8]);
	const groupId = await add('learningGroup', { cohortId, unitNumber: 3, position: 0, name: 'Linde', formedAt: at });
	for (const { userId } of [lea, lina])
		await database
			.insertInto('learningGroupMember')
			.values({ learningGroupId: groupId, userId, joinedAt: at })
			.execute();
	const submissionId = await add('submission', {
		cohortId,
		communityId,
		unitNumber: 3,
		kind: 'group',
		learningGroupId: groupId,
		courseVersionId,
		createdAt: at,
	});
	for (const { userId } of [lea, lina])
		await database.insertInto('submissionMember').values({ submissionId, userId, creditedAt: at }).execute();
	const caseId = await add('examCase', {
		organisationId,
		kind: 'real',
		language: 'de',
		title: 'Ein Fall',
		body: 'Text',
		questions: [],
		individualTask: 'a',
		reflectionTask: 'b',
		markingScheme: 'c',
		createdAt: at,
	});
	const examId = await add('exam', {
		cohortId,
		kind: 'main',
		caseId,
		opensAt: at,
		endsAt: new Date(now.getTime() + 3 * 86_400_000),
		scheduledAt: at,
	});
	for (const [index, { userId }] of [lea, lina, lars].entries()) {
		const sits = index < 2 ? { learning_group_id: groupId } : { withdrawn_at: at, withdrawal_reason: 'krank' };
		const candidate = { exam_id: examId, user_id: userId, cohort_id: cohortId, candidate_number: `K${index}`, ...sits };
		await sql`insert into exam_candidate
			select * from jsonb_populate_record(null::exam_candidate, ${JSON.stringify(candidate)}::jsonb)`.execute(database);
	}
	const paperId = await add('paper', {
		examId,
		kind: 'group',
		learningGroupId: groupId,
		paperNumber: 'P1',
		createdAt: at,
	});
	const markingId = await add('marking', { paperId, examinerId: world.edda.userId, position: 1, assignedAt: at });
	const hearingId = await add('hearing', {
		paperId,
		openedBy: world.edda.userId,
		suspicion: 'Zwei Absätze stehen wörtlich in einem Lehrbuch.',
		openedAt: at,
	});
	const applicationId = await add('application', {
		cohortId,
		name: 'Nora Neu',
		email: 'nora@example.org',
		motivation: 'Weil ich es lernen möchte.',
		appliedAt: at,
	});
	const certificateId = await add('certificate', {
		kind: 'certificate',
		number: 'N1',
		userId: lea.userId,
		cohortId,
		holderName: lea.name,
		courseTitle: {},
		providerName: 'Akademie',
		periodFrom: '2026-09-07',
		periodTo: '2026-11-16',
		hours: 80,
		issuedAt: at,
	});
	const meetingId = world.meetings[3] ?? '';
	const [manager, executive] = [await person('manfred'), await person('elfriede')];
	await add('organisationRole', { organisationId, userId: executive.userId, role: 'executive', startedAt: at });
	const companyId = await add('community', { organisationId, kind: 'internal', name: 'Werkbank', createdAt: at });
	for (const [viewer, role] of [
		[manager, 'manager'],
		[lea, 'member'],
		[lina, 'member'],
	] as const)
		await database
			.insertInto('membership')
			.values({ communityId: companyId, userId: viewer.userId, role, startedAt: at })
			.execute();
	const reason = 'Sie arbeiten in einem anderen Haus.';
	const requestId = await add('joinRequest', { communityId: companyId, userId: lars.userId, askedAt: at, reason });
	return {
		...{ companyId, manager, executive, requestId },
		...{ threadId, postId, answerId: mine.postId, replyId: reply.postId, flagId, shiftId, groupId, submissionId },
		...{ examId, paperId, hearingId, markingId, applicationId, certificateId, meetingId },
	};
}

function casesOf(of: Awaited<ReturnType<typeof things>>): Record<string, Case[]> {
	const { communityId, cohortId } = world;
	const names = (...people: Viewer[]) => people.map(({ name }) => name).sort();
	const everyone = names(world.olga, world.clara, world.carl, ...world.learners);
	const companions = names(world.clara, world.carl);
	const office = names(world.olga, world.clara, world.carl);
	const one = (
		heard: News,
		activity: { actor?: Viewer; subjectId?: string; data?: Record<string, unknown> } = {},
		place: { communityId?: string | null; cohortId?: string | null } = {},
	): Case => {
		const { actor, ...rest } = activity;
		return { heard, activity: { communityId, cohortId, ...place, actorId: actor?.userId ?? null, ...rest } };
	};
	const own = { communityId: null };
	const inside: typeof one = (heard, activity) => one(heard, activity, { communityId: of.companyId, cohortId: null });
	const organisation = (heard: News, data: Record<string, unknown> = {}) =>
		one(
			heard,
			{ actor: of.executive, data: { organisationId: world.organisationId, ...data } },
			{ communityId: null, cohortId: null },
		);
	const { edda, emil, esra, olga, clara, carl } = world;
	const concerned = names(olga, clara, carl, edda, emil, esra, of.manager, ...world.learners);
	const becomes = (role: string) =>
		inside({ role_changed: names(lea) }, { actor: of.manager, subjectId: lea.userId, data: { role } });
	const decided = { subjectId: of.requestId };
	const asker = { userId: lars.userId };
	const except = (...gone: Viewer[]) => everyone.filter((name) => !gone.some((viewer) => viewer.name === name));
	const units = { offeredUnit: 3, wantedUnit: 4 };
	const inThread = { threadId: of.threadId };
	return {
		thread_started: [
			one(
				{ announcement: except(lea) },
				{ actor: lea, subjectId: of.postId, data: { ...inThread, kind: 'announcement' } },
			),
			one(
				{ thread_new: names(world.carl) },
				{ actor: lea, subjectId: of.postId, data: { ...inThread, kind: 'discussion' } },
			),
		],
		post_written: [
			one(
				{ mentioned: names(luis), reply: names(lea, lina), thread_post: names(world.carl) },
				{ actor: lars, subjectId: of.replyId, data: { ...inThread, mentioned: [luis.userId] } },
			),
		],
		post_edited: [
			one(
				{ mentioned: names(luis) },
				{ actor: lars, subjectId: of.replyId, data: { ...inThread, mentioned: [luis.userId] } },
			),
		],
		answer_accepted: [one({ answer_accepted: names(lina) }, { actor: lea, subjectId: of.answerId, data: inThread })],
		post_hidden: [one({ post_hidden: names(lina) }, { actor: lars, subjectId: of.answerId, data: inThread })],
		post_shown: [one({ post_shown: names(lina) }, { actor: world.clara, subjectId: of.answerId, data: inThread })],
		flag_raised: [one({ flag_raised: [...companions, lars.name].sort() }, { actor: luis, subjectId: of.flagId })],
		unnamed_question_asked: [one({ unnamed_question: [...companions].sort() }, { subjectId: of.flagId })],
		flag_decided: [
			one(
				{ flag_answered: names(luis), post_decided: names(lina) },
				{
					actor: world.clara,
					subjectId: of.flagId,
					data: { ...inThread, postId: of.answerId, authorId: lina.userId, reporterId: luis.userId },
				},
			),
		],
		house_rules_published: [one({ house_rules: except(lars) }, { actor: lars })],
		application_received: [one({ application_received: names(world.olga) }, { subjectId: of.applicationId })],
		application_accepted: [one({}, { actor: world.olga, subjectId: of.applicationId })],
		application_withdrawn: [one({ application_withdrawn: names(world.olga) }, { subjectId: of.applicationId })],
		seat_offered: [one({ seat_offered: names(world.olga) }, { subjectId: of.applicationId, data: { expiresAt: now } })],
		enrolled: [one({ invited: names(lea), learner_joined: office }, { actor: lea, subjectId: lea.userId })],
		learner_left: [one({ learner_left: companions }, { actor: world.olga, subjectId: lea.userId })],
		cohort_cancelled: [
			one({ cohort_cancelled: except(world.olga) }, { actor: world.olga, data: { message: 'Zu wenige.' } }),
		],
		meeting_scheduled: [one({ meeting_scheduled: except(lars) }, { actor: lars, subjectId: of.meetingId })],
		meeting_moved: [one({ meeting_moved: except(world.olga) }, { actor: world.olga, subjectId: of.meetingId })],
		meeting_cancelled: [one({ meeting_cancelled: except(world.olga) }, { actor: world.olga, subjectId: of.meetingId })],
		timetable_shifted: [one({ timetable_shifted: except(world.olga) }, { actor: world.olga })],
		minutes_written: [one({ minutes_written: except(lars) }, { actor: lars, subjectId: of.meetingId })],
		absence_announced: [one({ absence_announced: companions }, { actor: lea })],
		groups_formed: [one({ group_formed: names(lea, lina) }, { data: { unitNumber: 3 } })],
		group_merged: [one({ group_merged: names(lea, lina) }, { actor: world.clara, subjectId: of.groupId })],
		unit_opened: [
			one({ unit_opened: names(...world.learners), shift_started: names(lars) }, { data: { unitNumber: 3 } }),
		],
		shift_handed_on: [
			one(
				{ shift_received: names(luis), shift_taken: names(lars) },
				{ actor: world.clara, subjectId: of.shiftId, data: { fromId: lars.userId, toId: luis.userId, unitNumber: 3 } },
			),
		],
		joined_by_invitation: [
			one({ invitation_taken_up: names(world.clara) }, { actor: luis, data: { invitedBy: world.clara.userId } }),
		],
		shifts_redistributed: [
			one({ shift_inherited: names(luis) }, { data: { heirs: [{ userId: luis.userId, unitNumber: 5 }] } }),
		],
		swap_requested: [one({ swap_requested: names(luis) }, { actor: lars, data: { toId: luis.userId, ...units } })],
		swap_decided: [
			one({ swap_accepted: names(lars) }, { actor: luis, data: { toId: lars.userId, accepted: true, ...units } }),
			one({ swap_declined: names(lars) }, { actor: luis, data: { toId: lars.userId, accepted: false, ...units } }),
		],
		handover_written: [one({ handover_written: names(luis) }, { actor: lars, subjectId: of.shiftId })],
		submission_handed_in: [
			one(
				{ result_handed_in: names(lina), result_waiting: companions },
				{ actor: lea, subjectId: of.submissionId, data: { unitNumber: 3 } },
			),
		],
		feedback_given: [
			one(
				{ feedback_received: names(lea, lina) },
				{ actor: world.clara, data: { submissionId: of.submissionId } },
				own,
			),
			one(
				{ feedback_received: names(lea) },
				{ actor: world.clara, data: { ...inThread, postId: of.postId, userIds: [lea.userId] } },
				own,
			),
		],
		recommendation_given: [
			one({ recommendation: names(lina) }, { actor: world.clara, data: { userIds: [lina.userId] } }, own),
		],
		requirement_at_risk: [
			one({ requirement_at_risk: names(lea) }, { subjectId: lea.userId, data: { requirement: 'replies' } }, own),
		],
		exception_requested: [
			one({ exception_requested: names(world.olga) }, { actor: lea, data: { requirement: 'meetings' } }, own),
		],
		exception_decided: [
			one({ exception_granted: names(lea) }, { actor: world.olga, data: { userId: lea.userId, granted: true } }, own),
			one({ exception_refused: names(lea) }, { actor: world.olga, data: { userId: lea.userId, granted: false } }, own),
		],
		evaluation_opened: [
			one({ evaluation_unit: names(...world.learners) }, { data: { sheet: 'unit', unitNumber: 3 } }),
			one({ evaluation_final: names(...world.learners) }, { data: { sheet: 'final' } }),
			one({ evaluation_later: names(...world.learners) }, { data: { sheet: 'later' } }),
		],
		eligibility_frozen: [one({ eligibility: names(...world.learners) })],
		exam_scheduled: [one({ exam_scheduled: names(lea, lina) }, { actor: world.olga, subjectId: of.examId })],
		retake_scheduled: [one({ retake_scheduled: names(lea, lina) }, { actor: world.olga, subjectId: of.examId })],
		exam_cancelled: [one({ exam_cancelled: names(lea, lina) }, { actor: world.olga, subjectId: of.examId })],
		exam_opened: [one({ exam_opened: names(lea, lina) }, { subjectId: of.examId })],
		deadline_near: [
			one({ deadline_near: names(lea, lina) }, { subjectId: of.paperId, data: { hours: 3, endsAt: now } }),
		],
		extension_granted: [
			one({ extension_granted: names(lea) }, { actor: world.olga, subjectId: of.examId, data: { userId: lea.userId } }),
			one(
				{ extension_granted: names(lea, lina) },
				{ actor: world.olga, subjectId: of.examId, data: { learningGroupId: of.groupId } },
			),
		],
		paper_handed_in: [
			one(
				{ paper_receipt: names(lea), paper_by_other: names(lina) },
				{ actor: lea, subjectId: of.paperId, data: { automatic: false } },
			),
			one({ paper_automatic: names(lea, lina) }, { subjectId: of.paperId, data: { automatic: true } }),
		],
		paper_withdrawn: [one({ paper_withdrawn: names(lina) }, { actor: lea, subjectId: of.paperId })],
		withdrawal_requested: [one({ withdrawal_requested: names(world.olga) }, { actor: lea, subjectId: of.examId }, own)],
		withdrawal_decided: [
			one(
				{ withdrawal_granted: names(lea) },
				{ actor: world.olga, subjectId: of.examId, data: { userId: lea.userId, granted: true } },
			),
			one(
				{ withdrawal_refused: names(lea) },
				{ actor: world.olga, subjectId: of.examId, data: { userId: lea.userId, granted: false } },
			),
		],
		marking_assigned: [
			one(
				{ marking_assigned: names(world.edda) },
				{ actor: world.olga, subjectId: of.markingId, data: { examinerId: world.edda.userId } },
			),
		],
		marks_differ: [
			one({ marks_differ: names(world.edda) }, { actor: world.emil, subjectId: of.paperId, data: { settleBy: now } }),
		],
		third_examiner_needed: [one({ third_examiner_needed: names(world.olga) }, { subjectId: of.paperId })],
		hearing_opened: [
			one(
				{ hearing_opened: names(lea, lina) },
				{ actor: world.edda, subjectId: of.hearingId, data: { paperId: of.paperId } },
			),
		],
		hearing_decided: [
			one(
				{ hearing_decided: names(lea, lina) },
				{ actor: world.olga, subjectId: of.hearingId, data: { outcome: 'dismissed' } },
			),
		],
		results_released: [one({ result: names(lea, lina) }, { actor: world.olga, subjectId: of.examId })],
		objection_raised: [one({ objection_raised: names(world.olga) }, { actor: lea, data: { examId: of.examId } })],
		objection_decided: [
			one({ objection_decided: names(lea) }, { actor: world.esra, data: { examId: of.examId, userId: lea.userId } }),
		],
		certificate_issued: [
			one(
				{ certificate: names(lea) },
				{ actor: world.olga, subjectId: of.certificateId, data: { kind: 'certificate' } },
				own,
			),
			one(
				{ participation: names(lea) },
				{ actor: world.olga, subjectId: of.certificateId, data: { kind: 'participation' } },
				own,
			),
		],
		certificate_revoked: [
			one({ certificate_revoked: names(lea) }, { actor: world.olga, subjectId: of.certificateId }, own),
		],
		works_council_on: [organisation({ works_council_on: concerned })],
		works_council_off: [organisation({ works_council_off: concerned })],
		works_council_off_asked: [organisation({ works_council_off_asked: names(world.olga) })],
		works_council_off_withdrawn: [organisation({ works_council_off_withdrawn: names(lea) }, { askedBy: lea.userId })],
		member_joined: [inside({ newcomer: names(of.manager) }, { actor: lina, subjectId: lina.userId })],
		member_left: [inside({ member_left: names(of.manager) }, { actor: lars, subjectId: lars.userId })],
		joining_asked: [inside({ joining_asked: names(of.manager) }, { actor: lars, subjectId: of.requestId })],
		joining_decided: [
			inside({ joining_granted: names(lars) }, { actor: of.manager, ...decided, data: { ...asker, granted: true } }),
			inside({ joining_declined: names(lars) }, { actor: of.manager, ...decided, data: { ...asker, granted: false } }),
		],
		member_removed: [inside({ member_removed: names(lars) }, { actor: of.manager, subjectId: lars.userId })],
		role_changed: [becomes('observer')],
		manager_named: [becomes('manager')],
		manager_ended: [becomes('member')],
		phase_changed: [inside({ phase_changed: names(lea, lina) }, { actor: of.manager, data: { phase: 'growth' } })],
		manager_suspended: [
			inside(
				{ manager_suspended: names(of.executive), deputy_leads: names(lina), lead_rests: names(lea) },
				{ subjectId: lea.userId, data: { organisationId: world.organisationId, deputyId: lina.userId } },
			),
		],
		deputy_named: [inside({ deputy_named: names(lina) }, { actor: of.executive, subjectId: lina.userId })],
		community_archived: [one({ community_archived: except(world.olga) }, { actor: world.olga })],
	};
}

async function heardOf(activityId: string): Promise<News> {
	const rows = await database
		.selectFrom('notification as n')
		.innerJoin('user as u', 'u.id', 'n.userId')
		.select(['n.kind', 'u.name'])
		.where('n.activityId', '=', activityId)
		.orderBy('u.name')
		.execute();
	const heard: News = {};
	for (const { kind, name } of rows) heard[kind] = [...(heard[kind] ?? []), name];
	return heard;
}
const mailsOf = (kind: string, at: Date) =>
	database.selectFrom('mail').selectAll().where('kind', '=', kind).where('at', '=', at).execute();

test('every activity reaches whom the table names, once although its job runs twice, and nobody else', async () => {
	const wrong: unknown[] = [];
	const covered = new Set<string>();
	let moment = now.getTime();
	for (const [kind, list] of Object.entries(cases))
		for (const { activity, heard } of list) {
			const at = new Date(moment++);
			const activityId = await record(database, { kind, ...activity, at });
			await Promise.all([deliverActivity({ activityId }), deliverActivity({ activityId })]);
			await deliverActivity({ activityId });
			const found = await heardOf(activityId);
			if (JSON.stringify(sorted(found)) !== JSON.stringify(sorted(heard))) wrong.push({ kind, heard, found });
			for (const [news, people] of Object.entries(found)) {
				covered.add(news);
				const mails = await mailsOf(news, at);
				const { mail } = tellings.find((telling) => telling.kind === news) ?? { mail: 'never' };
				const expected = mail === 'always' || mail === 'usually' ? people.length : 0;
				if (mails.length !== expected) wrong.push({ news, mails: mails.length, expected });
				if (mails.some(({ body, subject }) => /\{\w+\}|undefined|null/.test(body + subject)))
					wrong.push({ news, body: mails[0]?.body });
			}
		}
	expect(wrong).toEqual([]);
	expect(tellings.map(({ kind }) => kind).filter((kind) => !covered.has(kind))).toEqual([]);
}, 120_000);
const sorted = (news: News) => Object.entries(news).sort(([a], [b]) => a.localeCompare(b));

describe('one piece of news', () => {
	const moved = async (at: Date) => {
		const activityId = await record(database, {
			kind: 'meeting_moved',
			communityId: world.communityId,
			cohortId: world.cohortId,
			subjectId: world.meetings[4] ?? '',
			at,
		});
		await deliverActivity({ activityId });
		return mailsOf('meeting_moved', at);
	};

	test('comes as a mail in the reader’s language, with the meeting for the calendar', async () => {
		await database.updateTable('user').set({ locale: 'en' }).where('id', '=', lina.userId).execute();
		const mails = await moved(meetingEnd(3));
		const to = (viewer: Viewer) => mails.find(({ userId }) => userId === viewer.userId);
		expect(to(lea)?.subject).toBe('Ein Treffen ist verschoben · Kohorte 1');
		expect(to(lea)?.body).toContain('4. Treffen ist verschoben, auf Montag, 5. Oktober 2026, 17:00 Uhr.');
		expect(to(lina)?.subject).toBe('A meeting has moved · Kohorte 1');
		expect(to(lea)?.calendar).toMatch(/METHOD:REQUEST[^]*UID:[^]*ATTENDEE/);
	});

	test('comes without a mail to whoever has chosen so, except where one must know', async () => {
		await does(lea, now, setNotificationPreferences, { kinds: ['reply'] });
		const { communityId, cohortId, meetings } = world;
		const place = { communityId, cohortId, subjectId: meetings[4] ?? '' };
		const at = meetingEnd(2);
		const activityId = await record(database, { kind: 'meeting_scheduled', ...place, at });
		await deliverActivity({ activityId });
		const to = (mails: { userId: string | null }[], viewer: Viewer) =>
			mails.some(({ userId }) => userId === viewer.userId);
		const invitations = await mailsOf('meeting_scheduled', at);
		expect([to(invitations, lea), to(invitations, lars)]).toEqual([false, true]);
		expect(to(await moved(at), lea)).toBe(true);
	});

	test('does not reach who came after it had happened', async () => {
		const late = await person('lotte');
		await database
			.insertInto('membership')
			.values({ communityId: world.communityId, userId: late.userId, role: 'member', startedAt: meetingEnd(2) })
			.execute();
		const mails = await moved(meetingEnd(1));
		expect(mails.some(({ userId }) => userId === late.userId)).toBe(false);
	});

	test('does not reach who has left the community before it was delivered', async () => {
		const leaver = await person('levi');
		await database
			.insertInto('membership')
			.values({ communityId: world.communityId, userId: leaver.userId, role: 'member', startedAt: now, endedAt: now })
			.execute();
		const mails = await moved(meetingEnd(1));
		expect(mails.some(({ userId }) => userId === leaver.userId)).toBe(false);
	});
});

test('who is enrolled gets all meetings for the calendar, who hears of a cancelled one strikes it out', async () => {
	const tell = async (kind: string, subjectId: string, at: Date) => {
		const { communityId, cohortId } = world;
		const activityId = await record(database, { kind, communityId, cohortId, subjectId, actorId: luis.userId, at });
		await deliverActivity({ activityId });
	};
	const early = new Date('2026-09-01T08:00:00Z');
	await tell('enrolled', luis.userId, early);
	const [invitation] = await mailsOf('invited', early);
	expect(invitation?.calendar?.match(/BEGIN:VEVENT/g)).toHaveLength(11);
	const meetingId = world.meetings[5] ?? '';
	await database.updateTable('meeting').set({ cancelledAt: early, sequence: 1 }).where('id', '=', meetingId).execute();
	await tell('meeting_cancelled', meetingId, new Date(early.getTime() + 1));
	const [cancelled] = await mailsOf('meeting_cancelled', new Date(early.getTime() + 1));
	expect(cancelled?.calendar).toMatch(/METHOD:CANCEL[^]*SEQUENCE:1[^]*STATUS:CANCELLED/);
});
