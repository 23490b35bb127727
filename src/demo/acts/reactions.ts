import { reactionKinds } from '#conversation/reactions.ts';
import { reactToPost } from '#conversation/server/reactions.ts';
import type { ThreadEntry } from '#demo/corpus/conversation.ts';
import { does } from '#demo/story/does.ts';
import { soonAfter } from '#demo/story/instants.ts';
import { lot } from '#demo/story/lot.ts';
import type { Stage } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

/** What others say about a post with one word, within the day after it. */
export function reactionActs(
	stage: Stage,
	{ author, at, reactions = {} }: Pick<ThreadEntry, 'author' | 'at' | 'reactions'>,
	id: () => string | undefined,
): Act[] {
	return reactionKinds.flatMap((kind) =>
		(reactions[kind] ?? []).map((by) => ({
			at: soonAfter(stage.at(at), 4 + Math.round(900 * lot('reacts', by, kind, author, at.time)), stage.until),
			what: `${stage.name}: ${by} reacts to a post by ${author}`,
			run: (now) => does(stage.person(by), now, reactToPost, { postId: id(), kind }),
		})),
	);
}
