import { look, submit } from '#platform/server/form.ts';
import { failedMails, giveUpMail, sendMailAgain } from '#platform/server/mail-administration.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const before = event.url.searchParams.get('before');
	return look(event, failedMails, before ? { before } : {});
};
export const actions: Actions = {
	send: (event) => submit(event, sendMailAgain),
	giveUp: (event) => submit(event, giveUpMail),
};
