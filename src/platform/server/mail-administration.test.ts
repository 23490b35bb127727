import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { deadJobs } from '#platform/server/dead-jobs.ts';
import { instanceFacts } from '#platform/server/instance-facts.ts';
import { discardFailedJob, failedJobs, retryFailedJob } from '#platform/server/job-administration.ts';
import { addJob, drainJobs } from '#platform/server/jobs.ts';
import { failedMails, giveUpMail, sendMailAgain } from '#platform/server/mail-administration.ts';
import { queueMail, sendSoon } from '#platform/server/mail.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does, person } from '../../../tests/cast.ts';

const now = new Date('2026-10-05T08:00:00Z');
let ada: Viewer | null = null;
let refusing = true;
const tasks = {
	deliver_activity: async () => {
		throw new Error('no way');
	},
	send_mail: async ({ mailId }: { mailId: string }) => {
		const change = refusing ? { failedAt: new Date(), failure: '550 no such user' } : { sentAt: new Date() };
		await database.updateTable('mail').set(change).where('id', '=', mailId).execute();
		if (refusing) throw new Error('550 no such user');
	},
	settle_due: async () => {},
	forget_expired: async () => {},
	send_digests: async () => {},
	index_search: async () => {},
};
const spend = () =>
	sql`update graphile_worker._private_jobs set attempts = max_attempts - 1, run_at = now()`.execute(database);
const mailTo = async (to: string) => {
	const mailId = await queueMail(database, {
		kind: 'test',
		userId: null,
		to,
		locale: 'de',
		subject: to,
		body: '',
		at: now,
	});
	await sendSoon(database, mailId);
	return mailId;
};

beforeEach(async () => {
	ada ??= await person('ada', { administrator: true });
	refusing = true;
	await sql`delete from graphile_worker._private_jobs`.execute(database);
	await database.deleteFrom('mail').execute();
});

test('a mail that fails is listed with its reason and its next try, and once more tried leaves the list', async () => {
	const mailId = await mailTo('nobody@example.org');
	await drainJobs(tasks);
	const { mails } = await does(ada, now, failedMails, {});
	expect(mails).toMatchObject([{ id: mailId, failure: '550 no such user', attempts: 1 }]);
	expect(mails[0]?.nextTryAt).toBeInstanceOf(Date);
	await spend();
	await drainJobs(tasks);
	expect((await does(ada, now, failedMails, {})).mails).toMatchObject([{ nextTryAt: null, attempts: 8 }]);
	expect(await does(ada, now, instanceFacts, {})).toMatchObject({ unsentMails: 1, queue: { dead: 0 } });
	expect(await deadJobs()).toEqual([]);
	refusing = false;
	await does(ada, now, sendMailAgain, { mailId });
	await drainJobs(tasks);
	expect((await does(ada, now, failedMails, {})).mails).toEqual([]);
	await expect(does(ada, now, sendMailAgain, { mailId })).rejects.toMatchObject({ code: 'not_found' });
});

test('a mail is given up with a reason, stays in the mailbox, and is tried no more', async () => {
	const mailId = await mailTo('gone@example.org');
	await drainJobs(tasks);
	await expect(does(ada, now, giveUpMail, { mailId, reason: 'egal' })).rejects.toMatchObject({
		errors: [{ field: 'reason' }],
	});
	await does(ada, now, giveUpMail, { mailId, reason: 'Die Adresse gibt es nicht mehr.' });
	expect((await does(ada, now, failedMails, {})).mails).toEqual([]);
	const { rows } = await sql`select id from graphile_worker.jobs`.execute(database);
	expect(rows).toEqual([]);
	expect(await database.selectFrom('mail').select('id').execute()).toEqual([{ id: mailId }]);
});

test('the list of mails goes on page by page', async () => {
	for (let n = 0; n < 33; n++) await mailTo(`viele${n}@example.org`);
	await drainJobs(tasks);
	const first = await does(ada, now, failedMails, {});
	expect(first.mails).toHaveLength(30);
	const rest = await does(ada, now, failedMails, { before: first.next });
	expect(rest).toMatchObject({ next: null });
	expect(new Set([...first.mails, ...rest.mails].map(({ id }) => id)).size).toBe(33);
});

test('a dead job is tried again or discarded with a reason that is kept; a living one is left alone', async () => {
	await addJob(database, 'deliver_activity', { activityId: 'stubborn' });
	const { rows } = await sql<{ id: string }>`select id::text from graphile_worker.jobs`.execute(database);
	const jobId = rows[0]?.id ?? '';
	const reason = 'Das Ereignis gibt es nicht mehr.';
	await expect(does(ada, now, discardFailedJob, { jobId, reason })).rejects.toMatchObject({ code: 'not_found' });
	await spend();
	await drainJobs(tasks);
	expect((await does(ada, now, failedJobs, {})).jobs).toMatchObject([{ id: jobId, lastError: 'no way' }]);
	await does(ada, now, retryFailedJob, { jobId });
	expect((await does(ada, now, failedJobs, {})).jobs).toEqual([]);
	await spend();
	await drainJobs(tasks);
	await does(ada, now, discardFailedJob, { jobId, reason });
	expect((await does(ada, now, failedJobs, {})).jobs).toEqual([]);
	const kept = await database.selectFrom('audit').select('detail').where('action', '=', 'job_discarded').execute();
	expect(kept).toMatchObject([{ detail: { name: 'deliver_activity', lastError: 'no way', reason } }]);
});
