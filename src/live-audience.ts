import { communityGround, insidersAt } from '#community/server/standing.ts';
import { threadGround } from '#conversation/server/grounds.ts';
import { meetingGround } from '#events/server/grounds.ts';
import { paperGround } from '#exam/server/grounds.ts';
import { domainNow } from '#platform/server/clock.ts';
import { reading } from '#platform/server/database.ts';
import type { Audience } from '#platform/server/live-streams.ts';
import { remembering } from '#platform/server/memory.ts';
import type { Ground } from '#platform/server/verb.ts';

/** What everyone inside a community hears of. */
const shared: Record<string, Ground> = { community: communityGround, thread: threadGround, meeting: meetingGround };
/** What only its own people hear of: those who write a paper together. */
const owned: Record<string, Ground> = { paper: paperGround };
const nobody: ReadonlySet<string> = new Set();

/** A thread and its community are heard of by the same people. */
const rememberInsiders = remembering<ReadonlySet<string>>();

/** Who may hear that something under a key such as `community:<id>` has changed. */
export const liveAudience: Audience = async (key, among, memory) => {
	const [kind = '', id = ''] = key.split(':');
	const ground = shared[kind] ?? owned[kind];
	if (!ground || among.length === 0) return nobody;
	const place = await ground.find(reading, id);
	if (!place) return nobody;
	if (kind in owned) return new Set(among.filter((userId) => place.owners.includes(userId)));
	const { organisationId, communityId, cohortId } = place;
	const where = [organisationId, communityId, cohortId].join();
	return rememberInsiders(memory, where, async () => insidersAt(reading, among, await domainNow(), place));
};
