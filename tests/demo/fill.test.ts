import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { governedCommunity } from '#community/server/governing.ts';
import { postReply } from '#conversation/server/posts.ts';
import { feedbackQueue } from '#course/server/feedback-queue.ts';
import { guidancePage } from '#course/server/guidance-page.ts';
import { groupsPage } from '#course/server/groups-page.ts';
import { evaluationPage } from '#course/server/evaluation.ts';
import { countsSchema } from '#course/server/learner-standing.ts';
import { submissionPage } from '#course/server/submission-page.ts';
import { weekPage } from '#course/server/week-page.ts';
import { certificateCheck, ownCertificates } from '#credentials/server/certificates.ts';
import { readExam } from '#demo/corpus/exam.ts';
import { readNews } from '#demo/acts/news.ts';
import { fillDemo } from '#demo/fill.ts';
import { demoPeople } from '#demo/server/people.ts';
import { markingList } from '#exam/server/marking-page.ts';
import { examPage } from '#exam/server/exam-page.ts';
import { lateExam } from '#exam/server/late-exam.ts';
import { meetingPage } from '#events/server/meeting-page.ts';
import { jobTasks } from '#job-tasks.ts';
import { viewerOfPerson } from '#identity/server/viewers.ts';
import { database } from '#platform/server/database.ts';
import { deliverPending } from '#notifications/server/deliver-pending.ts';
import { drainJobs } from '#platform/server/jobs.ts';
import { indexSearch } from '#search/server/index-entries.ts';
import { does } from '../cast.ts';
import { openStage } from '../journeys/browser/stage.ts';
import { elsewhere, pageRoutes } from './routes.ts';
import { walkAll, type Walker } from './walk.ts';

/** Between Christmas and the new year, in the hour before midnight in Berlin: an odd moment to begin. */
const now = new Date('2026-12-26T22:40:00Z');
const lines: string[] = [];

// Every act goes through a verb, and one that is refused ends the filling: that it ends well says that none was.
beforeAll(async () => {
	const read = await fillDemo((line) => lines.push(line), now);
	await deliverPending();
	await drainJobs(jobTasks);
	await indexSearch();
	await readNews(read);
}, 600_000);

async function cohort(name: string) {
	return database
		.selectFrom('cohort as k')
		.innerJoin('community as c', 'c.id', 'k.communityId')
		.select([
			'k.id',
			'k.communityId',
			'k.unitsOpened',
			'k.seats',
			'k.deliveryFormat',
			'k.publishedAt',
			'c.phase',
			'c.archivedAt',
		])
		.where('k.name', '=', name)
		.executeTakeFirstOrThrow();
}

async function person(key: string, domain = 'allmende.example') {
	const { id } = await database
		.selectFrom('user')
		.select('id')
		.where('email', '=', `${key}@${domain}`)
		.executeTakeFirstOrThrow();
	const viewer = await viewerOfPerson(id);
	if (!viewer) throw new Error(`no ${key}`);
	return viewer;
}

test('it says what it does, with counts', () => {
	expect(lines).toContain('Cohort 2: 408 of 408 posts');
	expect(lines).toContain('Cohort 1: the exam is over, the certificates are issued');
});

test('the second cohort of eighteen is in unit five', async () => {
	const { id, communityId, unitsOpened, phase } = await cohort('Kohorte 2');
	expect([unitsOpened, phase]).toEqual([5, 'growth']);
	const enrolled = await database
		.selectFrom('enrolment')
		.select('id')
		.where('cohortId', '=', id)
		.where('endedAt', 'is', null)
		.execute();
	expect(enrolled).toHaveLength(18);
	const next = await database
		.selectFrom('meeting')
		.select(['number', 'startsAt'])
		.where('communityId', '=', communityId)
		.where('startsAt', '>', now)
		.orderBy('startsAt')
		.executeTakeFirstOrThrow();
	expect(next.number).toBe(5);
});

test('it has written at least 250 distinct posts in at least 40 threads, all of them in the past', async () => {
	const { communityId } = await cohort('Kohorte 2');
	const posts = await database
		.selectFrom('post')
		.select(['threadId', 'body', 'createdAt'])
		.where('communityId', '=', communityId)
		.execute();
	expect(new Set(posts.map(({ body }) => body)).size).toBe(posts.length);
	expect(posts.length).toBeGreaterThanOrEqual(250);
	expect(new Set(posts.map(({ threadId }) => threadId)).size).toBeGreaterThanOrEqual(40);
	expect(posts.filter(({ createdAt }) => createdAt > now)).toEqual([]);
	expect(posts.filter(({ createdAt }) => createdAt > new Date(now.getTime() - 24 * 3_600_000)).length).toBeGreaterThan(
		5,
	);
});

test('nothing in the second cohort lies in the future, and threads begin before they go on', async () => {
	const { communityId } = await cohort('Kohorte 2');
	const acts = await database
		.selectFrom('activity')
		.select(['kind', 'at'])
		.where('communityId', '=', communityId)
		.where('at', '>', now)
		.execute();
	expect(acts).toEqual([]);
	const wrong = await database
		.selectFrom('post as p')
		.innerJoin('thread as t', 't.id', 'p.threadId')
		.select('p.id')
		.whereRef('p.createdAt', '<', 't.createdAt')
		.execute();
	expect(wrong).toEqual([]);
});

test('a post was reported and hidden, another report is open, a result came late, a shift was swapped', async () => {
	const { id, communityId } = await cohort('Kohorte 2');
	const flags = await database
		.selectFrom('flag')
		.select('decision')
		.where('communityId', '=', communityId)
		.orderBy('flaggedAt')
		.execute();
	expect(flags).toEqual([{ decision: 'hidden' }, { decision: null }]);
	const late = await database
		.selectFrom('submission')
		.select(['id', 'unitNumber'])
		.where('cohortId', '=', id)
		.where('late', '=', true)
		.execute();
	expect(late.map(({ unitNumber }) => unitNumber)).toEqual([3]);
	const lorenz = await person('lorenz');
	const page = await does(lorenz, now, submissionPage, { submissionId: late[0]?.id });
	expect(JSON.stringify(page)).toMatch(/"late":true/);
	const swaps = await database
		.selectFrom('shiftSwap')
		.select('accepted')
		.where('communityId', '=', communityId)
		.execute();
	expect(swaps).toEqual([{ accepted: true }]);
});

test('gundula and lorenz lead, as agreed when she swapped with kofi', async () => {
	const { communityId } = await cohort('Kohorte 2');
	const acting = await database
		.selectFrom('shift as s')
		.innerJoin('user as u', 'u.id', 's.userId')
		.select('u.name')
		.where('s.communityId', '=', communityId)
		.where('s.removedAt', 'is', null)
		.where('s.startsAt', '<=', now)
		.where('s.endsAt', '>', now)
		.orderBy('u.name')
		.execute();
	expect(acting.map(({ name }) => name)).toEqual(['Gundula Petri', 'Lorenz Hawlitschek']);
});

test('in five units nobody has met anybody twice', async () => {
	const { communityId } = await cohort('Kohorte 2');
	const page = await does(await person('gesine'), now, groupsPage, { communityId });
	expect(page.history).toHaveLength(5);
	const pairs = page.history
		.flat()
		.flatMap((group) => group.flatMap((a) => group.map((b) => (a < b ? `${a} ${b}` : ''))));
	const met = pairs.filter((pair) => pair !== '');
	expect(new Set(met).size).toBe(met.length);
});

test('companions find something that waits for feedback', async () => {
	const { communityId } = await cohort('Kohorte 2');
	const { waiting } = await does(await person('dietmar'), now, feedbackQueue, { communityId });
	expect(waiting.map(({ kind }) => kind)).toEqual(['person', 'person']);
});

test('everyone has something new to read, and not everyone the same', async () => {
	const { communityId } = await cohort('Kohorte 2');
	const threads = await database.selectFrom('thread').select('id').where('communityId', '=', communityId).execute();
	const read = await database
		.selectFrom('readState as r')
		.innerJoin('thread as t', 't.id', 'r.threadId')
		.select((e) => ['r.userId', e.fn.countAll<number>().as('threads')])
		.where('r.communityId', '=', communityId)
		.whereRef('r.sequence', '>=', 't.lastSequence')
		.groupBy('r.userId')
		.execute();
	expect(read.length).toBeGreaterThan(15);
	expect(new Set(read.map(({ threads: n }) => Number(n))).size).toBeGreaterThan(5);
	expect(Math.min(...read.map(({ threads: n }) => Number(n)))).toBeLessThan(threads.length);
});

test('everyone has read what they would have: a handful of news is left, and not the same for all', async () => {
	const { id } = await cohort('Kohorte 2');
	const rows = await database
		.selectFrom('enrolment as n')
		.innerJoin('notification as t', 't.userId', 'n.userId')
		.select((e) => ['n.userId', e.fn.countAll<number>().as('all'), e.fn.count<number>('t.readAt').as('read')])
		.where('n.cohortId', '=', id)
		.groupBy('n.userId')
		.execute();
	const unread = rows.map(({ all, read }) => Number(all) - Number(read));
	// All but the one who fell silent.
	expect(unread.filter((count) => count > 15).length).toBeLessThanOrEqual(1);
	expect(unread.filter((count) => count > 0).length).toBeGreaterThan(9);
	expect(new Set(unread).size).toBeGreaterThan(3);
	expect(Math.min(...rows.map(({ read }) => Number(read)))).toBeGreaterThan(10);
});

test('companions see who has fallen silent, and nobody else is among them', async () => {
	const { communityId } = await cohort('Kohorte 2');
	const { silent } = await does(await person('gesine'), now, guidancePage, { communityId });
	expect(silent.map(({ name }) => name)).toEqual(['Vivien Marschall']);
});

test('the third cohort takes applications: its 24 seats are promised, and three people wait', async () => {
	const { id } = await cohort('Kohorte 3');
	const rows = await database
		.selectFrom('application')
		.select((e) => ['state', e.fn.countAll<number>().as('people')])
		.where('cohortId', '=', id)
		.groupBy('state')
		.orderBy('state')
		.execute();
	expect(Object.fromEntries(rows.map(({ state, people }) => [state, Number(people)]))).toEqual({
		accepted: 3,
		declined: 1,
		enrolled: 21,
		received: 1,
		waitlisted: 3,
	});
	const waiting = await database
		.selectFrom('application')
		.select('name')
		.where('cohortId', '=', id)
		.where('state', '=', 'waitlisted')
		.orderBy('verifiedAt')
		.execute();
	expect(waiting[0]?.name).toBe('Leander Quast');
});

describe('the company Niersrad', () => {
	const community = (name: string) =>
		database.selectFrom('community').selectAll().where('name', '=', name).executeTakeFirstOrThrow();
	const leading = async (communityId: string, at: Date) => {
		const { rows } = await sql<{ name: string; standsIn: boolean }>`
			select u.name, m.stands_in as "standsIn" from managers_at(${communityId}, ${at}) m join "user" u on u.id = m.user_id`.execute(
			database,
		);
		return rows;
	};
	const houses = ['Werkbank', 'Werkstattrunde'];

	test.for(houses)('%s holds conversations of every kind, and nothing in them is said twice', async (name) => {
		const { id } = await community(name);
		const threads = await database
			.selectFrom('thread')
			.select(['kind', 'acceptedPostId', 'lastSequence'])
			.where('communityId', '=', id)
			.execute();
		const posts = await database
			.selectFrom('post')
			.select(['body', 'createdAt', 'authorId'])
			.where('communityId', '=', id)
			.execute();
		const ofKind = (kind: string) => threads.filter((thread) => thread.kind === kind);
		expect(ofKind('discussion').length).toBeGreaterThan(15);
		expect(ofKind('question').length).toBeGreaterThan(15);
		expect(ofKind('question').filter(({ acceptedPostId }) => acceptedPostId).length).toBeGreaterThan(10);
		expect(ofKind('announcement').length).toBeGreaterThan(5);
		expect(ofKind('article').length).toBeGreaterThanOrEqual(3);
		expect(new Set(posts.map(({ body }) => body)).size).toBe(posts.length);
		expect(new Set(posts.map(({ authorId }) => authorId)).size).toBeGreaterThan(15);
		expect(posts.filter(({ createdAt }) => createdAt > now)).toEqual([]);
	});

	test('both have gone through their phases, with a reason for each', async () => {
		const passed = async (name: string) => {
			const { id } = await community(name);
			const changes = await database
				.selectFrom('phaseChange')
				.select(['phase', 'reason'])
				.where('communityId', '=', id)
				.orderBy('changedAt')
				.execute();
			expect(changes.slice(1).every(({ reason }) => reason.length > 30)).toBe(true);
			return changes.map(({ phase }) => phase);
		};
		expect(await passed('Werkbank')).toEqual(['planning', 'launch', 'growth', 'maturity', 'renewal', 'growth']);
		expect(await passed('Werkstattrunde')).toEqual(['planning', 'launch', 'growth', 'renewal', 'growth']);
	});

	test('both grew, fell silent and came back', async () => {
		for (const name of houses) {
			const { id } = await community(name);
			const posts = await database.selectFrom('post').select('createdAt').where('communityId', '=', id).execute();
			const daysAgo = posts.map(({ createdAt }) => (now.getTime() - createdAt.getTime()) / 86_400_000);
			const tenWeeksFrom = (day: number) => daysAgo.filter((ago) => ago <= day && ago > day - 70).length;
			const [begun, silent, again, lately] = [
				tenWeeksFrom(343),
				tenWeeksFrom(230),
				tenWeeksFrom(150),
				tenWeeksFrom(70),
			];
			for (const lively of [begun, again, lately]) expect(lively, name).toBeGreaterThan(2 * silent);
		}
	});

	test('whoever leads holds the valid certificate that is asked for', async () => {
		for (const [name, leader] of [
			['Werkbank', 'Emeka Nwosu'],
			['Werkstattrunde', 'Joris van der Meulen'],
		] as const) {
			const { id, certificateRequiredAt } = await community(name);
			expect(certificateRequiredAt?.getTime()).toBeLessThan(now.getTime());
			expect(await leading(id, now)).toEqual([{ name: leader, standsIn: false }]);
		}
	});

	test('from the second in which a certificate was revoked a deputy led, until somebody certified was named', async () => {
		const { id } = await community('Werkbank');
		const { at } = await database
			.selectFrom('activity')
			.select('at')
			.where('communityId', '=', id)
			.where('kind', '=', 'manager_suspended')
			.executeTakeFirstOrThrow();
		const posts = await database
			.selectFrom('thread as t')
			.innerJoin('user as u', 'u.id', 't.authorId')
			.select('u.name')
			.where('t.communityId', '=', id)
			.where('t.kind', '=', 'announcement')
			.where('t.createdAt', '>', at)
			.orderBy('t.createdAt')
			.execute();
		expect([posts[0]?.name, posts[1]?.name]).toEqual(['Bernd Kellermann', 'Emeka Nwosu']);
		const organisation = await database
			.selectFrom('organisation')
			.select('id')
			.where('slug', '=', 'niersrad')
			.executeTakeFirstOrThrow();
		const annegret = await person('annegret', 'niersrad.example');
		const page = await does(annegret, now, governedCommunity, { organisationId: organisation.id, communityId: id });
		expect(page.managers).toMatchObject([{ name: 'Emeka Nwosu', certified: true }]);
		expect(page.deputy).toMatchObject({ name: 'Bernd Kellermann' });
		expect(page.log.map(({ kind, about }) => [kind, about]).slice(0, 3)).toEqual([
			['manager_ended', 'Daniel Pfaff'],
			['manager_named', 'Emeka Nwosu'],
			['manager_suspended', 'Daniel Pfaff'],
		]);
	});

	test('whoever came later neither heard of what was before nor stands on the lists of earlier meetings', async () => {
		const { id } = await community('Werkbank');
		const early = await database
			.selectFrom('notification as n')
			.innerJoin('membership as m', (join) =>
				join.onRef('m.userId', '=', 'n.userId').onRef('m.communityId', '=', 'n.communityId'),
			)
			.select((e) => [e.fn.min('n.at').as('first'), e.fn.min('m.startedAt').as('came')])
			.where('n.communityId', '=', id)
			.where('n.kind', 'in', ['announcement', 'newcomer', 'phase_changed'])
			.groupBy('n.userId')
			.execute();
		expect(early.filter(({ first, came }) => first < came)).toEqual([]);
		const { id: meetingId } = await database
			.selectFrom('meeting')
			.select('id')
			.where('communityId', '=', id)
			.orderBy('startsAt')
			.executeTakeFirstOrThrow();
		const { people } = await does(await person('emeka'), now, meetingPage, { meetingId });
		const names = people.map(({ name }) => name);
		expect(names).toContain('Bernd Kellermann');
		expect(names).not.toContain('Amira Saleh');
	});

	test('people came in every way there is, and went: one left and came back, one was removed, one still waits', async () => {
		const { id } = await community('Werkstattrunde');
		const kinds = ['joined_by_invitation', 'member_joined', 'member_left', 'member_removed'];
		const acts = await database
			.selectFrom('activity')
			.select('kind')
			.where('communityId', '=', id)
			.where('kind', 'in', kinds)
			.execute();
		const times = (kind: string) => acts.filter((act) => act.kind === kind).length;
		expect([times('member_left'), times('member_removed')]).toEqual([1, 1]);
		expect(times('joined_by_invitation')).toBeGreaterThan(3);
		expect(times('member_joined')).toBeGreaterThan(10);
		const requests = await database.selectFrom('joinRequest').select('granted').where('communityId', '=', id).execute();
		expect(requests.filter(({ granted }) => granted === null)).toHaveLength(1);
		expect(requests.filter(({ granted }) => granted === false)).toHaveLength(1);
		expect(requests.filter(({ granted }) => granted).length).toBeGreaterThan(3);
	});
});

test('people have said who they are', async () => {
	const people = await database.selectFrom('user').select(['name', 'employer', 'timeZone']).execute();
	expect(people.filter(({ employer }) => employer === '')).toEqual([]);
	expect(people.find(({ name }) => name === 'Beate Zumsteg')?.timeZone).toBe('Europe/Zurich');
});

describe('the first cohort', () => {
	const exam = readExam('cohort-1/exam.yaml');
	const results = async (kind: string) => {
		const { id } = await cohort('Kohorte 1');
		return database
			.selectFrom('examResult as r')
			.innerJoin('exam as e', 'e.id', 'r.examId')
			.innerJoin('user as u', 'u.id', 'r.userId')
			.select([
				'u.email',
				'r.groupPoints',
				'r.casePoints',
				'r.reflectionPoints',
				'r.overall',
				'r.individual',
				'r.passed',
			])
			.where('e.cohortId', '=', id)
			.where('e.kind', '=', kind)
			.where('r.supersededBy', 'is', null)
			.execute();
	};

	test('is over: its community is read-only, and its people still find it', async () => {
		const { communityId, unitsOpened, phase, archivedAt } = await cohort('Kohorte 1');
		expect([unitsOpened, phase]).toEqual([10, 'archived']);
		expect(archivedAt?.getTime()).toBeLessThan(now.getTime() - 14 * 86_400_000);
		const fatou = await person('fatou');
		const { cohorts } = await does(fatou, now, ownCertificates, {});
		expect(cohorts.map((each) => each.communityId)).toEqual([communityId]);
		const thread = await database
			.selectFrom('thread')
			.select(['id', 'title', 'pinnedAt'])
			.where('communityId', '=', communityId)
			.orderBy('createdAt', 'desc')
			.executeTakeFirstOrThrow();
		expect([thread.title, thread.pinnedAt]).toEqual(['Danke, und auf Wiedersehen', archivedAt]);
		await expect(does(fatou, now, postReply, { threadId: thread.id, body: 'Noch etwas.' })).rejects.toMatchObject({
			name: 'Refusal',
		});
	});

	test('fourteen of sixteen met the requirements, two were admitted for a reason that is kept', async () => {
		const { id } = await cohort('Kohorte 1');
		const frozen = await database.selectFrom('eligibility').selectAll().where('cohortId', '=', id).execute();
		expect(frozen.map(({ eligible }) => eligible)).toEqual(Array.from({ length: 16 }, () => true));
		const met = frozen.filter(({ counts }) => {
			const { artefacts, meetings, contributions, replies, shifts } = countsSchema.parse(counts);
			return artefacts >= 8 && meetings >= 7 && contributions >= 20 && replies >= 10 && shifts >= 1;
		});
		expect(met).toHaveLength(14);
		const granted = await database
			.selectFrom('requirementException')
			.select(['requirement', 'granted'])
			.where('cohortId', '=', id)
			.execute();
		expect(granted).toEqual(exam.exceptions.map(({ requirement }) => ({ requirement, granted: true })));
	});

	test('everybody has sat with everybody exactly twice', async () => {
		const { id } = await cohort('Kohorte 1');
		const rows = await database
			.selectFrom('learningGroup as g')
			.innerJoin('learningGroupMember as m', 'm.learningGroupId', 'g.id')
			.innerJoin('user as u', 'u.id', 'm.userId')
			.select(['g.id', 'u.email'])
			.where('g.cohortId', '=', id)
			.where('g.unitNumber', '<=', 10)
			.where('m.leftAt', 'is', null)
			.execute();
		const groups = [...Map.groupBy(rows, ({ id: group }) => group).values()].map((each) =>
			each.map(({ email }) => email),
		);
		const pairs = groups.flatMap((group) => group.flatMap((a) => group.flatMap((b) => (a < b ? `${a} ${b}` : []))));
		const counts = [...Map.groupBy(pairs, (pair) => pair).values()].map(({ length }) => length);
		expect([counts.length, new Set(counts)]).toEqual([120, new Set([2])]);
	});

	test('has said nothing twice, in posts and in feedback', async () => {
		const { id, communityId } = await cohort('Kohorte 1');
		const posts = await database.selectFrom('post').select('body').where('communityId', '=', communityId).execute();
		const feedback = await database.selectFrom('feedback').select('words').where('cohortId', '=', id).execute();
		const said = [...posts.map(({ body }) => body), ...feedback.map(({ words }) => words)];
		expect(said.length).toBeGreaterThan(400);
		expect(new Set(said).size).toBe(said.length);
	});

	test('has the results that follow from its marks', async () => {
		for (const kind of ['main', 'retake']) {
			const reached = await results(kind);
			const expected = exam.outcomes.filter(({ retake }) => (kind === 'retake') === (retake ?? false));
			expect(reached).toHaveLength(expected.length);
			for (const { person: key, retake: _, ...outcome } of expected) {
				const own = reached.find(({ email }) => email === `${key}@allmende.example`);
				expect({
					group: Number(own?.groupPoints),
					case: Number(own?.casePoints),
					reflection: Number(own?.reflectionPoints),
					overall: Number(own?.overall),
					individual: Number(own?.individual),
					passed: own?.passed,
				}).toEqual(outcome);
			}
		}
	});

	test('one paper was handed in by itself, and a third examiner decided about one', async () => {
		const { id } = await cohort('Kohorte 1');
		const papers = () =>
			database
				.selectFrom('paper as p')
				.innerJoin('exam as e', 'e.id', 'p.examId')
				.innerJoin('user as u', 'u.id', 'p.userId')
				.select(['u.name', 'p.kind'])
				.where('e.cohortId', '=', id);
		expect(await papers().where('p.automatic', '=', true).orderBy('p.kind').execute()).toEqual([
			{ name: 'Nikolai Weber-Petrow', kind: 'case' },
			{ name: 'Nikolai Weber-Petrow', kind: 'reflection' },
		]);
		expect(await papers().where('p.thirdNeededAt', 'is not', null).execute()).toEqual([
			{ name: 'Heiner Stratmann', kind: 'case' },
		]);
	});

	test('has fifteen certificates that verify, one of which says that it was revoked, and one of a retake', async () => {
		const { id } = await cohort('Kohorte 1');
		const rows = await database
			.selectFrom('certificate')
			.select(['number', 'holderName'])
			.where('cohortId', '=', id)
			.where('kind', '=', 'certificate')
			.execute();
		expect(rows).toHaveLength(15);
		for (const { number, holderName } of rows) {
			const revoked = holderName === 'Daniel Pfaff';
			expect(await does(null, now, certificateCheck, { number })).toMatchObject({
				state: revoked ? 'revoked' : 'valid',
				holder: holderName,
				revocationReason: revoked ? 'obtained_by_deception' : null,
			});
		}
		expect(rows.map(({ holderName }) => holderName)).toContain('Tatjana Rybak');
	});

	test('its sheets wait for nobody who answered, and nobody is asked after units that are long over', async () => {
		const { communityId } = await cohort('Kohorte 1');
		const waiting = async (key: string) =>
			(await does(await person(key), now, weekPage, { communityId })).course?.sheets.map(({ id }) => id);
		expect(await waiting('fatou')).toEqual([]);
		expect(await waiting('ute')).toEqual(['later']);
		const { results } = await does(await person('leila'), now, evaluationPage, { communityId });
		const shown = results.filter(({ questions }) => questions.some(({ result }) => result.kind !== 'none'));
		expect(shown.map(({ id }) => id)).toEqual(['later', 'final', 'unit-10', 'unit-5', 'unit-1']);
	});

	test('somebody who was ill waits for the second examiner, who finds the papers on the desk', async () => {
		const { sitting } = await does(await person('sophie'), now, lateExam, {});
		const { exam } = await does(await person('sophie'), now, examPage, { examId: sitting });
		expect(exam).toMatchObject({ kind: 'retake', phase: 'marking' });
		const { markings } = await does(await person('ruediger'), now, markingList, {});
		expect(markings.filter(({ state }) => state === 'open').map(({ kind }) => kind)).toEqual(['case', 'reflection']);
	});

	test('offers its people for a click: who passed, passed later, was revoked, and waits', async () => {
		const { first } = await does(null, now, demoPeople, {});
		const byKind = new Map(first.map(({ kind, name }) => [kind, name]));
		expect(byKind.get('retaken')).toBe('Tatjana Rybak');
		expect(byKind.get('revoked')).toBe('Daniel Pfaff');
		expect(byKind.get('awaiting')).toBe('Sophie Lindenau');
		expect(byKind.get('examiner')).toBe('Rüdiger Palm');
		expect(byKind.get('internal_manager')).toBe('Emeka Nwosu');
		expect(byKind.get('external_manager')).toBe('Joris van der Meulen');
		expect(byKind.get('deputy')).toBe('Bernd Kellermann');
		expect(byKind.get('executive')).toBe('Dr. Annegret Terhorst');
		expect(byKind.get('member')).toBe('Amira Saleh');
		expect(byKind.get('administrator')).toBe('Swantje Behnke');
		expect([...byKind.keys()]).toContain('graduate');
		expect(byKind.get('learner')).toBe('Annika Lüth');
	});
});

test('every page that a click leads to serves everybody, on every screen', { timeout: 600_000 }, async () => {
	const { first } = await does(null, now, demoPeople, {});
	const walkers: Walker[] = [];
	for (const { userId, name, kind } of [...first, { userId: '', name: 'a visitor', kind: '' }])
		walkers.push({
			name: `${name}, ${kind}`,
			viewer: userId ? await viewerOfPerson(userId) : null,
			language: walkers.length % 2 === 0 ? 'de' : 'en',
		});
	const stage = await openStage(now);
	const { faults, seen } = await walkAll(stage, walkers);
	await stage.close();
	expect(faults).toEqual([]);
	expect(pageRoutes.filter((id) => !seen.has(id) && !elsewhere.includes(id))).toEqual([]);
});

test('the fourth cohort has two seminar days and takes applications', async () => {
	const { communityId, deliveryFormat, publishedAt } = await cohort('Kohorte 4');
	expect([deliveryFormat, publishedAt !== null]).toEqual(['blended', true]);
	const onSite = await database
		.selectFrom('meeting')
		.select(['kind', 'number'])
		.where('communityId', '=', communityId)
		.where('place', '<>', '')
		.orderBy('startsAt')
		.execute();
	expect(onSite.map(({ kind, number }) => `${kind} ${number}`)).toEqual(['kick_off 0', 'work 1', 'weekly 6', 'work 7']);
});
