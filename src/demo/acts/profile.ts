import { updateProfile } from '#identity/server/profile.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '#demo/story/does.ts';

export type Profile = {
	employer: string;
	time_zone: string;
	bio?: string | undefined;
	skills?: readonly string[] | undefined;
};

/** Somebody says a little about themselves. */
export const describe = (viewer: Viewer, at: Date, { employer, time_zone: timeZone, bio, skills }: Profile) =>
	does(viewer, at, updateProfile, { employer, timeZone, ...(bio ? { bio } : {}), ...(skills ? { skills } : {}) });
