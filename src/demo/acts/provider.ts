import { endOrganisationRole, giveOrganisationRole } from '#community/server/organisation-roles.ts';
import { organisationSettings, updateOrganisation } from '#community/server/organisation-settings.ts';
import { createOrganisation } from '#community/server/organisations.ts';
import { importCourse } from '#course/server/course-versions.ts';
import { database } from '#platform/server/database.ts';
import { addDays } from '#platform/time.ts';
import type { PersonEntry } from '#demo/corpus/people.ts';
import type { ProviderEntry } from '#demo/corpus/provider.ts';
import { describe } from '#demo/acts/profile.ts';
import { appear, personIn, type Cast } from '#demo/story/cast.ts';
import { does } from '#demo/story/does.ts';
import { course, zone } from '#demo/story/stage.ts';

/** The provider with its staff and the course that it offers. */
export type Provider = { organisationId: string; courseVersionId: string };

/** The first administrator sets the provider up, hands it over to its organisers, and they bring the course. */
export async function foundProvider(
	cast: Cast,
	{ provider, people, at }: { provider: ProviderEntry; people: readonly PersonEntry[]; at: Date },
): Promise<Provider> {
	const staff = people.filter(({ role }) => role !== 'learner');
	for (const person of staff) await describe(await appear(cast, person), at, person);
	const administrator = await firstAdministrator(cast, staff);
	const { organisationId } = await does(administrator, at, createOrganisation, {
		name: provider.name,
		slug: provider.key,
	});
	for (const { key, role } of staff)
		if (role === 'organiser' || role === 'executive')
			await does(administrator, at, giveOrganisationRole, { organisationId, email: personIn(cast, key).email, role });
	const { roles } = await does(administrator, at, organisationSettings, { organisationId });
	const own = roles.find(({ userId }) => userId === administrator.userId);
	const handedOver = addDays(at, 1, zone);
	await does(administrator, handedOver, endOrganisationRole, { organisationId, roleId: own?.id });
	const organiser = personIn(cast, staff.find(({ role }) => role === 'organiser')?.key ?? '');
	await does(organiser, handedOver, updateOrganisation, {
		organisationId,
		name: provider.name,
		imprint: provider.imprint.de,
		imprintEn: provider.imprint.en,
		privacyNotice: provider.privacy_notice.de,
		privacyNoticeEn: provider.privacy_notice.en,
		terms: provider.terms.de,
		termsEn: provider.terms.en,
		approvalNumber: provider.approval_number,
	});
	const { courseVersionId } = await does(organiser, handedOver, importCourse, { organisationId, course });
	return { organisationId, courseVersionId };
}

/** As the set-up page makes the first administrator. */
async function firstAdministrator(cast: Cast, staff: readonly PersonEntry[]) {
	const key = staff.find(({ role }) => role === 'administrator')?.key ?? '';
	const administrator = { ...personIn(cast, key), administrator: true };
	await database.updateTable('user').set({ administrator: true }).where('id', '=', administrator.userId).execute();
	cast.set(key, administrator);
	return administrator;
}
