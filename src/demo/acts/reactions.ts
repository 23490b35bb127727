import { reactionKinds } from '#conversation/reactions.ts';
import { reactToPost } from '#conversation/server/reactions.ts';
import type { PostEntry } from '#demo/corpus/conversation.ts';
import type { Room } from '#demo/acts/talk.ts';
import { does } from '#demo/story/does.ts';
import { soonAfter } from '#demo/story/instants.ts';
import { lot } from '#demo/story/lot.ts';
import type { Act } from '#demo/story/timeline.ts';

/** What others say about a post with one word, within the day after it. */
export function reactionActs<Moment>(
	room: Pick<Room<Moment>, 'name' | 'person' | 'at' | 'until'>,
	{ author, at, body, reactions = {} }: PostEntry<Moment>,
	id: () => string | undefined,
): Act[] {
	return reactionKinds.flatMap((kind) =>
		(reactions[kind] ?? []).map((by) => ({
			at: soonAfter(room.at(at), 4 + Math.round(900 * lot('reacts', by, kind, author, body.length)), room.until),
			what: `${room.name}: ${by} reacts to a post by ${author}`,
			run: (now) => does(room.person(by), now, reactToPost, { postId: id(), kind }),
		})),
	);
}
