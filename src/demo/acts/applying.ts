import { applyToCohort, verifyApplication } from '#course/server/applying.ts';
import { acceptApplication, declineApplication } from '#course/server/deciding.ts';
import { takeUpInvitation } from '#course/server/enrolling.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { addressOf, appear, type Cast, type CastEntry } from '#demo/story/cast.ts';
import { describe, type Profile } from '#demo/acts/profile.ts';
import { does } from '#demo/story/does.ts';
import type { Act } from '#demo/story/timeline.ts';

export type Applicant = CastEntry & Profile & { motivation: string; prerequisites: readonly string[] };

/** Where people apply, and who decides. */
export type Office = { name: string; cohortId: string; organiser: Viewer; cast: Cast };

/** Somebody applies and proves the address by the link of the mail; `applications` remembers under which id. */
export function applying(office: Office, applicant: Applicant, at: Date, applications: Map<string, string>): Act {
	const { key, name, motivation, prerequisites, language } = applicant;
	const email = addressOf(applicant);
	return {
		at,
		what: `${office.name}: ${key} applies`,
		run: async (now) => {
			const words = { cohortId: office.cohortId, name, email, motivation, prerequisites, locale: language };
			await does(null, now, applyToCohort, words);
			const { applicationId } = await does(null, now, verifyApplication, {
				token: await secretMailedTo(email, 'application_verify'),
			});
			applications.set(key, applicationId);
		},
	};
}

export const accepting = (office: Office, key: string, at: Date, applications: ReadonlyMap<string, string>): Act => ({
	at,
	what: `${office.name}: ${key} is accepted`,
	run: (now) => does(office.organiser, now, acceptApplication, { applicationId: applications.get(key) }),
});

export const declining = (
	office: Office,
	key: string,
	at: Date,
	applications: ReadonlyMap<string, string>,
	words: string,
): Act => ({
	at,
	what: `${office.name}: ${key} is declined`,
	run: (now) => does(office.organiser, now, declineApplication, { applicationId: applications.get(key), words }),
});

/** Somebody opens an account for the invited address, unless there is one, and takes the seat. */
export const enrolling = (office: Office, applicant: Applicant, at: Date): Act => ({
	at,
	what: `${office.name}: ${applicant.key} enrols`,
	run: async (now) => {
		const viewer = office.cast.get(applicant.key) ?? (await appear(office.cast, applicant));
		const token = await secretMailedTo(viewer.email, 'application_accepted');
		await does(viewer, now, takeUpInvitation, { token, acceptsTerms: true, acceptsHouseRules: true });
		await describe(viewer, now, applicant);
	},
});

/** The secret in the link of the newest such mail to an address, as the applicant finds it there. */
export async function secretMailedTo(email: string, kind: string): Promise<string> {
	const mail = await database
		.selectFrom('mail')
		.select('body')
		.where('toAddress', '=', email)
		.where('kind', '=', kind)
		.orderBy('id', 'desc')
		.executeTakeFirstOrThrow();
	const secret = /(?:token=|\/enrol\/|\/invitations\/)([\w-]+)/.exec(mail.body)?.[1];
	if (!secret) throw new Error(`there is no link in the mail to ${email}`);
	return secret;
}
