import { look } from '#platform/server/form.ts';
import { mailbox } from '#notifications/server/mailbox.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const before = event.url.searchParams.get('before');
	return look(event, mailbox, before ? { before } : {});
};
