import { expect, test } from 'vitest';
import { createOrganisation } from '#community/server/organisations.ts';
import { endOrganisationRole, giveOrganisationRole, organisationList } from '#community/server/organisation-roles.ts';
import { legalPage, organisationSettings, updateOrganisation } from '#community/server/organisation-settings.ts';
import { call } from '#platform/server/verb.ts';
import { does, person } from '../../../tests/cast.ts';

const now = new Date('2026-08-10T08:00:00Z');
const texts = { name: 'Akademie', imprint: 'Kassel', privacyNotice: 'Datenschutz', terms: 'Bedingungen' };

test('legal pages speak English where there is an English text, and German otherwise', async () => {
	const ada = await person('ada', { administrator: true });
	const { organisationId } = await does(ada, now, createOrganisation, { name: 'Akademie', slug: 'akademie' });
	await does(ada, now, updateOrganisation, { organisationId, ...texts, imprintEn: 'Kassel, Germany' });
	const read = (page: string, locale: 'de' | 'en') =>
		call(legalPage, { viewer: null, now, locale }, { organisation: 'akademie', page });
	expect(await read('imprint', 'en')).toMatchObject({ text: 'Kassel, Germany', language: 'en' });
	expect(await read('imprint', 'de')).toMatchObject({ text: 'Kassel', language: 'de' });
	expect(await read('terms', 'en')).toMatchObject({ text: 'Bedingungen', language: 'de' });
	await expect(read('prices', 'de')).rejects.toMatchObject({ status: 404 });
});

test('organisers name others; the last one stays; whoever is none sees nothing', async () => {
	const [bea, olga, stranger] = [
		await person('bea', { administrator: true }),
		await person('olga'),
		await person('stranger'),
	];
	const { organisationId } = await does(bea, now, createOrganisation, { name: 'Verein', slug: 'verein' });
	const { roleId } = await does(bea, now, giveOrganisationRole, { organisationId, email: 'olga@example.org' });
	await expect(
		does(bea, now, giveOrganisationRole, { organisationId, email: 'olga@example.org' }),
	).rejects.toMatchObject({ code: 'organisation_role_held' });
	expect((await does(olga, now, organisationList, {})).organisations).toMatchObject([{ name: 'Verein' }]);
	const { roles } = await does(olga, now, organisationSettings, { organisationId });
	const beas = roles.find(({ name }) => name === 'Bea');
	await does(olga, now, endOrganisationRole, { organisationId, roleId: beas?.id });
	await expect(does(olga, now, endOrganisationRole, { organisationId, roleId })).rejects.toMatchObject({
		code: 'organisation_last_organiser',
	});
	await expect(does(stranger, now, organisationSettings, { organisationId })).rejects.toMatchObject({ status: 404 });
});
