import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptApplication } from '#course/server/deciding.ts';
import { beginSubmission } from '#course/server/submissions.ts';
import { submissionPage } from '#course/server/submission-page.ts';
import { startThread } from '#conversation/server/threads.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { tokenFor } from '../api-client.ts';
import { does } from '../cast.ts';
import { deadline, declaration, examinedWorld, opened, opening, paperOf, writes } from '../exam.ts';
import { after, courseWorld, formed, learnerOf } from '../learning.ts';
import { applies, tokenMailedTo } from '../seats.ts';
import { startServer, type RunningServer } from '../server.ts';
import type { World } from '../world.ts';
import { clockAt } from '../journeys/browser/stage.ts';
import { databaseProxy, type DatabaseProxy } from './database-proxy.ts';
import { mailSink, type MailSink } from './mail-sink.ts';

/*
 * Writes are cut off by SIGKILL: before one of their statements, between commit and answer, or right after the answer.
 * A proxy before the database holds them up there, so that nothing depends on how fast anything is. The server comes
 * back, the same requests are sent again with the same keys, and each act has happened once.
 */

/** One write as a program outside sends it, and what of it there is in the end. */
type Act = {
	name: string;
	at: Date;
	/** When it is sent again; the same instant unless told otherwise. */
	again?: Date;
	token: string | null;
	path: string;
	body: object;
	/** A statement of the act's own transaction; without it that of the key. */
	mark?: RegExp;
	/** How often it has happened. */
	times: () => Promise<number>;
	/** Statuses of a second request that say "done already" where there is no key. */
	done?: readonly number[];
	/** What there is when the act came too late and something else took its place: the same that `times` counts. */
	otherwise?: readonly number[];
};
/** In this order, as what stands before its commit keeps its locks. */
const phases = ['committed', 'acknowledged', 'before'] as const;
type Phase = (typeof phases)[number];

let proxy: DatabaseProxy;
let sink: MailSink;
let server: RunningServer;
const acts: Act[] = [];
const key = (name: string) => `kill-${name.replaceAll(' ', '-')}`;

beforeAll(async () => {
	await sql`alter table instance drop constraint instance_clock_offset_ms_check`.execute(database);
	acts.push(
		...(await joining(await courseWorld(2))),
		...(await learning(await courseWorld(12))),
		...(await examining()),
	);
	await sql`delete from graphile_worker._private_jobs`.execute(database);
	await database.deleteFrom('activityPending').execute();
	await database.deleteFrom('mail').execute();
	[proxy, sink] = await Promise.all([databaseProxy(process.env['DATABASE_URL'] ?? ''), mailSink()]);
	await clockAt(acts[0]?.at ?? new Date());
	server = await startServer(proxy.url, { SMTP_URL: sink.url, MAIL_FROM: 'post@example.org' });
}, 120_000);
afterAll(async () => {
	await server.stop();
	await Promise.all([proxy.close(), sink.close()]);
});

/** The same numbers in every run. */
const statementsAfter = (seed: number): number => (Math.imul(seed + 7, 2654435761) >>> 0) % 9;

const send = (act: Act): Promise<Response> =>
	fetch(`${server.url}/api/v1${act.path}`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			'idempotency-key': key(act.name),
			...(act.token ? { authorization: `Bearer ${act.token}` } : { origin: server.url }),
		},
		body: JSON.stringify(act.body),
	});

/** Sends the act and lets it get as far as its phase; hands back the answer, or what becomes of the request. */
async function begin(act: Act, phase: Phase, seed: number): Promise<{ answer: string | null; lost: Promise<boolean> }> {
	if (phase === 'acknowledged') {
		const response = await send(act);
		const answer = await response.text();
		expect(response.status, `${act.name}: ${answer}`).toBeLessThan(300);
		return { answer, lost: Promise.resolve(true) };
	}
	const held = proxy.hold({
		mark: act.mark ?? /insert into idempotency/,
		after: phase === 'committed' ? phase : statementsAfter(seed),
	});
	const answered = send(act).then(
		(response) => response.text(),
		() => null,
	);
	const early = await Promise.race([held, answered]);
	if (early) throw new Error(`${act.name} was not held up, but answered with ${early}`);
	return { answer: null, lost: answered.then((answer) => answer === null) };
}

test('a mail whose sending is cut off is sent all the same, under the same id', async () => {
	const act = acts.find(({ name }) => name.startsWith('accept'));
	const waiting = spare;
	if (!act || !waiting) throw new Error('nobody is left to accept');
	await clockAt(act.at);
	let killed: Promise<void> | undefined;
	sink.onArrival((mail) => {
		if (!mail.includes('kandidat9@example.org')) return;
		sink.onArrival(null);
		killed = server.crash();
	});
	const before = sink.received.length;
	// the mail may be on its way before the answer is
	await send({ ...act, name: 'accept the last', path: `/applications/${waiting}/accept` }).catch(() => null);
	await expect.poll(() => killed !== undefined, { timeout: 15_000 }).toBe(true);
	await killed;
	await server.restart();
	await settled();
	const mail = await database
		.selectFrom('mail')
		.select(['id', 'sentAt'])
		.where('toAddress', '=', 'kandidat9@example.org')
		.where('kind', '=', 'application_accepted')
		.execute();
	expect(mail).toMatchObject([{ sentAt: expect.any(Date) }]);
	expect(sink.received.slice(before).filter((id) => id === mail[0]?.id)).toHaveLength(2);
}, 60_000);

test('an act that is cut off anywhere and sent again has happened once; what was answered is never lost', async () => {
	for (let from = 0; from < acts.length; from += phases.length) {
		const round = phases.map((phase, n) => ({ phase, act: acts[from + n], seed: from + n }));
		const begun: { act: Act; phase: Phase; answer: string | null; lost: Promise<boolean> }[] = [];
		for (const { phase, act, seed } of round) {
			if (!act) throw new Error('a round is not whole');
			await clockAt(act.at);
			expect(await act.times(), act.name).toBe(0);
			begun.push({ act, phase, ...(await begin(act, phase, seed)) });
		}
		await server.crash();
		for (const { act, phase, lost } of begun) {
			expect(await lost, `${act.name} was answered`).toBe(true);
			expect(await act.times(), `${act.name}, killed ${phase}`).toBe(phase === 'before' ? 0 : 1);
		}
		await clockAt(begun[0]?.act.again ?? begun[0]?.act.at ?? new Date());
		await server.restart();
		for (const { act, phase, answer } of begun) {
			const again = await send(act);
			const words = await again.text();
			const well = [200, 201, 202, ...(phase === 'before' ? (act.otherwise ?? []) : (act.done ?? []))];
			expect(well, `${act.name} again: ${words}`).toContain(again.status);
			if (answer !== null && again.ok) expect(JSON.parse(words), act.name).toEqual(JSON.parse(answer));
			expect(await act.times(), `${act.name} in the end`).toBe(1);
		}
	}
	expect(acts.length).toBeGreaterThanOrEqual(20);
}, 180_000);

test('what those acts were to bring about has come about: every mail was sent, none for an act that did not happen', async () => {
	await settled();
	const mails = await database.selectFrom('mail').select(['id', 'kind', 'toAddress', 'sentAt']).execute();
	expect(mails.filter(({ sentAt }) => sentAt === null)).toEqual([]);
	expect([...new Set(sink.received)].sort()).toEqual(mails.map(({ id }) => id).sort());
	const accepted = mails.filter(({ kind }) => kind === 'application_accepted').map(({ toAddress }) => toAddress);
	expect(accepted.length).toBeGreaterThanOrEqual(3);
	expect(new Set(accepted).size).toBe(accepted.length);
}, 60_000);

/** Until nothing that is due waits any more. */
async function settled(): Promise<void> {
	await expect
		.poll(
			async () => {
				const { rows } = await sql<{ left: number }>`
					select (select count(*) from graphile_worker.jobs where task_identifier not in ('settle_due', 'deliver_pending'))
						+ (select count(*) from activity_pending) as left`.execute(database);
				return rows[0]?.left;
			},
			{ timeout: 40_000, interval: 100 },
		)
		.toBe(0);
}

const count = async (rows: Promise<unknown[]>): Promise<number> => (await rows).length;
let spare: string | undefined;

/** Accepting applications, and taking up invitations, before the kick-off. */
async function joining({ cohortId, olga }: World): Promise<Act[]> {
	const at = new Date('2026-08-20T08:00:00Z');
	const token = await tokenFor(olga.userId);
	const made: Act[] = [];
	for (const n of [1, 2, 3]) {
		const applicationId = await applies(cohortId, `Kandidat${n}`, at);
		made.push({
			name: `accept ${n}`,
			at,
			token,
			path: `/applications/${applicationId}/accept`,
			body: {},
			times: () =>
				count(database.selectFrom('invitation').select('id').where('applicationId', '=', applicationId).execute()),
		});
	}
	spare = await applies(cohortId, 'Kandidat9', at);
	for (const n of [4, 5, 6]) {
		const name = `Kandidat${n}`;
		const applicationId = await applies(cohortId, name, at);
		await does(olga, at, acceptApplication, { applicationId });
		made.push({
			name: `enrol ${n}`,
			at,
			token: null,
			path: '/enrolments',
			body: {
				token: await tokenMailedTo(`${name.toLowerCase()}@example.org`),
				password: 'lang genug und geheim',
				acceptsTerms: true,
				acceptsHouseRules: true,
			},
			mark: /update "invitation" set/,
			done: [409],
			times: () =>
				count(database.selectFrom('enrolment').select('id').where('applicationId', '=', applicationId).execute()),
		});
	}
	return made;
}

/** Writing, booking time and handing in, during the first unit. */
async function learning(world: World): Promise<Act[]> {
	const at = after(0, 5);
	const groups = [0, 4, 8].map((from) => world.learners.slice(from, from + 4));
	await formed(world, 1, groups);
	const { threadId } = await does(world.clara, after(0, 1), startThread, {
		spaceId: world.spaces['marktplatz'] ?? '',
		title: 'Was hält eine Community zusammen?',
		body: 'Drei Sätze genügen.',
	});
	const made: Act[] = [];
	for (const n of [0, 1, 2]) {
		const lea = learnerOf(world, n * 4);
		const token = await tokenFor(lea.userId);
		const body = `Antwort ${n} auf die Frage danach, was uns zusammenhält.`;
		made.push({
			name: `reply ${n}`,
			at,
			token,
			path: `/threads/${threadId}/posts`,
			body: { body },
			times: () => count(database.selectFrom('post').select('id').where('body', '=', body).execute()),
		});
	}
	for (const n of [0, 1, 2]) {
		const lea = learnerOf(world, n * 4);
		made.push({
			name: `book ${n}`,
			at,
			token: await tokenFor(lea.userId),
			path: `/communities/${world.communityId}/learning-time`,
			body: { day: '2026-09-07', minutes: 45, part: 'units' },
			times: () => count(database.selectFrom('timeEntry').select('id').where('userId', '=', lea.userId).execute()),
		});
	}
	for (const n of [0, 1, 2]) {
		const lea = learnerOf(world, n * 4);
		const { submissionId } = await does(lea, after(0, 1), beginSubmission, {
			communityId: world.communityId,
			number: 1,
			kind: 'group',
		});
		const { draft } = await does(lea, after(0, 1), submissionPage, { submissionId });
		const [section] = draft ?? [];
		made.push({
			name: `hand in result ${n}`,
			at,
			token: await tokenFor(lea.userId),
			path: `/submissions/${submissionId}/versions`,
			body: {
				sections: { [section?.id ?? '']: { body: 'Unser Ergebnis in zwei Sätzen.', version: section?.version ?? 0 } },
			},
			times: () =>
				count(
					database.selectFrom('submissionVersion').select('version').where('submissionId', '=', submissionId).execute(),
				),
		});
	}
	return made;
}

/** Handing in papers: in the middle of the exam, and so close to the deadline that it has passed when the server is back. */
async function examining(): Promise<Act[]> {
	const world = await examinedWorld({ learners: 8 });
	const examId = await opened(world);
	const inTime = new Date(opening.getTime() + 2 * 3600_000);
	const standing = (paperId: string) => () =>
		count(
			database
				.selectFrom('paperHandIn')
				.select('id')
				.where('paperId', '=', paperId)
				.where('withdrawnAt', 'is', null)
				.execute(),
		);
	const paper = async (person: Viewer, name: string, when: Pick<Act, 'at' | 'again' | 'otherwise'>): Promise<Act> => {
		const { id } = await paperOf(examId, person, 'reflection');
		await writes(person, new Date(opening.getTime() + 3600_000), id);
		return {
			name,
			...when,
			token: await tokenFor(person.userId),
			path: `/papers/${id}/hand-in`,
			body: declaration,
			times: standing(id),
		};
	};
	const made: Act[] = [];
	for (const n of [0, 1, 2]) made.push(await paper(learnerOf(world, n), `hand in paper ${n}`, { at: inTime }));
	const late = new Date(deadline.getTime() + 60_000);
	for (const n of [3, 4, 5])
		made.push(
			await paper(learnerOf(world, n), `hand in paper ${n} at the last moment`, {
				at: new Date(deadline.getTime() - 30_000),
				again: late,
				otherwise: [409],
			}),
		);
	return made;
}
