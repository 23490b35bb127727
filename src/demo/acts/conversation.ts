import { addressOfPost, quotation } from '#conversation/quote.ts';
import { acceptAnswer, pinThread, startThread } from '#conversation/server/threads.ts';
import { deletePost, editPost, postReply } from '#conversation/server/posts.ts';
import { decideFlag, flagPost } from '#conversation/server/flags.ts';
import { givePostFeedback } from '#course/server/feedback.ts';
import { reactionActs } from '#demo/acts/reactions.ts';
import type { ReplyEntry, ThreadEntry } from '#demo/corpus/conversation.ts';
import { does } from '#demo/story/does.ts';
import { soonAfter } from '#demo/story/instants.ts';
import { leadersOf, unitOf, type Stage } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

const slugs = {
	plaza: 'marktplatz',
	questions: 'fragen',
	unit: 'lerneinheiten',
	results: 'ergebnisse',
	team: 'organisatorisches',
} as const;

type Written = Pick<ReplyEntry, 'author' | 'at' | 'body' | 'feedback' | 'flag' | 'edit' | 'deleted' | 'reactions'>;
type Ids = { thread: string; posts: Map<string, string> };

/** All that people write in a cohort, and what others do with it. */
export const conversationActs = (stage: Stage, threads: readonly ThreadEntry[]): Act[] =>
	threads.flatMap((thread) => threadActs(stage, thread));

function threadActs(stage: Stage, thread: ThreadEntry): Act[] {
	const ids: Ids = { thread: '', posts: new Map() };
	const opening = 'the opening post';
	const begin: Act = {
		at: stage.at(thread.at),
		what: `${stage.name}: ${thread.author} starts “${thread.key}”`,
		post: true,
		run: async (at) => {
			const started = await does(stage.person(thread.author), at, startThread, {
				spaceId: stage.spaces.get(slugs[thread.space]),
				kind: thread.kind,
				title: thread.title,
				body: mentioning(stage, thread.body),
				...(thread.at.unit > 0 && thread.at.unit <= 10 ? { unitNumber: thread.at.unit } : {}),
			});
			ids.thread = started.threadId;
			ids.posts.set(opening, started.postId);
			stage.threads.set(thread.key, started.threadId);
		},
	};
	return [
		begin,
		...aroundPost(stage, thread, () => ids.posts.get(opening)),
		...thread.replies.flatMap((reply, index) => replyActs(stage, thread, reply, index, ids)),
		...(thread.pinned ? [pin(stage, thread, ids)] : []),
		...(thread.accepted ? [accept(stage, thread, thread.accepted, ids)] : []),
	];
}

function replyActs(stage: Stage, thread: ThreadEntry, reply: ReplyEntry, index: number, ids: Ids): Act[] {
	const name = reply.key ?? `reply ${index + 1}`;
	const write: Act = {
		at: stage.at(reply.at),
		what: `${stage.name}: ${reply.author} answers in “${thread.key}”`,
		post: true,
		run: async (at) => {
			const { postId } = await does(stage.person(reply.author), at, postReply, {
				threadId: ids.thread,
				body: [...quoted(stage, thread, reply, ids), mentioning(stage, reply.body)].join('\n\n'),
				...(reply.to ? { parentId: ids.posts.get(reply.to) } : {}),
			});
			ids.posts.set(name, postId);
		},
	};
	return [write, ...aroundPost(stage, reply, () => ids.posts.get(name))];
}

/** The passage that a reply takes up, as the page would quote it. */
function quoted(stage: Stage, thread: ThreadEntry, { quote }: ReplyEntry, ids: Ids): string[] {
	const post = thread.replies.find(({ key }) => key === quote?.of);
	if (!quote || !post) return [];
	const href = addressOfPost(stage.communityId, ids.thread, ids.posts.get(quote.of) ?? '');
	return [quotation({ name: stage.person(post.author).name, href, passage: quote.passage })];
}

/** What happens to a post: a companion's remark, a report and its decision, an edit, its author taking it back. */
function aroundPost(stage: Stage, post: Written, id: () => string | undefined): Act[] {
	const acts: Act[] = reactionActs(stage, post, id);
	const add = (at: Written['at'], what: string, run: Act['run']) =>
		acts.push({ at: stage.at(at), what: `${stage.name}: ${what} a post by ${post.author}`, run });
	const { feedback, flag, edit, deleted } = post;
	if (feedback)
		add(feedback.at, `${feedback.by} gives feedback on`, (at) =>
			does(stage.person(feedback.by), at, givePostFeedback, {
				postId: id(),
				words: feedback.body,
				criterionId: feedback.criterion && unitOf(stage, post.at.unit).assignment.rubric[feedback.criterion - 1]?.id,
			}),
		);
	if (flag) acts.push(...reported(stage, flag, id));
	if (edit)
		add(edit.at, 'editing', (at) =>
			does(stage.person(post.author), at, editPost, { postId: id(), body: mentioning(stage, edit.body) }),
		);
	if (deleted)
		add(deleted.at, 'taking back', (at) => does(stage.person(post.author), at, deletePost, { postId: id() }));
	return acts;
}

function reported(stage: Stage, flag: NonNullable<Written['flag']>, id: () => string | undefined): Act[] {
	let flagId = '';
	const report: Act = {
		at: stage.at(flag.at),
		what: `${stage.name}: ${flag.by} reports a post`,
		run: async (at) => {
			const wanted = { postId: id(), reason: flag.reason, words: flag.body };
			({ flagId } = await does(stage.person(flag.by), at, flagPost, wanted));
		},
	};
	const { decision } = flag;
	if (!decision) return [report];
	const decide: Act = {
		at: stage.at(decision.at),
		what: `${stage.name}: ${decision.by} decides a report`,
		run: (at) =>
			does(stage.person(decision.by), at, decideFlag, {
				flagId,
				decision: decision.outcome,
				reason: decision.body,
			}),
	};
	return [report, decide];
}

/** By its author, or where they may not by whoever leads that week. */
function pin(stage: Stage, { key, author, at }: ThreadEntry, ids: Ids): Act {
	const leaders = at.unit > 10 ? stage.entry.companions : leadersOf(stage, at.unit);
	const may = [...leaders, ...stage.entry.companions];
	const by = may.includes(author) ? author : leaders[0];
	return {
		at: soonAfter(stage.at(at), 3, stage.until),
		what: `${stage.name}: ${by} pins “${key}”`,
		run: (now) => does(stage.person(by ?? author), now, pinThread, { threadId: ids.thread }),
	};
}

function accept(stage: Stage, thread: ThreadEntry, accepted: string, ids: Ids): Act {
	const answer = thread.replies.find(({ key }) => key === accepted);
	return {
		at: soonAfter(stage.at(answer?.at ?? thread.at), 95, stage.until),
		what: `${stage.name}: ${thread.author} accepts an answer in “${thread.key}”`,
		run: (at) =>
			does(stage.person(thread.author), at, acceptAnswer, {
				threadId: ids.thread,
				postId: ids.posts.get(accepted),
			}),
	};
}

/** `@key` becomes the name by which the product knows the person. */
export const mentioning = (stage: Stage, body: string): string =>
	body.replace(/(?<=^|[\s(„"])@([a-z]+)/gu, (typed, key: string) =>
		[...stage.learners, ...stage.entry.companions, ...stage.entry.organisers].includes(key)
			? `@${stage.person(key).name}`
			: typed,
	);
