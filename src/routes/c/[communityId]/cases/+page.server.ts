import { look, submit } from '#platform/server/form.ts';
import { markdownToHtml } from '#platform/markdown.ts';
import { caseList, decideFlag } from '#conversation/server/flags.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends(`live:community:${event.params.communityId}`);
	const list = await look(event, caseList);
	return { mayDelete: list.mayDelete, cases: list.cases.map((one) => ({ ...one, html: markdownToHtml(one.body) })) };
};
export const actions: Actions = { default: (event) => submit(event, decideFlag) };
