import { look, submit } from '#platform/server/form.ts';
import {
	askWorksCouncilOff,
	confirmWorksCouncilOff,
	turnOnWorksCouncilMode,
	withdrawWorksCouncilOff,
} from '#privacy/server/works-council.ts';
import { worksCouncilPage } from '#privacy/server/works-council-page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => look(event, worksCouncilPage);
export const actions: Actions = {
	on: (event) => submit(event, turnOnWorksCouncilMode),
	off: (event) => submit(event, askWorksCouncilOff),
	confirm: (event) => submit(event, confirmWorksCouncilOff),
	withdraw: (event) => submit(event, withdrawWorksCouncilOff),
};
