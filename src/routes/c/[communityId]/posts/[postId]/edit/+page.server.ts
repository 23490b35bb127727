import { submitWithFiles } from '#identity/server/submit-files.ts';
import { look } from '#platform/server/form.ts';
import { editPost, postHistory } from '#conversation/server/posts.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ history: await look(event, postHistory) });

export const actions: Actions = {
	default: async (event) => {
		const { threadId } = await look(event, postHistory);
		return submitWithFiles(event, editPost, {
			to: `/c/${event.params.communityId}/threads/${threadId}?at=${event.params.postId}#p-${event.params.postId}`,
		});
	},
};
