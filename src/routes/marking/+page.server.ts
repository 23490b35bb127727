import { markingList } from '#exam/server/marking-page.ts';
import { objectionList } from '#exam/server/objections.ts';
import { look } from '#platform/server/form.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const from = (name: string) => event.url.searchParams.get(name) ?? undefined;
	return {
		...(await look(event, markingList, { after: from('after') })),
		objections: await look(event, objectionList, { after: from('objections') }),
	};
};
