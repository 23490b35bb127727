import { deliverActivity } from '#notifications/server/deliver.ts';
import { sendDigests } from '#notifications/server/digest.ts';
import { domainNow } from '#platform/server/clock.ts';
import type { JobTasks } from '#platform/server/jobs.ts';
import { sendMail } from '#platform/server/mail.ts';
import { forgetExpired } from '#privacy/server/forget.ts';
import { indexSearch } from '#search/server/index-entries.ts';
import { settleAll } from '#settle.ts';

/** Who does which job. */
export const jobTasks: JobTasks = {
	deliver_activity: deliverActivity,
	send_mail: sendMail,
	forget_expired: async () => forgetExpired(await domainNow()),
	index_search: indexSearch,
	send_digests: async () => sendDigests(await domainNow()),
	settle_due: async () => settleAll(await domainNow()),
};
