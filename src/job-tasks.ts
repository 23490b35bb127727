import { deliverActivity } from '#notifications/server/deliver.ts';
import { domainNow } from '#platform/server/clock.ts';
import type { JobTasks } from '#platform/server/jobs.ts';
import { sendMail } from '#platform/server/mail.ts';
import { settleAll } from '#settle.ts';

/** Who does which job. */
export const jobTasks: JobTasks = {
	deliver_activity: deliverActivity,
	send_mail: sendMail,
	settle_due: async () => settleAll(await domainNow()),
};
