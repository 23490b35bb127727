import { addressOfPost, quotation } from '#conversation/quote.ts';
import { acceptAnswer, pinThread, startThread } from '#conversation/server/threads.ts';
import { deletePost, editPost, postReply } from '#conversation/server/posts.ts';
import { decideFlag, flagPost } from '#conversation/server/flags.ts';
import type { Viewer } from '#platform/viewer.ts';
import { startsPoll, voteActs } from '#demo/acts/polls.ts';
import { reactionActs } from '#demo/acts/reactions.ts';
import type { FlagEntry, PostEntry, ReplyEntry, ThreadEntry } from '#demo/corpus/conversation.ts';
import { does } from '#demo/story/does.ts';
import { soonAfter } from '#demo/story/instants.ts';
import type { Act } from '#demo/story/timeline.ts';

type PostId = () => string | undefined;

/** Where people talk, and how the corpus names what is there; `Moment` is how it tells the time. */
export type Room<Moment> = {
	name: string;
	communityId: string;
	person: (key: string) => Viewer;
	at: (moment: Moment) => Date;
	/** Nothing happens after it. */
	until: Date;
	/** Ids of threads by their keys in the corpus, as they come to be. */
	threads: Map<string, string>;
	/** The id of a space by its key in the corpus, once it is there. */
	space: (key: string) => string | undefined;
	/** What belongs to a thread besides its words. */
	about?: (thread: ThreadEntry<Moment>) => object;
	/** Who pins a thread. */
	pinner: (thread: ThreadEntry<Moment>) => string;
	/** Whether `@key` in a text means somebody of this room. */
	knows: (key: string) => boolean;
	/** What somebody does before they write. */
	beforeWriting?: (key: string, at: Date) => Promise<void>;
	/** What happens to a post besides reports and edits. */
	around?: (post: PostEntry<Moment>, id: PostId) => Act[];
};

type Ids = { thread: string; posts: Map<string, string> };
const opening = 'the opening post';

/** All that people write in a room, and what others do with it. */
export const talkActs = <Moment>(room: Room<Moment>, threads: readonly ThreadEntry<Moment>[]): Act[] =>
	threads.flatMap((thread) => threadActs(room, thread));

function threadActs<Moment>(room: Room<Moment>, thread: ThreadEntry<Moment>): Act[] {
	const ids: Ids = { thread: '', posts: new Map() };
	const begin: Act = {
		at: room.at(thread.at),
		what: `${room.name}: ${thread.author} starts “${thread.key}”`,
		post: true,
		run: async (at) => {
			await room.beforeWriting?.(thread.author, at);
			const words = {
				spaceId: room.space(thread.space),
				title: thread.title,
				body: mentioning(room, thread.body),
			};
			const started = thread.poll
				? await startsPoll(room, thread.author, thread.poll, at, words)
				: await does(room.person(thread.author), at, startThread, {
						...words,
						kind: thread.kind,
						...room.about?.(thread),
					});
			ids.thread = started.threadId;
			ids.posts.set(opening, started.postId);
			room.threads.set(thread.key, started.threadId);
		},
	};
	return [
		begin,
		...aroundPost(room, thread, () => ids.posts.get(opening)),
		...thread.replies.flatMap((reply, index) => replyActs(room, thread, reply, index, ids)),
		...voteActs(room, thread, () => ids.thread),
		...(thread.pinned ? [pin(room, thread, ids)] : []),
		...(thread.accepted ? [accept(room, thread, thread.accepted, ids)] : []),
	];
}

function replyActs<Moment>(
	room: Room<Moment>,
	thread: ThreadEntry<Moment>,
	reply: ReplyEntry<Moment>,
	index: number,
	ids: Ids,
): Act[] {
	const name = reply.key ?? `reply ${index + 1}`;
	const write: Act = {
		at: room.at(reply.at),
		what: `${room.name}: ${reply.author} answers in “${thread.key}”`,
		post: true,
		run: async (at) => {
			await room.beforeWriting?.(reply.author, at);
			const { postId } = await does(room.person(reply.author), at, postReply, {
				threadId: ids.thread,
				body: [...quoted(room, thread, reply, ids), mentioning(room, reply.body)].join('\n\n'),
				...(reply.to ? { parentId: ids.posts.get(reply.to) } : {}),
			});
			ids.posts.set(name, postId);
		},
	};
	return [write, ...aroundPost(room, reply, () => ids.posts.get(name))];
}

/** The passage that a reply takes up, as the page would quote it. */
function quoted<Moment>(
	room: Room<Moment>,
	thread: ThreadEntry<Moment>,
	{ quote }: ReplyEntry<Moment>,
	ids: Ids,
): string[] {
	const post = thread.replies.find(({ key }) => key === quote?.of);
	if (!quote || !post) return [];
	const href = addressOfPost(room.communityId, ids.thread, ids.posts.get(quote.of) ?? '');
	return [quotation({ name: room.person(post.author).name, href, passage: quote.passage })];
}

/** What happens to a post: a word about it, a report and its decision, an edit, its author taking it back. */
function aroundPost<Moment>(room: Room<Moment>, post: PostEntry<Moment>, id: PostId): Act[] {
	const acts: Act[] = [...reactionActs(room, post, id), ...(room.around?.(post, id) ?? [])];
	const add = (at: Moment, what: string, run: Act['run']) =>
		acts.push({ at: room.at(at), what: `${room.name}: ${what} a post by ${post.author}`, run });
	const { flag, edit, deleted } = post;
	if (flag) acts.push(...reported(room, flag, id));
	if (edit)
		add(edit.at, 'editing', (at) =>
			does(room.person(post.author), at, editPost, { postId: id(), body: mentioning(room, edit.body) }),
		);
	if (deleted) add(deleted.at, 'taking back', (at) => does(room.person(post.author), at, deletePost, { postId: id() }));
	return acts;
}

function reported<Moment>(room: Room<Moment>, flag: FlagEntry<Moment>, id: PostId): Act[] {
	let flagId = '';
	const report: Act = {
		at: room.at(flag.at),
		what: `${room.name}: ${flag.by} reports a post`,
		run: async (at) => {
			const wanted = { postId: id(), reason: flag.reason, words: flag.body };
			({ flagId } = await does(room.person(flag.by), at, flagPost, wanted));
		},
	};
	const { decision } = flag;
	if (!decision) return [report];
	const decide: Act = {
		at: room.at(decision.at),
		what: `${room.name}: ${decision.by} decides a report`,
		run: (at) =>
			does(room.person(decision.by), at, decideFlag, {
				flagId,
				decision: decision.outcome,
				reason: decision.body,
			}),
	};
	return [report, decide];
}

function pin<Moment>(room: Room<Moment>, thread: ThreadEntry<Moment>, ids: Ids): Act {
	const by = room.pinner(thread);
	return {
		at: soonAfter(room.at(thread.at), 3, room.until),
		what: `${room.name}: ${by} pins “${thread.key}”`,
		run: (now) => does(room.person(by), now, pinThread, { threadId: ids.thread }),
	};
}

function accept<Moment>(room: Room<Moment>, thread: ThreadEntry<Moment>, accepted: string, ids: Ids): Act {
	const answer = thread.replies.find(({ key }) => key === accepted);
	return {
		at: soonAfter(room.at(answer?.at ?? thread.at), 95, room.until),
		what: `${room.name}: ${thread.author} accepts an answer in “${thread.key}”`,
		run: (at) =>
			does(room.person(thread.author), at, acceptAnswer, {
				threadId: ids.thread,
				postId: ids.posts.get(accepted),
			}),
	};
}

/** `@key` becomes the name by which the product knows the person. */
const mentioning = <Moment>(room: Pick<Room<Moment>, 'knows' | 'person'>, body: string): string =>
	body.replace(/(?<=^|[\s(„"])@([a-z]+)/gu, (typed, key: string) =>
		room.knows(key) ? `@${room.person(key).name}` : typed,
	);
