import { m } from '#messages/messages.js';
import type { IconName } from '#ui/icons/shapes.ts';

/** What one can say about a post with one word, in the order in which it is offered. */
export const reactionKinds = ['thanks', 'agree', 'helpful', 'celebrate'] as const;
export type ReactionKind = (typeof reactionKinds)[number];

export const reactionWords: Record<ReactionKind, () => string> = {
	thanks: m.reaction_thanks,
	agree: m.reaction_agree,
	helpful: m.reaction_helpful,
	celebrate: m.reaction_celebrate,
};

export const reactionIcons: Record<ReactionKind, IconName> = {
	thanks: 'thanks',
	agree: 'agree',
	helpful: 'idea',
	celebrate: 'heart',
};

/** How often something was said about a post, by whom (the first twenty), and whether the reader did. */
export type Reaction = { kind: ReactionKind; count: number; own: boolean; names: readonly string[] };

/** In the order in which they are offered. */
export const inReactionOrder = <Each extends { kind: ReactionKind }>(reactions: readonly Each[]): Each[] =>
	reactionKinds.flatMap((kind) => reactions.find((reaction) => reaction.kind === kind) ?? []);
