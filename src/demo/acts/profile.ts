import { setPicture, updateProfile } from '#identity/server/profile.ts';
import type { Viewer } from '#platform/viewer.ts';
import { portraitOf } from '#demo/portraits/looks.ts';
import { does } from '#demo/story/does.ts';

export type Profile = {
	key: string;
	employer: string;
	time_zone: string;
	bio?: string | undefined;
	skills?: readonly string[] | undefined;
};

/** Somebody says a little about themselves and, unless shy of it, shows a face. */
export async function describe(viewer: Viewer, at: Date, profile: Profile): Promise<void> {
	const { key, employer, time_zone: timeZone, bio, skills } = profile;
	await does(viewer, at, updateProfile, { employer, timeZone, ...(bio ? { bio } : {}), ...(skills ? { skills } : {}) });
	const picture = await portraitOf(key);
	if (picture) await does(viewer, at, setPicture, { content: picture.toString('base64') });
}
