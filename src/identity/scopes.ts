/** What a personal access token can be allowed to do; the same words stand with every verb. */
export const areas = [
	'identity',
	'notifications',
	'community',
	'events',
	'course',
	'exam',
	'credentials',
	'privacy',
	'administration',
] as const;
export const scopes = areas.flatMap((area) => [`${area}:read`, `${area}:write`] as const);
