export type Locale = 'de' | 'en';

/** Whoever asks. Roles within a community or cohort are looked up where the verb acts, never carried along. */
export type Viewer = {
	userId: string;
	name: string;
	email: string;
	administrator: boolean;
	locale: Locale;
	timeZone: string;
	/** Scopes of a personal access token; `null` for a signed-in browser, which may do whatever its person may. */
	scopes: readonly string[] | null;
};

/**
 * What a person can be at the place where a verb acts. Several may hold at once.
 * `owner`: the object is the viewer's own (author, applicant, member of the group, assigned examiner).
 * `former`: a member whose community is archived; reads only.
 * `executive`: answers for the communities of an organisation, without being in them.
 */
export const roles = [
	'anyone',
	'person',
	'administrator',
	'organiser',
	'companion',
	'examiner',
	'executive',
	'learner',
	'acting',
	'manager',
	'member',
	'observer',
	'former',
	'owner',
] as const;
export type Role = (typeof roles)[number];
