import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { migrateAll, pendingMigrations } from '#platform/server/migrate.ts';
import { emptyDatabase } from '../database.ts';
import { formerNow, makeFormerState } from './former-state.ts';

const url = await emptyDatabase();
const client = new pg.Client(url);
await client.connect();
await makeFormerState(url);
const before = await rowsOfTables();
await migrateAll(url);
process.env['DATABASE_URL'] = url;
const { client: apiClient, forwardTo, tokenFor, ApiProblem } = await import('../api-client.ts');
const { verbs } = await import('#verbs.ts');
const { indexSearch } = await import('#search/server/index-entries.ts');

afterAll(() => client.end());

async function rowsOfTables(): Promise<Map<string, number>> {
	const { rows: tables } = await client.query<{ name: string }>(
		`select tablename as name from pg_tables where schemaname = 'public'`,
	);
	const counts = new Map<string, number>();
	for (const { name } of tables) {
		const { rows } = await client.query<{ count: number }>(`select count(*)::int as count from "${name}"`);
		counts.set(name, rows[0]?.count ?? 0);
	}
	return counts;
}

test('the newer migrations lose no row of a filled database, and leave none to be done', async () => {
	expect(await pendingMigrations(client)).toEqual([]);
	const after = await rowsOfTables();
	const fewer = [...before].filter(([name, count]) => (after.get(name) ?? 0) < count);
	expect(fewer).toEqual([]);
	expect(before.get('post')).toBeGreaterThan(500);
});

/** What stands for each of a path’s parameters: ids of the database, some of each. */
async function valuesOf(parameter: string): Promise<string[]> {
	const places: Record<string, string> = {
		userId: 'select id from "user" order by id limit 4',
		organisationId: 'select id from organisation',
		organisation: 'select slug from organisation',
		page: `values ('imprint'), ('privacy')`,
		communityId: 'select id from community order by id',
		threadId: `(select thread_id from post group by 1 order by count(*) desc limit 3)
			union (select id from thread where kind = 'result' limit 2)`,
		postId: 'select post_id from post_revision limit 3',
		meetingId: 'select id from meeting order by id limit 4',
		slug: 'select slug from cohort',
		applicationId: 'select id from application order by id limit 6',
		cohortId: 'select id from cohort',
		number: `values ('1'), ('5') union all (select number from certificate limit 2)`,
		topicId: `select jsonb_path_query(content, '$.units[*].topics[*].id') #>> '{}' from course_version limit 3`,
		templateId: `select jsonb_path_query(content, '$.templates[*].id') #>> '{}' from course_version limit 2`,
		pageId: `select jsonb_path_query(content, '$.handbook[*].id') #>> '{}' from course_version limit 2`,
		practiceCaseId: `select jsonb_path_query(content, '$.cases[*].id') #>> '{}' from course_version limit 2`,
		submissionId: 'select id from submission order by id limit 6',
		caseId: 'select id from exam_case limit 2',
		examId: 'select id from exam',
		paperId: 'select id from paper order by id limit 6',
		markingId: 'select id from marking order by id limit 6',
		objectionId: 'select id from objection',
		certificateId: 'select id from certificate order by id limit 6',
		mailId: 'select id from mail where calendar is not null and user_id is not null limit 6',
	};
	const place = places[parameter];
	if (!place) return [];
	const { rows } = await client.query<[string]>({ text: place, rowMode: 'array' });
	return rows.map(([value]) => String(value));
}

/** Every way to fill in the parameters of a path. */
async function pathsOf(path: string): Promise<string[]> {
	let paths = [path];
	for (const [whole, parameter = ''] of path.matchAll(/\{(\w+)\}/g)) {
		const values = await valuesOf(parameter);
		paths = paths.flatMap((one) => values.map((value) => one.replace(whole, value)));
	}
	return paths;
}

/** What people come back to: each was filled before, and must be read by somebody afterwards. */
const familiar = `
	personPage houseRules peoplePage rooms communityHome talkPage threadPage postHistory caseList spaceList meetingList
	meetingPage coursePage cohortPage cohortApplications cohortTimetable cohortPeople groupsPage shiftPlan unitList unitPage
	topicPage glossaryPage templatePage handbookPage practiceCasePage submissionPage postFeedback feedbackQueue learningTime
	learnerRecords ownRecords evaluationPage weekPage guidancePage examCase cohortExam examPage paperPage markingPage
	examResults resultPage certificateCheck certificatePdf exportOwn newsPage mailbox mailPage privacyPage`
	.trim()
	.split(/\s+/);
/** The contents of files were left out. */
const withoutContent = new Set(['openFile', 'demoPortrait']);

/** Being refused is no fault. @throws what is one */
function refusedOrBroken(cause: unknown): false {
	if (cause instanceof ApiProblem && cause.status < 500) return false;
	throw cause;
}

test('what was there is read as before by those who may, no page breaks, and what was written is found', async () => {
	forwardTo(formerNow);
	await indexSearch();
	const { rows: people } = await client.query<{ id: string }>(`
		(select id from "user" where administrator) union (select user_id from staff_assignment)
		union (select user_id from enrolment order by id limit 6) union (select user_id from enrolment order by id desc limit 4)`);
	const readers = await Promise.all(people.map(async ({ id }) => apiClient(await tokenFor(id))));
	const read = new Set<string>();
	for (const verb of verbs.filter(({ method, name }) => method === 'get' && !withoutContent.has(name))) {
		const tries = (await pathsOf(verb.path)).flatMap((path) => readers.map((reader) => ({ path, reader })));
		// enough for whoever may read it to be among those who try
		for (const { path, reader } of tries.slice(0, familiar.includes(verb.name) ? 300 : 25)) {
			if (!(await reader.get(path).then(() => true, refusedOrBroken))) continue;
			read.add(verb.name);
			break;
		}
	}
	expect(familiar.filter((name) => !read.has(name))).toEqual([]);
	const found = await Promise.all(readers.map((reader) => reader.get('/search?q=Community')));
	expect(JSON.stringify(found)).toMatch(/"kind":"post"/);
}, 120_000);
