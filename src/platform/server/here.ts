import type { Ground, Place } from '#platform/server/verb.ts';
import type { Role, Viewer } from '#platform/viewer.ts';

const nowhere: Place = { organisationId: null, communityId: null, cohortId: null, owners: [] };

/** The roles that hold everywhere: by being here at all, signed in, an administrator, or the object's own person. */
export function baseRoles(viewer: Viewer | null, place: Place): Set<Role> {
	const roles = new Set<Role>(['anyone']);
	if (!viewer) return roles;
	roles.add('person');
	if (viewer.administrator) roles.add('administrator');
	if (place.owners.includes(viewer.userId)) roles.add('owner');
	return roles;
}

/** The instance itself, and what is one's own by being signed in. */
export const here: Ground = {
	param: null,
	find: async () => nowhere,
	roles: async (_db, viewer, _now, place) => baseRoles(viewer, place),
};
