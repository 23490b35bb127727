import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { joinRequests } from '#community/server/join-requests.ts';
import { organisationList } from '#community/server/organisation-roles.ts';
import { loadCoursePackage } from '#course/package/load.ts';
import { cohortList } from '#course/server/cohort-list.ts';
import { courseList } from '#course/server/course-pages.ts';
import { absences } from '#events/server/absences.ts';
import { meetingList } from '#events/server/meeting-list.ts';
import { meetingPage } from '#events/server/meeting-page.ts';
import { examCases } from '#exam/server/cases.ts';
import { markingList } from '#exam/server/marking-page.ts';
import { objectionList } from '#exam/server/objections.ts';
import { createPerson } from '#identity/server/people.ts';
import { database } from '#platform/server/database.ts';
import { failedJobs } from '#platform/server/job-administration.ts';
import { addJob } from '#platform/server/jobs.ts';
import type { Verb } from '#platform/server/verb.ts';
import type { Viewer } from '#platform/viewer.ts';
import type * as z from 'zod';
import { does, person } from './cast.ts';
import { componentsBelow, usesIn } from './components.ts';
import { cohortWorld, type World } from './world.ts';

/*
 * Each list is filled with numbered entries in its order, the even numbers first. While it is read page by page, one odd
 * number is added before what has been read, and one after it: the first is not to be told, the second is, and no other
 * entry may come twice or be left out.
 */

const now = new Date('2027-03-01T12:00:00Z');
const day = 86_400_000;
const inDays = (days: number) => new Date(now.getTime() + days * day);
/** In names, so that their order is that of the numbers. */
const padded = (n: number) => String(n).padStart(4, '0');
const numberIn = (text: string) => Number(/\d{4}$/.exec(text)?.[0] ?? Number.NaN);

let world: World;
let ada: Viewer;
let manager: Viewer;
let community: string;

beforeAll(async () => {
	world = await cohortWorld({ learners: 2, content: await loadCoursePackage('content/course/community-manager') });
	ada = await person('ada', { administrator: true });
	manager = await person('mona');
	community = await newCommunity('Nachbarn', 'external');
	await database
		.insertInto('membership')
		.values({ communityId: community, userId: manager.userId, role: 'manager', startedAt: inDays(-1000) })
		.execute();
});

async function newCommunity(name: string, kind: string): Promise<string> {
	const { id } = await database
		.insertInto('community')
		.values({ organisationId: world.organisationId, kind, name, createdAt: inDays(-1000) })
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

const newPerson = (name: string) =>
	createPerson(database, { name, email: `${name.replace(' ', '.')}@example.org`, locale: 'de', password: null });

async function newCohort(n: number, { startsAt, closed }: { startsAt: Date; closed: boolean }): Promise<void> {
	const communityId = await newCommunity(`Kurs ${padded(n)}`, 'cohort');
	await database
		.insertInto('cohort')
		.values({
			organisationId: world.organisationId,
			communityId,
			courseVersionId: world.courseVersionId,
			name: `Kurs ${padded(n)}`,
			slug: `kurs-${closed ? 'zu' : 'auf'}-${n}`,
			number: (closed ? 2000 : 1000) + n,
			startDate: '2027-03-01',
			meetingTime: '17:00',
			seed: 7,
			createdAt: inDays(-1000),
			publishedAt: inDays(-1000),
			closedAt: closed ? now : null,
		})
		.execute();
	await newMeeting(communityId, { startsAt, title: '', kind: 'kick_off', endsAt: inDays(1000) });
}

async function newMeeting(
	communityId: string,
	{ startsAt, title, kind = 'event', endsAt }: { startsAt: Date; title: string; kind?: string; endsAt?: Date },
): Promise<void> {
	const until = endsAt ?? new Date(startsAt.getTime() + 3_600_000);
	await database
		.insertInto('meeting')
		.values({ communityId, kind, title, startsAt, endsAt: until, createdAt: inDays(-1000) })
		.execute();
}

async function newCase(title: string, sourceId: string | null = null): Promise<string> {
	const { id } = await database
		.insertInto('examCase')
		.values({
			organisationId: world.organisationId,
			kind: sourceId ? 'practice' : 'real',
			sourceId,
			language: 'de',
			title,
			body: 'Eine Lage.',
			questions: '[]',
			individualTask: 'Allein weiter.',
			reflectionTask: 'Und Sie?',
			markingScheme: 'Für Prüfer.',
			createdAt: now,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

async function newExam(opensAt: Date): Promise<string> {
	const caseId = await newCase('Fall der Prüfung');
	const exam = { cohortId: world.cohortId, kind: 'retake', caseId, scheduledAt: now };
	const { id } = await database
		.insertInto('exam')
		.values({ ...exam, opensAt, endsAt: new Date(opensAt.getTime() + day), closedAt: now, releasedAt: now })
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

const lea = () => world.learners[0]?.userId ?? '';

type Page = { numbers: number[]; next: string | null };
type List = { count: number; add: (n: number) => Promise<void>; page: (after: string | undefined) => Promise<Page> };

function list<S extends z.ZodRawShape, A extends { next: string | null }>(
	count: number,
	add: (n: number) => Promise<void>,
	asked: { verb: Verb<S, A>; who: () => Viewer | null; input?: () => object; numbers: (answer: A) => number[] },
): List {
	return {
		count,
		add,
		async page(after) {
			const answer = await does(asked.who(), now, asked.verb, { ...asked.input?.(), after });
			return { numbers: asked.numbers(answer).filter((n) => !Number.isNaN(n)), next: answer.next };
		},
	};
}

const here = () => ({ communityId: community });
const cohorts = new Map<string, number>();
const lists: Record<string, List> = {
	'absences, one’s own first': list(
		70,
		async (n) => {
			const date = inDays(n).toISOString().slice(0, 10);
			await database
				.insertInto('absence')
				.values({
					communityId: world.communityId,
					userId: n < 20 ? world.clara.userId : lea(),
					fromDate:
						n < 20
							? inDays(n + 900)
									.toISOString()
									.slice(0, 10)
							: date,
					toDate: inDays(2000).toISOString().slice(0, 10),
					reason: padded(n),
					announcedAt: now,
				})
				.execute();
		},
		{
			verb: absences,
			who: () => world.clara,
			input: () => ({ communityId: world.communityId, since: '2027-03-01' }),
			numbers: (answer) => answer.absences.map(({ reason }) => numberIn(reason)),
		},
	),
	'cohorts, those under way first': list(50, (n) => newCohort(n, { startsAt: inDays(-n), closed: n >= 60 }), {
		verb: cohortList,
		who: () => world.olga,
		numbers: ({ cohorts: all }) => all.map(({ name }) => numberIn(name)),
	}),
	'public courses, those to come first': list(
		50,
		async (n) => {
			cohorts.set(`kurs-auf-${n + 500}`, n);
			await newCohort(n + 500, { startsAt: n < 60 ? inDays(n + 1) : inDays(n - 600), closed: false });
		},
		{
			verb: courseList,
			who: () => null,
			numbers: ({ courses }) => courses.map(({ slug }) => cohorts.get(slug) ?? Number.NaN),
		},
	),
	'cases, those for exams first': list(
		70,
		async (n) => {
			await newCase(`Fallstudie ${padded(n)}`, n < 110 ? null : `source-${n}`);
		},
		{ verb: examCases, who: () => world.olga, numbers: ({ cases }) => cases.map(({ title }) => numberIn(title)) },
	),
	'failed jobs, the last first': list(
		40,
		async (n) => {
			await addJob(database, 'deliver_activity', { activityId: `${n}` });
			await sql`update graphile_worker._private_jobs set attempts = max_attempts, last_error = ${padded(n)},
				updated_at = ${inDays(-Math.ceil(n / 4))} where payload ->> 'activityId' = ${`${n}`}`.execute(database);
		},
		{
			verb: failedJobs,
			who: () => ada,
			// several of them at one instant, the one added last first
			numbers: ({ jobs }) => jobs.map(({ lastError }) => numberIn(lastError)),
		},
	),
	'requests to join, the first first': list(
		45,
		async (n) => {
			const userId = await newPerson(`Bitte ${padded(n)}`);
			await database
				.insertInto('joinRequest')
				.values({ communityId: community, userId, words: padded(n), askedAt: inDays(n - 300) })
				.execute();
		},
		{
			verb: joinRequests,
			who: () => manager,
			input: here,
			numbers: ({ requests }) => requests.map(({ words }) => numberIn(words)),
		},
	),
	'organisations by name': list(
		105,
		async (n) => {
			await database
				.insertInto('organisation')
				.values({ name: `Verein ${padded(n)}`, slug: `verein-${n}` })
				.execute();
		},
		{
			verb: organisationList,
			who: () => ada,
			numbers: ({ organisations }) => organisations.map(({ name }) => numberIn(name)),
		},
	),
	'papers to mark, the latest exam first': list(
		14,
		async (n) => {
			const examId = await newExam(inDays(-n));
			const { id: paperId } = await database
				.insertInto('paper')
				.values({ examId, kind: 'case', userId: lea(), paperNumber: padded(n), createdAt: now })
				.returning('id')
				.executeTakeFirstOrThrow();
			await database
				.insertInto('marking')
				.values({ paperId, examinerId: world.edda.userId, position: 1, assignedAt: now })
				.execute();
		},
		{
			verb: markingList,
			who: () => world.edda,
			numbers: ({ markings }) => markings.map(({ paperNumber }) => numberIn(paperNumber)),
		},
	),
	'objections, those to decide first': list(
		45,
		async (n) => {
			const examId = await newExam(inDays(-500));
			const userId = lea();
			await database
				.insertInto('examCandidate')
				.values({ examId, userId, cohortId: world.cohortId, candidateNumber: padded(n) })
				.execute();
			const points = { groupPoints: 50, casePoints: 50, reflectionPoints: 50, overall: 50, individual: 50 };
			const { id: examResultId } = await database
				.insertInto('examResult')
				.values({ examId, userId, ...points, passed: false, releasedAt: now })
				.returning('id')
				.executeTakeFirstOrThrow();
			await database
				.insertInto('objection')
				.values({
					examResultId,
					userId,
					reason: 'Die dritte Seite wurde übersehen.',
					raisedAt: inDays(n < 60 ? n - 200 : n - 400),
					examinerId: world.emil.userId,
					decidedAt: n < 60 ? null : now,
				})
				.execute();
		},
		{
			verb: objectionList,
			who: () => world.emil,
			numbers: ({ objections }) => objections.map(({ candidateNumber }) => numberIn(candidateNumber)),
		},
	),
	'meetings to come': list(65, (n) => newMeeting(community, { startsAt: inDays(n + 1), title: `Runde ${padded(n)}` }), {
		verb: meetingList,
		who: () => manager,
		input: () => ({ ...here(), which: 'coming' }),
		numbers: ({ meetings }) => meetings.map(({ title }) => numberIn(title)),
	}),
	'meetings that are over, the last first': list(
		65,
		(n) => newMeeting(community, { startsAt: inDays(-n - 1), title: `Runde ${padded(n)}` }),
		{
			verb: meetingList,
			who: () => manager,
			input: () => ({ ...here(), which: 'past' }),
			numbers: ({ meetings }) => meetings.map(({ title }) => numberIn(title)),
		},
	),
	'people at a meeting by name': list(
		65,
		async (n) => {
			const userId = await newPerson(`Mitglied ${padded(n)}`);
			await database
				.insertInto('membership')
				.values({ communityId: world.communityId, userId, role: 'member', startedAt: inDays(-900) })
				.execute();
		},
		{
			verb: meetingPage,
			who: () => world.clara,
			input: () => ({ meetingId: world.meetings[1] }),
			numbers: ({ people }) => people.map(({ name }) => numberIn(name)),
		},
	),
};

describe('page by page, nothing comes twice and nothing is missing when something is added in between', () => {
	test.each(Object.entries(lists))('%s', async (_, { count, add, page }) => {
		const evens = Array.from({ length: count }, (_value, index) => index * 2);
		// not in their order, so that none is had from the order of adding
		for (const n of evens.toReversed()) await add(n);
		const first = await page(undefined);
		expect(first.next).not.toBeNull();
		await add(1);
		await add(count * 2 - 3);
		const read = [...first.numbers];
		let pages = 1;
		for (let next = first.next; next; pages += 1) {
			const further = await page(next);
			read.push(...further.numbers);
			({ next } = further);
		}
		expect(pages).toBeGreaterThan(1);
		expect(read).toEqual([...evens.slice(0, -1), count * 2 - 3, count * 2 - 2]);
	});
});

test('every such list goes on, and back to its beginning, in the same way', () => {
	const uses = (name: string) =>
		componentsBelow('src')
			.filter(({ text }) => usesIn(text).some(({ component }) => component === name))
			.map(({ path }) => path.replace(/^src\//, ''))
			.filter((path) => !path.startsWith('routes/components/'))
			.toSorted();
	// in a conversation one reads on both ways from anywhere
	expect(uses('Pagination')).toEqual([
		'routes/c/[communityId]/threads/[threadId]/+page.svelte',
		'ui/lists/ListPages.svelte',
	]);
	expect(uses('ListPages').length).toBeGreaterThan(15);
});

test('a key that no page has given is refused as a mistake of the field', async () => {
	for (const after of ['nonsense', 'W10', 'eyJ4IjoxfQ'])
		await expect(does(world.olga, now, cohortList, { after })).rejects.toMatchObject({ errors: [{ field: 'after' }] });
});
