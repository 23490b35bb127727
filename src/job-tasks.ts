import { deliverActivity } from '#notifications/server/deliver.ts';
import { deliverPending } from '#notifications/server/deliver-pending.ts';
import { sendDigests } from '#notifications/server/digest.ts';
import { domainNow } from '#platform/server/clock.ts';
import type { JobTasks } from '#platform/server/jobs.ts';
import { sendMail } from '#platform/server/mail.ts';
import { collectData } from '#privacy/server/collect-data.ts';
import { forgetFiles } from '#privacy/server/forget-files.ts';
import { forgetExpired } from '#privacy/server/forget.ts';
import { indexSearch } from '#search/server/index-entries.ts';
import { settleAll } from '#settle.ts';

/** Who does which job. */
export const jobTasks: JobTasks = {
	deliver_activity: deliverActivity,
	deliver_pending: () => deliverPending(),
	send_mail: sendMail,
	forget_expired: async () => forgetExpired(await domainNow()),
	index_search: indexSearch,
	send_digests: async () => sendDigests(await domainNow()),
	tidy_files: forgetFiles,
	collect_data: async (payload) => collectData(payload, await domainNow()),
	settle_due: async () => settleAll(await domainNow()),
};
