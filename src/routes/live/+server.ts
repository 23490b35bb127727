import { error } from '@sveltejs/kit';
import { communityGround, standing } from '#community/server/standing.ts';
import { viewerOfSession } from '#identity/server/viewers.ts';
import { domainNow } from '#platform/server/clock.ts';
import { database } from '#platform/server/database.ts';
import { liveStream } from '#platform/server/live.ts';
import { paperGround } from '#exam/server/grounds.ts';
import { meetingGround } from '#events/server/grounds.ts';
import type { Ground } from '#platform/server/verb.ts';
import type { RequestHandler } from './$types';

const grounds: Record<string, Ground> = { community: communityGround, meeting: meetingGround };
/** What only its own people hear of: those who write a paper together. */
const ownGrounds: Record<string, Ground> = { paper: paperGround };
const insiders = ['member', 'observer', 'organiser', 'companion', 'former'] as const;

/** Keys of what has changed, asked for rights with every event; ends with the session. */
export const GET: RequestHandler = ({ locals, request }) => {
	const { viewer } = locals;
	if (!viewer) error(401);
	const { headers } = request;
	return liveStream({
		may: async (key) => {
			const [kind = '', id = ''] = key.split(':');
			if (kind === 'user') return id === viewer.userId;
			const own = await ownGrounds[kind]?.find(database, id);
			if (own) return own.owners.includes(viewer.userId);
			const place = await grounds[kind]?.find(database, id);
			if (!place) return false;
			const roles = await standing(database, viewer, await domainNow(), place);
			return insiders.some((role) => roles.has(role));
		},
		stillSignedIn: async () => (await viewerOfSession(headers))?.userId === viewer.userId,
	});
};
