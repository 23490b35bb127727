import * as z from 'zod';
import { audit } from '#platform/server/audit.ts';
import { deadJobs, discardJob, queueNow, retryJob } from '#platform/server/dead-jobs.ts';
import { here } from '#platform/server/here.ts';
import { packed, packedKey, pageOf } from '#platform/server/list-pages.ts';
import { signedIn, verb } from '#platform/server/verb.ts';

const jobId = z.string().regex(/^\d{1,19}$/);
const pageSize = 30;

/** Jobs that were given up after their last try, with what stopped them. */
export const failedJobs = verb({
	name: 'failedJobs',
	method: 'get',
	path: '/admin/jobs',
	summary: 'Jobs that have failed as often as they may be tried',
	scope: 'administration:read',
	who: ['administrator'],
	at: here,
	input: z.object({
		after: packedKey(z.tuple([z.iso.datetime(), jobId]))
			.optional()
			.describe('Key of the last job of the page before'),
	}),
	paged: 'after',
	async run({ trx }, { after }) {
		const [at, id] = after ?? [];
		const found = await deadJobs(trx, { most: pageSize + 1, after: at && id ? { at, id } : undefined });
		const { page: jobs, next } = pageOf(found, pageSize, (last) => packed(last.failedAt, last.id));
		return { jobs, count: (await queueNow(trx)).dead, next };
	},
});

export const retryFailedJob = verb({
	name: 'retryFailedJob',
	method: 'post',
	path: '/admin/jobs/{jobId}/retry',
	summary: 'Have a failed job tried again from the beginning',
	scope: 'administration:write',
	who: ['administrator'],
	at: here,
	input: z.object({ jobId }),
	output: z.object({ retried: z.literal(true) }),
	async run(scene, input) {
		await retryJob(input.jobId, scene.trx);
		await audit(scene.trx, {
			action: 'job_retried',
			actorId: signedIn(scene).userId,
			detail: { jobId: input.jobId },
		});
		return { retried: true as const };
	},
});

/** What the job was to do will not be done, so that a reason is kept with it. */
export const discardFailedJob = verb({
	name: 'discardFailedJob',
	method: 'post',
	path: '/admin/jobs/{jobId}/discard',
	summary: 'Take a failed job away, with the reason',
	scope: 'administration:write',
	who: ['administrator'],
	at: here,
	input: z.object({ jobId, reason: z.string().trim().min(10).max(500) }),
	output: z.object({ discarded: z.literal(true) }),
	async run(scene, input) {
		const { name, lastError } = await discardJob(input.jobId, scene.trx);
		await audit(scene.trx, {
			action: 'job_discarded',
			actorId: signedIn(scene).userId,
			detail: { jobId: input.jobId, name, lastError, reason: input.reason },
		});
		return { discarded: true as const };
	},
});
