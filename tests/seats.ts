import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { applyToCohort, verifyApplication } from '#course/server/applying.ts';
import { takeUpInvitation } from '#course/server/enrolling.ts';
import { publishCohort } from '#course/server/publishing.ts';
import { giveOrganisationRole } from '#community/server/organisation-roles.ts';
import { updateOrganisation } from '#community/server/organisation-settings.ts';
import { openCohort } from '#course/server/opening.ts';
import { createOrganisation } from '#community/server/organisations.ts';
import { does, person } from './cast.ts';
import { courseVersion } from './course-outline.ts';
import { counter } from './database.ts';

const cohorts = counter();

/** A provider with its organiser, and a published cohort that takes applications from 1 August 2026 on. */
export async function openedCohort(changes: object = {}) {
	const n = cohorts();
	const at = new Date('2026-08-01T08:00:00Z');
	const admin = await person(`ada${n}`, { administrator: true });
	const olga = await person(`olga${n}`);
	const { organisationId } = await does(admin, at, createOrganisation, { name: 'Akademie', slug: `akademie-${n}` });
	await does(admin, at, giveOrganisationRole, { organisationId, email: olga.email });
	const cohort = await does(olga, at, openCohort, {
		organisationId,
		courseVersionId: await courseVersion(),
		name: `Kohorte ${n}`,
		slug: `kohorte-${n}`,
		startDate: '2026-09-07',
		priceText: '1.890 Euro',
		...changes,
	});
	await does(admin, at, updateOrganisation, {
		organisationId,
		name: 'Akademie',
		imprint: 'Akademie GmbH, Kassel',
		privacyNotice: 'Datenschutz',
		terms: 'Bedingungen',
	});
	await does(olga, at, publishCohort, { cohortId: cohort.cohortId });
	return { ...cohort, organisationId, admin, olga };
}

/** The secret in the link of the newest mail to this address. */
export async function tokenMailedTo(email: string): Promise<string> {
	const mail = await database
		.selectFrom('mail')
		.select('body')
		.where('toAddress', '=', email)
		.where('secretLinks', '=', true)
		.orderBy('id', 'desc')
		.executeTakeFirstOrThrow();
	const token = /(?:token=|\/enrol\/)([\w-]+)/.exec(mail.body)?.[1];
	if (!token) throw new Error(`no link in the mail to ${email}`);
	return token;
}

/** Kinds of the mails to this address, in the order they were sent. */
export async function mailsTo(email: string): Promise<string[]> {
	const mails = await database.selectFrom('mail').select('kind').where('toAddress', '=', email).orderBy('id').execute();
	return mails.map(({ kind }) => kind);
}

const motivation = 'Ich betreue ein Nachbarschaftsforum und möchte es besser machen.';

/** Someone without an account applies and proves the address; returns the application. */
export async function applies(cohortId: string, name: string, at: Date): Promise<string> {
	const email = `${name.toLowerCase()}@example.org`;
	await does(null, at, applyToCohort, { cohortId, name, email, motivation, prerequisites: ['member'] });
	const { applicationId } = await does(null, at, verifyApplication, { token: await tokenMailedTo(email) });
	return applicationId;
}

/** The person whom the newest mail to this address invites takes the seat with a new account. */
export async function enrols(name: string, at: Date): Promise<Viewer> {
	const email = `${name.toLowerCase()}@example.org`;
	const { userId } = await does(null, at, takeUpInvitation, {
		token: await tokenMailedTo(email),
		password: 'lang genug und geheim',
		acceptsTerms: true,
		acceptsHouseRules: true,
	});
	return { userId, name, email, administrator: false, locale: 'de', timeZone: 'Europe/Berlin', scopes: null };
}

export const stateOf = async (applicationId: string): Promise<string> => {
	const { state } = await database
		.selectFrom('application')
		.select('state')
		.where('id', '=', applicationId)
		.executeTakeFirstOrThrow();
	return state;
};
