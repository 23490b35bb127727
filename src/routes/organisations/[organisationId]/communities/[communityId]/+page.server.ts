import { governedCommunity } from '#community/server/governing.ts';
import {
	archiveCommunity,
	endManager,
	nameDeputy,
	nameManager,
	reopenCommunity,
	requireCertificate,
} from '#community/server/leadership.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	...(await look(event, governedCommunity)),
	founded: event.url.searchParams.has('founded'),
	organisationId: event.params.organisationId,
});

export const actions: Actions = {
	name: (event) => submit(event, nameManager),
	end: (event) => submit(event, endManager),
	deputy: (event) => submit(event, nameDeputy),
	certificate: (event) => submit(event, requireCertificate),
	archive: (event) => submit(event, archiveCommunity),
	reopen: (event) => submit(event, reopenCommunity),
};
